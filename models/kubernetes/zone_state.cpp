#include "models/kubernetes/zone_state.hpp"

#include "sim/check.hpp"

namespace paddock::models {

DisruptionRules rules_of(Flavour flavour) {
  DisruptionRules rules;
  if (flavour == Flavour::eks) rules.large_cluster_size = 100'000;  // EKS best practices guide: not configurable
  return rules;
}

ZoneState zone_state(std::int64_t ready, std::int64_t not_ready, const DisruptionRules& rules) {
  if (ready == 0 && not_ready > 0) return ZoneState::full_disruption;
  const double share = static_cast<double>(not_ready) / static_cast<double>(ready + not_ready);
  if (not_ready > 2 && share >= rules.unhealthy_zone_threshold) return ZoneState::partial_disruption;
  return ZoneState::normal;
}

double taint_rate_per_s(ZoneState state, std::int64_t zone_nodes, bool other_zone_alive, Flavour flavour,
                        const DisruptionRules& rules) {
  switch (state) {
    case ZoneState::normal:
      return rules.node_eviction_rate_per_s;
    case ZoneState::partial_disruption:
      return zone_nodes > rules.large_cluster_size ? rules.secondary_rate_per_s : 0;
    case ZoneState::full_disruption:
      return flavour == Flavour::upstream && other_zone_alive ? rules.node_eviction_rate_per_s : 0;
  }
  sim::fail_check("unknown zone state");
}

ZoneCount count(std::span<const CountedNode> nodes) {
  ZoneCount zone;
  for (const CountedNode& node : nodes)
    if (!node.excluded) ++(node.ready ? zone.ready : zone.not_ready);
  return zone;
}

bool zone_alive(const ZoneCount& zone, const DisruptionRules& rules) {
  return zone.nodes() > 0 && zone_state(zone.ready, zone.not_ready, rules) != ZoneState::full_disruption;
}

ZoneJudgement judge_zone(const ZoneCount& zone, bool some_alive, Flavour flavour, const DisruptionRules& rules) {
  ZoneJudgement judgement{.state = zone_state(zone.ready, zone.not_ready, rules)};
  judgement.taints_per_s = taint_rate_per_s(judgement.state, zone.nodes(), some_alive, flavour, rules);
  // EKS evicts nothing from a zone that is lost as a whole; that it takes back taints which nodes got while the zone
  // still counted as normal is assumed.
  judgement.takes_taints_back = judgement.state == ZoneState::full_disruption && judgement.taints_per_s == 0;
  return judgement;
}

std::optional<sim::Time> TaintLimiter::next(sim::Time now) const {
  if (rate_per_s_ <= 0) return std::nullopt;
  if (!empty_since_) return now;
  const sim::Time full = *empty_since_ + sim::from_seconds(1 / rate_per_s_);
  return full > now ? full : now;
}

void TaintLimiter::take(sim::Time now) {
  sim::check(next(now) == now, "a taint without a token");
  empty_since_ = now;
}

void TaintLimiter::set_rate(sim::Time now, double rate_per_s) {
  if (rate_per_s == rate_per_s_) return;
  const bool had_token = next(now) == now;
  rate_per_s_ = rate_per_s;
  empty_since_ = had_token ? std::nullopt : std::optional(now);
}

}  // namespace paddock::models
