#include "scenarios/experiment/losses.hpp"

#include <algorithm>
#include <vector>

#include "scenarios/report/numbers.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// The operations that count, each with what it weighs, and the share of failing from which a stretch counts.
struct Measured {
  const std::vector<Operation>& operations;
  std::vector<double> weights;
  double least = 0;
};

Measured measured(const Target& target, const RunFacts& facts, const EntityValue& value) {
  const auto tenant = static_cast<TenantId>(value.entity);
  const Fleet& fleet = *facts.design.fleet;
  Measured what{fleet.workload(tenant).operations, {}, 0.5 - 1e-9};
  what.weights.assign(what.operations.size(), 0.0);
  if (target.metric->name == "tenant.outage") {
    if (value.operation) what.weights[*value.operation] = 1;
    return what;
  }
  what.weights = request_rates(fleet, tenant, facts.key);
  if (std::ranges::all_of(what.weights, [](double w) { return w == 0; })) std::ranges::fill(what.weights, 1.0);
  what.least = fleet.plan(tenant).slo.bad_minute_errors;
  return what;
}

/// The shares of requests that fail in the middle of a stretch, by what fails.
struct Shares {
  double all = 0, path = 0, pods = 0, database = 0;
};

Shares shares_in(const Stretch& stretch, const Measured& what) {
  const double half_s = sim::to_seconds(stretch.when.length()) / 2;
  const double unreached = 1 - (stretch.reach.value + stretch.reach.slope_per_s * half_s);
  Shares shares;
  double total = 0;
  for (std::size_t i = 0; i < what.operations.size(); ++i) {
    const double weight = what.weights[i];
    const Line fails = failing(stretch, what.operations[i]);
    total += weight;
    shares.all += weight * (fails.value + fails.slope_per_s * half_s);
    shares.path += weight * unreached;
    if (what.operations[i].needs_pod) shares.pods += weight * (1 - stretch.pod_share);
    if (what.operations[i].needs_database) shares.database += weight * (1 - stretch.database_share);
  }
  if (total <= 0) return {};
  return {shares.all / total, shares.path / total, shares.pods / total, shares.database / total};
}

}  // namespace

bool Losses::matters(double part_s) const {
  constexpr double least = 0.1;
  return part_s > 0 && part_s >= least * (path_s + dead_s + none_s + database_s);
}

std::string Losses::text() const {
  const auto part = [](std::string_view name, double seconds) {
    return seconds > 0 ? std::string(name) + " failed for " + readable_seconds(seconds) + ", " : std::string();
  };
  std::string text = part("the path", path_s) + part("its pods", dead_s + none_s) + part("its database", database_s);
  return text.empty() ? "nothing failed" : text.substr(0, text.size() - 2);
}

Losses losses_of(const Target& target, const RunFacts& facts, const EntityValue& value) {
  Losses losses;
  const Measured what = measured(target, facts, value);
  const auto note = [](double& sum, Time& from, double seconds, Time at) {
    if (seconds <= 0) return;
    if (sum == 0) from = at;
    sum += seconds;
  };
  const auto tenant = static_cast<TenantId>(value.entity);
  Time ignored{};
  Stretches stretches;
  for (const Stretch& stretch : stretches.of(facts.recording, *facts.design.fleet, tenant, value.when)) {
    const Shares shares = shares_in(stretch, what);
    if (shares.all < what.least) continue;
    const double length_s = sim::to_seconds(stretch.when.length());
    const Time at = stretch.when.from;
    losses.when = {losses.when ? losses.when->from : at, stretch.when.to};
    constexpr double rounding = 1e-9;
    if (shares.path > rounding) note(losses.path_s, losses.path_from, shares.path * length_s, at);
    const bool beside_living = stretch.endpoints.alive > 0;
    if (losses.dead_s + losses.none_s == 0 && shares.pods > 0) losses.pods_from = at;
    note(beside_living ? losses.dead_s : losses.none_s, ignored, shares.pods * length_s, at);
    note(losses.database_s, losses.database_from, shares.database * length_s, at);
  }
  return losses;
}

}  // namespace paddock::scenarios
