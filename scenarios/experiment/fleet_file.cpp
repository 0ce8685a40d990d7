#include "scenarios/experiment/fleet_file.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace paddock::scenarios {

using namespace models;

const Node& node_at(const Node& root, const std::string& path) {
  const Node* at = &root;
  const auto steps = parse_path(path);
  if (!steps) return root;
  for (const PathStep& step : *steps) {
    const Node* next = nullptr;
    if (const auto* key = std::get_if<std::string>(&step)) next = at->find(*key);
    if (const auto* index = std::get_if<std::size_t>(&step); index && at->is_sequence() && *index < at->items.size())
      next = &at->items[*index];
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

namespace {

/// Whether a problem stands in the object that a finding is about, or in the very value: then it is no news.
bool is_echo(const Finding& finding, const Problems& problems) {
  const std::string object = finding.path.substr(0, finding.path.find_last_of(".["));
  return std::ranges::any_of(problems.all(), [&](const Problem& problem) {
    return problem.path == object || problem.path.starts_with(finding.path);
  });
}

/// The k of "added[k].region", and ".region".
std::optional<std::pair<std::size_t, std::string>> of_added(const Finding& finding) {
  constexpr std::string_view prefix = "added[";
  if (!finding.path.starts_with(prefix)) return std::nullopt;
  std::size_t index = 0;
  const char* const end = finding.path.data() + finding.path.size();
  const auto [rest, error] = std::from_chars(finding.path.data() + prefix.size(), end, index);
  if (error != std::errc{} || rest == end) return std::nullopt;
  return std::pair(index, std::string(rest + 1, end));
}

}  // namespace

void add_findings(Findings findings, const Node& root, Problems& problems) {
  std::erase_if(findings, [&](const Finding& finding) { return is_echo(finding, problems); });
  for (const Finding& finding : findings)
    problems.add(node_at(root, finding.path).position, finding.path, finding.message);
}

std::optional<LoadedFleet> read_fleet(const Node& base, const std::vector<Setting>& settings, const AddedTenants& added,
                                      Problems& problems) {
  Problems own;
  Node node = base;
  for (const Setting& setting : settings) set_path(node, setting, own);
  resolve_like(node, own);
  LoadedFleet made;
  read(node, made.spec, own, made.assumptions, &made.not_modelled);
  Findings all, of_fleet, of_scenario;
  made.fleet = make_fleet(made.spec, added.tenants, all);
  for (Finding& finding : all) {
    if (const auto about = of_added(finding))
      of_scenario.push_back({added.paths.at(about->first) + about->second, finding.message});
    else
      of_fleet.push_back(std::move(finding));
  }
  add_findings(std::move(of_fleet), node, own);
  if (added.scenario != nullptr) add_findings(std::move(of_scenario), *added.scenario, own);
  problems.add(own);
  return own.empty() ? std::optional(std::move(made)) : std::nullopt;
}

std::shared_ptr<const LoadedFleet> FleetReader::read(const std::vector<Setting>& settings, const AddedTenants& added,
                                                     Problems& problems) {
  std::vector<std::pair<std::string, std::string>> said;
  said.reserve(settings.size());
  for (const Setting& setting : settings) said.emplace_back(setting.path, setting.value);
  if (const auto at = read_.find(said); at != read_.end() && added.tenants.empty()) return at->second;
  auto made = read_fleet(tree_, settings, added, problems);
  if (!made) return nullptr;
  auto loaded = std::make_shared<const LoadedFleet>(*std::move(made));
  if (added.tenants.empty()) read_.emplace(std::move(said), loaded);
  return loaded;
}

std::optional<LoadedFleet> load_fleet(const std::string& fleet_file, const std::vector<Setting>& settings,
                                      Problems& problems) {
  const auto node = load(fleet_file, problems);
  return node ? read_fleet(*node, settings, {}, problems) : std::nullopt;
}

}  // namespace paddock::scenarios
