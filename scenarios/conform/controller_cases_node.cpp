// The node controller: heartbeats, zones, taints.
#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/kubernetes/heartbeat.hpp"
#include "models/kubernetes/tolerations.hpp"
#include "models/kubernetes/zone_state.hpp"
#include "scenarios/conform/case_fields.hpp"
#include "scenarios/conform/families.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;  // NOLINT(google-build-using-namespace): this file is about little else
using namespace std::chrono_literals;
using nlohmann::json;
using sim::Duration;
using sim::Time;

constexpr std::array<std::string_view, 3> readiness_names{"Unknown", "False", "True"};  // in the order of Readiness
constexpr std::array<std::string_view, 3> state_names{"Normal", "PartialDisruption", "FullDisruption"};

std::string_view name_of(ZoneState state) { return state_names.at(static_cast<std::size_t>(state)); }
json name_of(std::optional<Readiness> ready) {
  return ready ? json(readiness_names.at(static_cast<std::size_t>(*ready))) : json();
}

/// "True", "False", "Unknown"; null or not there: no status has been posted.
std::optional<Readiness> readiness_of(const json& value, CaseFields& fields, const char* key) {
  if (value.is_null()) return std::nullopt;
  for (std::size_t i = 0; i < readiness_names.size(); ++i)
    if (value == readiness_names.at(i)) return static_cast<Readiness>(i);
  fields.problem(key, "is none of True, False and Unknown: " + value.dump());
  return std::nullopt;
}

/// A node before its last heartbeat and the last renewal of its lease gave the same signs, earlier.
NodeReport report_at(Time when, const NodeReport& now) {
  NodeReport report = now;
  if (report.status && report.status->heartbeat > when) report.status->heartbeat = Time::min();
  if (report.lease && *report.lease > when) report.lease = Time::min();
  return report;
}

}  // namespace

CaseOutcome conform_node_health(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  MonitorRules rules;
  rules.grace = input.seconds_if("monitor_grace_s").value_or(rules.grace);
  rules.startup_grace = input.seconds_if("startup_grace_s").value_or(rules.startup_grace);
  rules.period = input.seconds_if("monitor_period_s").value_or(rules.period);
  const Time now{};
  NodeReport node{.created = now - input.seconds("created_ago_s")};
  if (input.has("status")) {
    CaseFields status = input.object("status");
    const auto ready = readiness_of(status.raw("ready"), status, "ready");
    if (ready) node.status = PostedStatus{*ready, now - status.seconds("heartbeat_ago_s")};
  }
  if (const auto ago = input.seconds_if("lease_renewed_ago_s")) node.lease = now - *ago;
  const auto observed = input.seconds_if("observed_for_s");
  if (!c.readable()) return c.unreadable();
  // The controller looks when something happens and at the end. Without a word on how long it has watched, always.
  std::vector<Time> looks{now};
  const Time began = observed ? now - *observed : Time::min();
  if (observed) looks.push_back(began);
  if (node.status) looks.push_back(node.status->heartbeat);
  if (node.lease) looks.push_back(*node.lease);
  std::ranges::sort(looks);
  std::optional<NodeMemory> memory;
  NodeVerdict verdict;
  for (const Time when : looks)
    if (when >= began && when >= node.created && when <= now)
      verdict = look(memory, report_at(when, node), when, rules);
  json conditions = json::array();
  if (verdict.silent)
    for (const std::string_view condition : silent_conditions) conditions.push_back(condition);
  return c.outcome({{"ready", name_of(verdict.ready)},
                    {"pods_marked_not_ready", verdict.pods_not_ready},
                    {"conditions_set", conditions}});
}

namespace {

/// Zones by name, each a list of its nodes' readiness.
using Zones = std::map<std::string, std::vector<std::optional<Readiness>>>;

Zones zones_of(CaseFields fields) {
  Zones zones;
  for (const std::string& name : fields.names()) {
    const json& nodes = fields.raw(name.c_str());
    if (!nodes.is_array()) fields.problem(name.c_str(), "is not a list");
    for (const json& node : nodes) zones[name].push_back(readiness_of(node, fields, name.c_str()));
  }
  return zones;
}

std::vector<CountedNode> counted(const std::vector<std::optional<Readiness>>& nodes) {
  std::vector<CountedNode> all;
  all.reserve(nodes.size());
  for (const auto& node : nodes) all.push_back({.ready = node == Readiness::ready});
  return all;
}

/// All zones at one look; nodes that are excluded from disruption checks stand in the first.
struct Look {
  std::map<std::string, ZoneJudgement> zones;
  std::optional<Readiness> first_node;
};
Look look_at(const Zones& zones, const std::vector<std::optional<Readiness>>& excluded, const DisruptionRules& rules) {
  std::map<std::string, ZoneCount> counts;
  bool some_alive = false;
  for (const auto& [name, nodes] : zones) {
    std::vector<CountedNode> all = counted(nodes);
    if (counts.empty())
      for (const auto& node : excluded) all.push_back({.ready = node == Readiness::ready, .excluded = true});
    counts[name] = count(all);
    some_alive |= zone_alive(counts[name], rules);
  }
  Look look;
  for (const auto& [name, zone] : counts) look.zones[name] = judge_zone(zone, some_alive, Flavour::upstream, rules);
  if (!zones.empty() && !zones.begin()->second.empty()) look.first_node = zones.begin()->second.front();
  return look;
}

/// The taint that a node has after a look: its zone must let it be tainted, or leave the taint that it has.
std::vector<NodeTaint> taints_after(const Look& look, bool tainted) {
  if (!look.first_node || *look.first_node == Readiness::ready) return {};
  const ZoneJudgement& zone = look.zones.begin()->second;
  if (zone.takes_taints_back || (!tainted && zone.taints_per_s == 0)) return {};
  return {*look.first_node == Readiness::unknown ? NodeTaint::unreachable : NodeTaint::not_ready};
}

std::vector<Toleration> tolerating(std::optional<Duration> lasts) {
  return {{NodeTaint::unreachable, lasts}, {NodeTaint::not_ready, lasts}};
}

json states_of(const Look& look) {
  json states = json::object();
  for (const auto& [name, zone] : look.zones) states[name] = name_of(zone.state);
  return states;
}

/// A node, and one more in its zone, as they have been for some time. The eviction timeout of older releases is what
/// tolerations of both taints are now; pods of a DaemonSet tolerate them for ever.
CaseOutcome timeout_case(ControllerCase& c, const DisruptionRules& rules) {
  CaseFields& input = c.input();
  auto node = readiness_of(input.raw("node_ready"), input, "node_ready");
  const auto second = readiness_of(input.raw("second_node_ready"), input, "second_node_ready");
  const bool has_second = input.has("second_node_ready");
  const Duration since = input.seconds("seconds_since_transition"), timeout = input.seconds("eviction_timeout_s");
  const bool daemonset = input.flag("pod_is_daemonset", false);
  input.seconds_if("monitor_grace_s");  // has passed: a readiness is what the controller has written
  if (!c.readable()) return c.unreadable();
  if (!node && since > MonitorRules{}.startup_grace) node = Readiness::unknown;
  Zones zones{{"zone", {node}}};
  if (has_second) zones["zone"].push_back(second);
  EvictionTimer pod;
  pod.look(Time{}, taints_after(look_at(zones, {}, rules), false),
           tolerating(daemonset ? std::nullopt : std::optional(timeout)));
  return c.outcome({{"pod_evicted", pod.deletes_at() && *pod.deletes_at() < Time{} + since}});
}

}  // namespace

CaseOutcome conform_zone_eviction(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  // The tables do not lower the rate in a disrupted zone, as if every zone were large and the second rate the first.
  DisruptionRules rules{.large_cluster_size = 0};
  rules.unhealthy_zone_threshold = input.number_or("unhealthy_zone_threshold", rules.unhealthy_zone_threshold);
  if (!input.has("node_ready_by_zone_at_start")) return timeout_case(c, rules);
  const Zones start = zones_of(input.object("node_ready_by_zone_at_start"));
  const Zones later =
      input.has("node_ready_by_zone_later") ? zones_of(input.object("node_ready_by_zone_later")) : start;
  std::vector<std::optional<Readiness>> excluded;
  const json& listed = input.raw("excluded_from_disruption_checks_ready");
  if (!listed.is_null() && !listed.is_array()) input.problem("excluded_from_disruption_checks_ready", "is not a list");
  for (const json& node : listed)
    excluded.push_back(readiness_of(node, input, "excluded_from_disruption_checks_ready"));
  const bool has_pod = input.flag("pod_on_first_node_of_first_zone", true);
  const auto tolerations = tolerating(input.seconds_if("eviction_timeout_s").value_or(600s));
  const Time second = Time{} + input.seconds_if("seconds_until_second_look").value_or(1h);
  if (!c.readable()) return c.unreadable();

  const Look first = look_at(start, excluded, rules), last = look_at(later, excluded, rules);
  EvictionTimer pod;
  const auto taints = taints_after(first, false);
  pod.look(Time{}, taints, tolerations);
  if (!pod.deletes_at() || *pod.deletes_at() > second)
    pod.look(second, taints_after(last, !taints.empty()), tolerations);
  return c.outcome({{"zone_state_at_start", states_of(first)},
                    {"zone_state_later", states_of(last)},
                    {"pod_evicted", has_pod && pod.deletes_at()}});
}

CaseOutcome conform_zone_state(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  const std::int64_t not_ready = input.count("not_ready"), nodes = input.count("zone_nodes");
  if (not_ready > nodes) input.problem("not_ready", "is more than zone_nodes");
  const bool other_alive = input.flag("other_zone_healthy", true);
  DisruptionRules rules;
  rules.unhealthy_zone_threshold = input.number_or("unhealthy_zone_threshold", rules.unhealthy_zone_threshold);
  rules.node_eviction_rate_per_s = input.number_or("node_eviction_rate_per_s", rules.node_eviction_rate_per_s);
  rules.secondary_rate_per_s = input.number_or("secondary_rate_per_s", rules.secondary_rate_per_s);
  rules.large_cluster_size = input.count_or("large_cluster_size_threshold", rules.large_cluster_size);
  // EKS is known by its threshold, which nobody can set there.
  const bool eks = rules.large_cluster_size >= rules_of(Flavour::eks).large_cluster_size;
  if (!c.readable()) return c.unreadable();
  const ZoneCount zone{.ready = nodes - not_ready, .not_ready = not_ready};
  const bool some_alive = other_alive || zone_alive(zone, rules);
  const ZoneJudgement judged = judge_zone(zone, some_alive, eks ? Flavour::eks : Flavour::upstream, rules);
  return c.outcome({{"zone_state", name_of(judged.state)},
                    {"taint_rate_per_s", judged.taints_per_s},
                    {"no_execute_taints_removed_from_all_nodes", judged.takes_taints_back && !some_alive}});
}

namespace {

/// The taints of a case by name.
class TaintNames {
 public:
  NodeTaint operator()(const std::string& name) {
    const auto [at, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size()));
    return static_cast<NodeTaint>(at->second);
  }
  std::vector<NodeTaint> all(const std::vector<std::string>& names) {
    std::vector<NodeTaint> taints;
    taints.reserve(names.size());
    for (const std::string& name : names) taints.push_back((*this)(name));
    return taints;
  }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

std::vector<Toleration> tolerations_of(std::vector<CaseFields> list, TaintNames& taints) {
  std::vector<Toleration> tolerations;
  tolerations.reserve(list.size());
  for (CaseFields& fields : list)
    tolerations.push_back({taints(fields.text("taint")), fields.seconds_if("toleration_seconds")});
  return tolerations;
}

/// The taints of the node from some moment on.
struct Tainted {
  Time since{};
  std::vector<NodeTaint> taints;
};

json deleted_after(const EvictionTimer& timer) {
  if (!timer.deletes_at()) return {};
  const auto after = std::chrono::duration_cast<std::chrono::microseconds>(timer.deletes_at()->time_since_epoch());
  return sim::to_seconds(after);
}

/// One pod, looked at whenever the taints of its node change.
json deletion_of(const std::vector<Tainted>& node, const std::vector<Toleration>& before,
                 const std::vector<Toleration>& tolerations, Time bound) {
  EvictionTimer timer;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const bool last_before = i + 1 == node.size() || node[i + 1].since > bound;
    if (node[i].since < bound && !last_before) continue;
    timer.look(std::max(node[i].since, bound), node[i].taints, i == 0 && node.size() > 1 ? before : tolerations);
  }
  return deleted_after(timer);
}

std::vector<Tainted> taints_over_time(CaseFields& input, TaintNames& taints) {
  std::vector<Tainted> node;
  if (input.has("node_noexecute_taints_over_time")) {
    for (CaseFields& step : input.list("node_noexecute_taints_over_time"))
      node.push_back({Time{} + step.seconds("at_s"), taints.all(step.texts("taints"))});
    return node;
  }
  input.needs_one_of({"node_noexecute_taints_after"});
  // What changes, changes a moment after the pod was first looked at.
  node.push_back({Time{}, taints.all(input.texts("node_noexecute_taints_before"))});
  node.push_back({Time{} + 1ns, taints.all(input.texts("node_noexecute_taints_after"))});
  return node;
}

}  // namespace

CaseOutcome conform_taint_eviction(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  if (input.has("toleration_seconds")) {
    std::vector<std::optional<Duration>> times;
    if (!input.raw("toleration_seconds").is_array()) input.problem("toleration_seconds", "is not a list");
    for (const json& time : input.raw("toleration_seconds")) {
      if (!time.is_null() && !time.is_number())
        input.problem("toleration_seconds", "holds something that is no number");
      times.push_back(time.is_number() ? std::optional(sim::from_seconds(time.get<double>())) : std::nullopt);
    }
    const auto least = shortest(times);
    return c.outcome({{"min_seconds", least ? json(sim::to_seconds(*least)) : json()}});
  }
  TaintNames taints;
  const std::vector<Tainted> node = taints_over_time(input, taints);
  const Time bound = Time{} + input.seconds_if("pod_bound_at_s").value_or(Duration::zero());
  const bool assigned = input.flag("pod_assigned", true);
  const auto tolerations = tolerations_of(input.list("pod_tolerations"), taints);
  const auto before =
      input.has("pod_tolerations_before") ? tolerations_of(input.list("pod_tolerations_before"), taints) : tolerations;
  if (!input.has("pods")) {
    if (!c.readable()) return c.unreadable();
    return c.outcome({{"deleted_after_s", assigned ? deletion_of(node, before, tolerations, bound) : json()}});
  }
  json deleted = json::object();
  CaseFields pods = input.object("pods");
  for (const std::string& name : pods.names()) {
    const auto own = tolerations_of(pods.list(name.c_str()), taints);
    deleted[name] = deletion_of(node, own, own, bound);
  }
  return c.outcome({{"deleted_after_s", deleted}});
}

}  // namespace paddock::scenarios
