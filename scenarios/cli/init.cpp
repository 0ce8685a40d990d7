// paddock init: a small fleet and a scenario to begin with.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/files.hpp"
#include "scenarios/report/next.hpp"

namespace paddock::scenarios::cli {
namespace {

constexpr std::string_view fleet =
    R"(# One cluster over three zones. Change the numbers to yours; `paddock lint fleet.yaml` checks them.
paddock: 1
fleet: my-fleet
regions:
  eu-central-1:
    zones: [a, b, c]
    cluster: {kubernetes: "1.34", flavour: eks}
    nodes:
      general: {type: t4g.xlarge, size: {now: 6, min: 3, max: 12}}
    databases:
      pg: {count: 1, name: "pg-{n}"}
plans:
  standard: {slo: {good: "99.9% of minutes in 30d", bad_minute: "errors > 5%"}}
tenants:
  - group: customer            # customer-1, customer-2, ...
    count: 20
    plan: standard
    replicas: 2
    requests: {cpu: 250m, memory: 200Mi}
    spread: {zone: {max_skew: 1, when: ScheduleAnyway}}
    probe: {readiness: {delay: 5s, period: 5s, successes: 1}}
    database: {place: "fill, 20 per database"}
    traffic:
      read: {rate: 5/s, needs: [pod]}
      write: {rate: 0.2/s, needs: [pod, database]}
)";

constexpr std::string_view scenario = R"(# Run it: paddock run zone-loss.yaml
paddock: 1
scenario: zone-loss
about: A zone loses power for three hours. Does every tenant keep an instance?
fleet: fleet.yaml
horizon: 4h
timeline:
  - name: loss
    at: 10m
    lose: {zone: worst}
    for: 3h
targets:
  - "min(tenant.ready_replicas) >= 1 during loss"
  - "max(tenant.outage{op=read}) <= 60s during loss"
)";

constexpr std::string_view scenario_on_own_fleet = R"(# Run it: paddock run zone-loss.yaml
paddock: 1
scenario: zone-loss
about: The zone whose loss hurts most loses power for three hours. Does every tenant keep an instance?
fleet: FLEET
horizon: 4h
timeline:
  - name: loss
    at: 10m
    lose: {zone: worst}        # a zone by name, or any, each, largest, worst, all
    for: 3h
targets:
  - "min(tenant.ready_replicas{replicas!=0}) >= 1 during loss"
  - "max(tenant.outage{replicas!=0}) <= 60s during loss"
)";

/// The scenario on a fleet that is there, which it names relative to its folder.
std::string scenario_on(const std::string& file, const std::filesystem::path& folder, Problems& problems) {
  const auto loaded = load_fleet(file, {}, problems);
  if (!loaded) return {};
  const auto has_pods = [&](const models::Tenant& tenant) {
    return loaded->fleet.workloads[tenant.workload].replicas > 0;
  };
  if (std::ranges::none_of(loaded->fleet.tenants, has_pods))
    problems.add_file(file, "no tenant of this fleet has pods", "a fleet with tenants that have pods");
  std::error_code error;
  const auto relative = std::filesystem::relative(file, folder, error);
  std::string quoted = "'";
  for (const char c : (error ? std::filesystem::absolute(file) : relative).string())
    quoted += c == '\'' ? std::string("''") : std::string(1, c);
  std::string text(scenario_on_own_fleet);
  constexpr std::string_view gap = "FLEET";
  return text.replace(text.find(gap), gap.size(), quoted + "'");
}

}  // namespace

int init_command(const InitOptions& options) {
  namespace fs = std::filesystem;
  Problems problems;
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) problems.add_file(options.folder, "the folder cannot be made: " + error.message());
  const fs::path folder = options.folder;
  std::vector<std::pair<fs::path, std::string>> files;
  if (!options.fleet) files.emplace_back(folder / "fleet.yaml", fleet);
  files.emplace_back(folder / "zone-loss.yaml",
                     options.fleet ? scenario_on(*options.fleet, folder, problems) : std::string(scenario));
  for (const auto& [path, text] : files)
    if (fs::exists(path, error))
      problems.add_file(path.string(), "it is there already", "another folder; nothing is overwritten");
  if (!problems.empty()) return refuse(problems);
  std::string written;
  for (const auto& [path, text] : files) {
    if (!write_file_atomically(path, text, problems)) return refuse(problems);
    written += (written.empty() ? "" : " and ") + path.string();
  }
  std::cout << "wrote " << escaped(written) << "\nnext: paddock run "
            << escaped(shell_word(files.back().first.string())) << "\n";
  return 0;
}

}  // namespace paddock::scenarios::cli
