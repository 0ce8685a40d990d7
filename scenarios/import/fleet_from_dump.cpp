#include "scenarios/import/fleet_from_dump.hpp"

#include <algorithm>
#include <map>

#include "scenarios/counted.hpp"
#include "scenarios/import/missing_nodes.hpp"
#include "scenarios/import/node_groups.hpp"
#include "scenarios/import/places.hpp"
#include "scenarios/import/tenants.hpp"

namespace paddock::scenarios {

namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void describe_regions(const ImportedFleet& fleet, bool made_up, ImportCoverage& coverage) {
  std::size_t zones = 0, groups = 0;
  std::int64_t nodes = 0;
  for (const auto& [name, region] : fleet.spec.regions) {
    zones += region.zones.size(), groups += region.nodes.size();
    for (const auto& [group, spec] : region.nodes) nodes += spec.size.now;
  }
  if (made_up) {
    coverage.assumed.push_back("nodes: none is in the dump, so there are as many, and as large, as the pods need");
    coverage.not_described.push_back("nodes, regions and zones (add nodes to what kubectl gets)");
    return;
  }
  coverage.described.push_back(counted(fleet.spec.regions.size(), "region") + ", " + counted(zones, "zone") + ", " +
                               counted(groups, "node group") + ", " + counted(static_cast<std::size_t>(nodes), "node"));
}

/// How long pods took from scheduled to Ready, as a remark: the language has no field for a pod's whole start.
void note_start_times(const Dump& dump, std::vector<std::string>& notes) {
  std::vector<std::int64_t> seconds;
  for (const KubePod& pod : dump.pods)
    if (pod.start_time_s && pod.owner_kind != "Node" && pod.owner_kind != "DaemonSet")
      seconds.push_back(*pod.start_time_s);
  if (seconds.empty()) return;
  std::sort(seconds.begin(), seconds.end());
  const auto percentile = [&](std::size_t percent) {
    return std::to_string(seconds[(seconds.size() - 1) * percent / 100]) + " s";
  };
  notes.push_back("from scheduled to Ready (" + counted(seconds.size(), "pod") + " that never restarted): median " +
                  percentile(50) + ", p95 " + percentile(95) + "; `start` is left at its default");
}

void note_the_rest(const Dump& dump, const Places& places, std::vector<std::string>& notes) {
  const auto lost = static_cast<std::size_t>(std::count_if(dump.pods.begin(), dump.pods.end(), [&](const KubePod& pod) {
    return !pod.node.empty() && pod.phase != PodPhase::finished && !places.node_by_name.contains(pod.node);
  }));
  if (lost > 0) notes.push_back(counted(lost, "pod") + " on nodes that are not in the dump: the scheduler places them");
  if (dump.repeated > 0)
    notes.push_back(counted(static_cast<std::size_t>(dump.repeated), "object") + " given more than once, taken once");
  std::string kinds;
  for (const auto& [kind, count] : dump.not_read)
    kinds += (kinds.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
  if (!kinds.empty()) notes.push_back("objects of other kinds, not read: " + kinds);
}

void say_what_is_missing(const Dump& dump, const Places& places, bool made_up, ImportCoverage& coverage) {
  append(coverage.not_described,
         std::vector<std::string>{"request path (DNS, balancer, proxy)", "databases", "traffic", "plans", "delivery",
                                  "API limits", "node group sizes (min, max) and launch times"});
  if (places.without_zone > 0 && !made_up) coverage.not_described.emplace_back("zones of some or all nodes");
  if (dump.pods.empty()) coverage.not_described.emplace_back("pods: where replicas are");
  if (const auto scalers = dump.not_read.find("HorizontalPodAutoscaler"); scalers != dump.not_read.end())
    coverage.not_modelled.push_back("pod autoscalers (" + std::to_string(scalers->second) +
                                    "): replicas stay as they were observed");
}

void assume(ImportCoverage& coverage, const std::vector<Provenance>& provenance) {
  for (const Provenance& value : provenance)
    if (value.origin == Origin::assumed) coverage.assumed.push_back(value.path + ": " + value.how);
  append(coverage.assumed, std::vector<std::string>{"start of a pod (image pull, containers)",
                                                    "lost_zone: unreachable, and supply of node groups",
                                                    "every tenant has the same weight and promise"});
}

}  // namespace

std::string_view text_of(Origin origin) {
  return origin == Origin::observed ? "observed" : origin == Origin::derived ? "derived" : "assumed";
}

ImportedFleet fleet_from_dump(Dump dump, const ImportOptions& options) {
  const bool made_up = add_missing_nodes(dump);
  const Places places = find_places(dump);
  ImportedRegions regions = regions_of(dump, places);
  ImportedTenants tenants = tenants_of(dump, places, options.tenants);

  ImportedFleet out;
  out.spec.fleet = options.name;
  out.spec.about = "Imported from a dump of a cluster.";
  constexpr std::size_t date_length = 10;
  if (!dump.newest.empty()) {
    out.spec.observed = dump.newest.substr(0, date_length);
    out.provenance.push_back({"observed", Origin::derived, "the latest time stamp in the dump"});
  }
  out.spec.regions = std::move(regions.regions);
  out.spec.tenants = std::move(tenants.tenants);
  out.tenant_comments = std::move(tenants.comments);
  append(out.provenance, regions.provenance);

  describe_regions(out, made_up, out.coverage);
  out.coverage.described.push_back(counted(out.spec.tenants.size(), "tenant") + ", " +
                                   counted(dump.pods.size(), "pod"));
  say_what_is_missing(dump, places, made_up, out.coverage);
  assume(out.coverage, out.provenance);
  append(out.coverage.not_modelled, tenants.not_modelled);
  append(out.notes, places.notes);
  append(out.notes, regions.notes);
  append(out.notes, tenants.notes);
  note_the_rest(dump, places, out.notes);
  note_start_times(dump, out.notes);
  return out;
}

}  // namespace paddock::scenarios
