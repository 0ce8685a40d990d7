// Probes as schedules: no probe is an event. From when the container began and from when it answers well or badly,
// the moment follows at which a probe has passed or failed often enough. From kubernetes/kubernetes
// pkg/kubelet/prober/worker.go.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "sim/time.hpp"

namespace paddock::models {

/// The n-th probe, from 0, asks at the start of the container + delay + n x period.
struct ProbeRule {
  sim::Duration delay{};
  sim::Duration period = std::chrono::seconds{10};
  std::int64_t successes = 1;  // in a row, until what did not pass passes
  std::int64_t failures = 3;   // in a row, until what passed fails
  bool asks_database = false;  // it fails while the database does not answer
};

struct ProbeRules {
  std::optional<ProbeRule> startup, liveness;
  ProbeRule readiness;
  bool ask_database() const { return readiness.asks_database || (liveness && liveness->asks_database); }
};

/// The first probe at this moment or later. What happens at the very moment of a probe, the probe sees.
constexpr sim::Time next_probe(const ProbeRule& rule, sim::Time started, sim::Time from) {
  const sim::Duration since = from - started - rule.delay;
  if (since <= sim::Duration{}) return started + rule.delay;
  const auto n = (since.count() + rule.period.count() - 1) / rule.period.count();
  return started + rule.delay + rule.period * n;
}
/// When a container that answers well from a moment on has passed.
constexpr sim::Time passes_at(const ProbeRule& rule, sim::Time started, sim::Time good_from) {
  return next_probe(rule, started, good_from) + rule.period * (rule.successes - 1);
}
/// When a container that answers badly from a moment on has failed.
constexpr sim::Time fails_at(const ProbeRule& rule, sim::Time started, sim::Time bad_from) {
  return next_probe(rule, started, bad_from) + rule.period * (rule.failures - 1);
}

/// When a container that does not answer yet is killed: by its startup probe, before which no other probe asks, or by
/// its liveness probe. Empty: never.
constexpr std::optional<sim::Time> killed_unanswered(const ProbeRules& rules, sim::Time started) {
  const auto& watches = rules.startup ? rules.startup : rules.liveness;
  if (!watches) return std::nullopt;
  return fails_at(*watches, started, started);
}

/// From when on readiness and liveness ask a container that answers well since `answers`.
constexpr sim::Time probed_from(const ProbeRules& rules, sim::Time started, sim::Time answers) {
  return rules.startup ? passes_at(*rules.startup, started, answers) : answers;
}

}  // namespace paddock::models
