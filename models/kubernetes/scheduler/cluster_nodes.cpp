#include <algorithm>
#include <utility>

#include "models/kubernetes/scheduler/class_compiler.hpp"
#include "models/kubernetes/scheduler/cluster.hpp"
#include "sim/check.hpp"

namespace paddock::models::scheduling {
namespace {

NodeLoad empty_load(const ResourceList& allocatable) {
  NodeLoad load;
  load.cpu_capacity = amount_of(allocatable, "cpu").milli();
  load.memory_capacity = amount_of(allocatable, "memory").units();
  load.ephemeral_capacity = amount_of(allocatable, "ephemeral-storage").units();
  load.pod_capacity =
      static_cast<std::int32_t>(std::min<std::int64_t>(amount_of(allocatable, "pods").units(), 1 << 30));
  return load;
}

/// Region and zone, by their old labels before their new ones: k8s.io/component-helpers/node/topology GetZoneKey.
std::pair<Symbol, Symbol> zone_of(const LabelSet& labels, const SchedulerCatalogue::WellKnown& known) {
  const auto first_of = [&](Symbol old_key, Symbol key) {
    const auto old_value = labels.value(old_key);
    return old_value ? *old_value : labels.value(key).value_or(known.empty);
  };
  return {first_of(known.beta_region, known.region), first_of(known.beta_zone, known.zone)};
}

NodeFacts facts_of(const NodeShape& shape, Symbol name) {
  return {.alive = true,
          .name = name,
          .labels = shape.labels,
          .taints = shape.taints,
          .unschedulable = shape.unschedulable,
          .images = {},
          .scalar_capacity = shape.scalar_capacity,
          .zone = shape.zone};
}

}  // namespace

std::vector<CompiledTaint> compile(const std::vector<Taint>& taints, Symbols& symbols) {
  std::vector<CompiledTaint> compiled;
  compiled.reserve(taints.size());
  for (const auto& t : taints) compiled.push_back({symbols.intern(t.key), symbols.intern(t.value), t.effect});
  return compiled;
}

NodeShape compile_shape(SchedulerCatalogue& catalogue, const NodeSpec& spec) {
  Symbols& symbols = catalogue.symbols();
  NodeShape shape{.labels = LabelSet(spec.labels, symbols),
                  .taints = compile(spec.taints, symbols),
                  .unschedulable = spec.unschedulable,
                  .empty = empty_load(spec.allocatable),
                  .scalar_capacity = {},
                  .zone = {}};
  for (const auto& [resource, amount] : spec.allocatable)
    if (is_scalar_resource(resource)) shape.scalar_capacity.push_back({symbols.intern(resource), amount.units()});
  std::sort(shape.scalar_capacity.begin(), shape.scalar_capacity.end());
  shape.zone = zone_of(shape.labels, catalogue.known());
  return shape;
}

NodeIndex ClusterState::add_node(SchedulerCatalogue& catalogue, const NodeSpec& spec) {
  const NodeShape shape = compile_shape(catalogue, spec);
  const NodeIndex node = add_row(catalogue, facts_of(shape, catalogue.symbols().intern(spec.name)), shape.empty);
  set_images(catalogue, node, spec.images);
  return node;
}

NodeIndex ClusterState::add_node(const SchedulerCatalogue& catalogue, const NodeShape& shape, Symbol name) {
  NodeFacts facts = facts_of(shape, name);
  facts.labels.set(catalogue.known().hostname, name);
  return add_row(catalogue, std::move(facts), shape.empty);
}

NodeIndex ClusterState::add_row(const SchedulerCatalogue& catalogue, NodeFacts facts, const NodeLoad& empty) {
  sync(catalogue);
  if (free_nodes_.empty()) {
    free_nodes_.push_back(static_cast<NodeIndex>(facts_.size()));
    facts_.emplace_back();
    loads_.emplace_back();
    extras_.emplace_back();
    versions_.push_back(0);
    pods_on_.emplace_back();
    nominated_on_.emplace_back();
  }
  const NodeIndex node = free_nodes_.back();
  sim::check(by_name_.emplace(facts.name, node).second, "a node's name is its own");
  free_nodes_.pop_back();
  facts_[node] = std::move(facts);
  loads_[node] = empty;
  extras_[node] = {};
  touch(node);
  ++alive_;
  apply_labels(catalogue, node);
  put_in_order(node);
  if (!images_.empty()) touch_all();  // an image's spread is a share of all nodes
  return node;
}

void ClusterState::remove_node(const SchedulerCatalogue& catalogue, NodeIndex node) {
  sim::check(node < facts_.size() && facts_[node].alive, "a node that is removed exists");
  while (!pods_on_[node].empty()) unbind(catalogue, pods_on_[node].back());
  while (!nominated_on_[node].empty()) withdraw(nominated_on_[node].back().id);
  for (ScopeId s = 0; s < scopes_.size(); ++s) leave_scope(s, node);
  for (Domains& d : domains_) d.put(node, std::nullopt);
  drop_images(node);
  const auto zone =
      std::find_if(zones_.begin(), zones_.end(), [&](const Zone& z) { return z.name == facts_[node].zone; });
  zone->nodes.erase(std::find(zone->nodes.begin(), zone->nodes.end(), node));
  if (zone->nodes.empty()) zones_.erase(zone);
  rebuild_order();
  by_name_.erase(facts_[node].name);
  facts_[node] = {};
  touch(node);
  --alive_;
  free_nodes_.push_back(node);
  if (!images_.empty()) touch_all();
}

void ClusterState::set_unschedulable(NodeIndex node, bool unschedulable) {
  facts_[node].unschedulable = unschedulable;
  touch(node);
}

void ClusterState::set_taints(SchedulerCatalogue& catalogue, NodeIndex node, const std::vector<Taint>& taints) {
  set_taints(std::as_const(catalogue), node, compile(taints, catalogue.symbols()));
}

void ClusterState::set_taints(const SchedulerCatalogue& catalogue, NodeIndex node,
                              const std::vector<CompiledTaint>& taints) {
  sync(catalogue);
  if (!honoring_.empty()) count_pods(catalogue, node, -1);
  facts_[node].taints = taints;
  for (const ScopeId s : honoring_) leave_scope(s, node), enter_scope(catalogue, s, node);
  if (!honoring_.empty()) count_pods(catalogue, node, 1);
  touch(node);
}

void ClusterState::set_labels(SchedulerCatalogue& catalogue, NodeIndex node, const Labels& labels) {
  sync(catalogue);
  count_pods(catalogue, node, -1);
  for (ScopeId s = 0; s < scopes_.size(); ++s) leave_scope(s, node);
  facts_[node].labels = LabelSet(labels, catalogue.symbols());
  apply_labels(catalogue, node);
  count_pods(catalogue, node, 1);
  const auto zone = zone_of(facts_[node].labels, catalogue.known());
  if (zone != facts_[node].zone) {
    const auto old =
        std::find_if(zones_.begin(), zones_.end(), [&](const Zone& z) { return z.name == facts_[node].zone; });
    old->nodes.erase(std::find(old->nodes.begin(), old->nodes.end(), node));
    if (old->nodes.empty()) zones_.erase(old);
    facts_[node].zone = zone;
    put_in_order(node);
  }
  touch(node);
}

void ClusterState::apply_labels(const SchedulerCatalogue& catalogue, NodeIndex node) {
  for (Domains& d : domains_) d.put(node, facts_[node].labels.value(d.key()));
  for (ScopeId s = 0; s < scopes_.size(); ++s) enter_scope(catalogue, s, node);
}

// Images.

void ClusterState::drop_images(NodeIndex node) {
  for (const Symbol name : facts_[node].images)
    if (const auto at = images_.find(name); --at->second.nodes == 0) images_.erase(at);
  facts_[node].images.clear();
}

void ClusterState::set_images(SchedulerCatalogue& catalogue, NodeIndex node,
                              const std::vector<ContainerImage>& images) {
  if (facts_[node].images.empty() && images.empty()) return;
  drop_images(node);
  auto& here = facts_[node].images;
  for (const auto& image : images)
    for (const auto& name : image.names) {
      const Symbol symbol = catalogue.symbols().intern(name);
      if (std::find(here.begin(), here.end(), symbol) != here.end()) continue;
      here.push_back(symbol);
      Image& known = images_.try_emplace(symbol, Image{.size_bytes = image.size_bytes}).first->second;
      ++known.nodes;
    }
  std::sort(here.begin(), here.end());
  touch_all();
}

void ClusterState::touch(NodeIndex node) {
  ++versions_[node];
  ++changes_;
}

void ClusterState::touch_all() {
  ++changes_;
  for (auto& version : versions_) ++version;
}

const ClusterState::Image* ClusterState::image(Symbol name) const {
  const auto at = images_.find(name);
  return at == images_.end() ? nullptr : &at->second;
}

// The order of trying.

std::optional<NodeIndex> ClusterState::node_named(Symbol name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? std::nullopt : std::optional{at->second};
}

/// The node takes its zone's next turn: behind the nodes of earlier turns, and behind those of its own turn that stand
/// in zones before its own.
void ClusterState::put_in_order(NodeIndex node) {
  auto zone = std::find_if(zones_.begin(), zones_.end(), [&](const Zone& z) { return z.name == facts_[node].zone; });
  if (zone == zones_.end()) zone = zones_.insert(zones_.end(), Zone{facts_[node].zone, {}});
  const std::size_t turn = zone->nodes.size();
  std::size_t before = 0;
  for (auto other = zones_.begin(); other != zones_.end(); ++other)
    before += std::min(other->nodes.size(), turn + (other < zone ? 1 : 0));
  zone->nodes.push_back(node);
  order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(before), node);
}

void ClusterState::rebuild_order() {
  order_.clear();
  for (std::size_t turn = 0;; ++turn) {
    const std::size_t before = order_.size();
    for (const Zone& zone : zones_)
      if (turn < zone.nodes.size()) order_.push_back(zone.nodes[turn]);
    if (order_.size() == before) return;
  }
}

}  // namespace paddock::models::scheduling
