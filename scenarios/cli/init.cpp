// paddock init: a small fleet and a scenario to begin with.
#include <filesystem>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/files.hpp"

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

}  // namespace

int init_command(const InitOptions& options) {
  namespace fs = std::filesystem;
  Problems problems;
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) problems.add_file(options.folder, "the folder cannot be made: " + error.message());
  const fs::path folder = options.folder;
  for (const char* name : {"fleet.yaml", "zone-loss.yaml"})
    if (fs::exists(folder / name, error))
      problems.add_file((folder / name).string(), "it is there already", "another folder; nothing is overwritten");
  if (!problems.empty()) return refuse(problems);
  if (!write_file_atomically(folder / "fleet.yaml", fleet, problems) ||
      !write_file_atomically(folder / "zone-loss.yaml", scenario, problems))
    return refuse(problems);
  std::cout << "wrote " << escaped((folder / "fleet.yaml").string()) << " and "
            << escaped((folder / "zone-loss.yaml").string()) << "\nnext: paddock run "
            << escaped((folder / "zone-loss.yaml").string()) << "\n";
  return 0;
}

}  // namespace paddock::scenarios::cli
