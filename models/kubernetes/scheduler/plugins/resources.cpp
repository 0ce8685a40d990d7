#include <algorithm>
#include <cmath>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {
namespace {

std::int64_t amount(const std::vector<Amount>& amounts, Symbol resource) {
  for (const Amount& a : amounts)
    if (a.resource == resource) return a.amount;
  return 0;
}

/// True for resources that the profile tells NodeResourcesFit to leave to somebody else.
bool ignored(const Profile& profile, const std::string& resource) {
  const auto& names = profile.ignored_resources;
  if (std::find(names.begin(), names.end(), resource) != names.end()) return true;
  const auto& groups = profile.ignored_resource_groups;
  return std::find(groups.begin(), groups.end(), resource.substr(0, resource.find('/'))) != groups.end();
}

bool ignores_any(const Profile& profile) {
  return !profile.ignored_resources.empty() || !profile.ignored_resource_groups.empty();
}

/// Calls `short_of(name, too_small)` for everything that is lacking, in upstream's order.
template <class ShortOf>
void what_is_lacking(const LocalRules& rules, const Profile& profile, const NodeView& node, const Symbols& symbols,
                     ShortOf short_of) {
  const Requests& wanted = rules.requests;
  const NodeLoad& load = node.load;
  if (load.pods + 1 > load.pod_capacity) short_of("", false);
  if (wanted.none()) return;
  const auto check = [&](const char* name, std::int64_t request, std::int64_t capacity, std::int64_t used) {
    if (request > 0 && request > capacity - used) short_of(name, request > capacity);
  };
  check("cpu", wanted.milli_cpu, load.cpu_capacity, load.cpu);
  check("memory", wanted.memory, load.memory_capacity, load.memory);
  check("ephemeral-storage", wanted.ephemeral, load.ephemeral_capacity, load.ephemeral);
  for (const Amount& a : wanted.scalars) {
    const std::int64_t capacity = amount(node.facts.scalar_capacity, a.resource);
    if (a.amount <= capacity - amount(node.extras.scalars, a.resource)) continue;
    const std::string& resource = symbols.name(a.resource);
    if (!ignores_any(profile) || !ignored(profile, resource)) short_of(resource.c_str(), a.amount > capacity);
  }
}

struct Share {
  std::int64_t wanted = 0, capacity = 0;  ///< capacity 0: does not count
};

/// What would be requested of the node with the pod on it. `scored`: with assumed minimums for cpu and memory.
Share share(const ScoredResource& resource, const NodeView& node, bool scored) {
  using Kind = ScoredResource::Kind;
  const NodeLoad& load = node.load;
  switch (resource.kind) {
    case Kind::cpu:
      return {(scored ? load.scored_cpu : load.cpu) + resource.request, load.cpu_capacity};
    case Kind::memory:
      return {(scored ? load.scored_memory : load.memory) + resource.request, load.memory_capacity};
    case Kind::ephemeral:
      return {load.ephemeral + resource.request, load.ephemeral_capacity};
    case Kind::scalar:
      break;
  }
  if (resource.request == 0) return {};
  return {amount(node.extras.scalars, resource.resource) + resource.request,
          amount(node.facts.scalar_capacity, resource.resource)};
}

/// The value of a broken line, for whole utilisations. Shape scores are 0 to 10.
std::int64_t on_shape(const std::vector<ShapePoint>& shape, std::int64_t utilization) {
  constexpr std::int64_t scale = best_score / 10;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (utilization > shape[i].utilization) continue;
    if (i == 0) return shape[0].score * scale;
    const ShapePoint& left = shape[i - 1];
    return left.score * scale + (shape[i].score - left.score) * scale * (utilization - left.utilization) /
                                    (shape[i].utilization - left.utilization);
  }
  return shape.empty() ? 0 : shape.back().score * scale;
}

std::int64_t resource_score(const Profile& profile, const Share& s) {
  switch (profile.fit_strategy) {
    case FitStrategy::least_allocated:
      return s.wanted > s.capacity ? 0 : (s.capacity - s.wanted) * best_score / s.capacity;
    case FitStrategy::most_allocated:
      return std::min(s.wanted, s.capacity) * best_score / s.capacity;
    case FitStrategy::requested_to_capacity_ratio:
      break;
  }
  return on_shape(profile.fit_shape, s.wanted > s.capacity ? 100 : s.wanted * 100 / s.capacity);
}

}  // namespace

Fit fit(const LocalRules& rules, const Profile& profile, const NodeView& node, const Symbols& symbols) {
  Fit result = Fit::fits;
  what_is_lacking(rules, profile, node, symbols, [&](const char*, bool too_small) {
    if (result != Fit::too_small) result = too_small ? Fit::too_small : Fit::lacking;
  });
  return result;
}

std::vector<std::string> fit_reasons(const LocalRules& rules, const Profile& profile, const NodeView& node,
                                     const Symbols& symbols) {
  std::vector<std::string> reasons;
  what_is_lacking(rules, profile, node, symbols, [&](const std::string& name, bool) {
    reasons.push_back(name.empty() ? "Too many pods" : "Insufficient " + name);
  });
  return reasons;
}

std::vector<std::string> too_small_in(const LocalRules& rules, const Profile& profile, const NodeView& node,
                                      const Symbols& symbols) {
  std::vector<std::string> resources;
  what_is_lacking(rules, profile, node, symbols, [&](const std::string& name, bool too_small) {
    if (too_small) resources.push_back(name);
  });
  return resources;
}

std::int64_t fit_score(const LocalRules& rules, const Profile& profile, const NodeView& node) {
  const bool only_positive = profile.fit_strategy == FitStrategy::requested_to_capacity_ratio;
  std::int64_t sum = 0, weights = 0;
  for (const ScoredResource& resource : rules.fit_resources) {
    const Share s = share(resource, node, true);
    if (s.capacity == 0) continue;
    const std::int64_t score = resource_score(profile, s);
    if (only_positive && score <= 0) continue;
    sum += score * resource.weight;
    weights += resource.weight;
  }
  if (weights == 0) return 0;
  return only_positive ? (2 * sum + weights) / (2 * weights) : sum / weights;  // rounded, or truncated
}

bool balances(const LocalRules& rules) {
  return std::any_of(rules.balanced_resources.begin(), rules.balanced_resources.end(),
                     [](const ScoredResource& r) { return r.request != 0; });
}

std::int64_t balance_score(const LocalRules& rules, const NodeView& node) {
  constexpr std::size_t most = 16;  // assumed: nobody balances more; further ones would not count
  double fractions[most];
  std::size_t n = 0;
  double total = 0;
  for (const ScoredResource& resource : rules.balanced_resources) {
    const Share s = share(resource, node, false);
    if (s.capacity == 0 || n == most) continue;
    fractions[n] = std::min(static_cast<double>(s.wanted) / static_cast<double>(s.capacity), 1.0);
    total += fractions[n++];
  }
  double deviation = 0;
  if (n == 2) {
    const double half = (fractions[0] - fractions[1]) / 2;
    deviation = half < 0 ? -half : half;
  } else if (n > 2) {
    const double mean = total / static_cast<double>(n);
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) squares = squares + (fractions[i] - mean) * (fractions[i] - mean);
    deviation = std::sqrt(squares / static_cast<double>(n));
  }
  return static_cast<std::int64_t>((1 - deviation) * static_cast<double>(best_score));
}

void take(NodeLoad& load, NodeExtras& extras, const LocalRules& rules, int sign) {
  const Requests& r = rules.requests;
  load.cpu += sign * r.milli_cpu;
  load.memory += sign * r.memory;
  load.ephemeral += sign * r.ephemeral;
  load.scored_cpu += sign * r.scored_cpu;
  load.scored_memory += sign * r.scored_memory;
  load.pods += sign;
  for (const Amount& a : r.scalars) {
    auto at = std::find_if(extras.scalars.begin(), extras.scalars.end(),
                           [&](const Amount& b) { return b.resource == a.resource; });
    if (at == extras.scalars.end()) at = extras.scalars.insert(at, {a.resource, 0});
    at->amount += sign * a.amount;
  }
  for (const Port& p : rules.ports) {
    auto at = std::find_if(extras.ports.begin(), extras.ports.end(), [&](const PortUse& u) { return u.port == p; });
    if (at == extras.ports.end()) at = extras.ports.insert(at, {p, 0});
    at->pods += sign;
    if (at->pods == 0) extras.ports.erase(at);
  }
}

}  // namespace paddock::models::scheduling
