#include "scenarios/objects/placement.hpp"

#include "scenarios/objects/object_reader.hpp"
#include "scenarios/objects/wanted.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;
using objects::for_each;
using objects::member;

void bind_pods(const ClusterObjects& objects, PlacedCluster& cluster) {
  for (const PodObject& pod : objects.pods) {
    const auto symbol = cluster.catalogue.symbols().find(*pod.spec.node_name);
    const auto node = symbol ? cluster.state.node_named(*symbol) : std::nullopt;
    if (!node) {
      cluster.left_out.push_back(pod.full_name());
      continue;
    }
    PodSpec spec = pod.spec;
    spec.node_name.reset();  // where it is, not where it wants to be
    const auto id = cluster.catalogue.add_class(spec);
    const auto row = bind_named(cluster, id, *node, pod.full_name(), pod.start);
    if (pod.terminating) cluster.state.mark_terminating(cluster.catalogue, row);
  }
}

void add_budgets(const ClusterObjects& objects, PlacedCluster& cluster) {
  std::map<std::string, BoundPodId> rows;
  for (const auto& [row, name] : cluster.pod_names) rows.emplace(name, row);
  for (const BudgetObject& budget : objects.budgets) {
    const auto id = cluster.state.add_budget(cluster.catalogue, budget.namespace_name, budget.selector);
    std::vector<BoundPodId> disrupted;
    for (const std::string& pod : budget.disrupted_pods)
      if (const auto at = rows.find(budget.namespace_name + "/" + pod); at != rows.end())
        disrupted.push_back(at->second);
    cluster.state.set_budget(id, budget.disruptions_allowed, disrupted);
  }
}

/// Adds the objects that a description holds where the list of what is wanted says that some may be.
void add_described(const json& holder, const Allowed& wanted, ClusterBuilder& builder, ObjectProblems& problems) {
  for (std::size_t i = 0; i < wanted.count; ++i) {
    const Allowed& field = wanted.fields[i];
    const std::string key(field.key);
    const json& value = member(holder, key.c_str());
    const auto add = [&](const json& object, const std::string&) { builder.add(object, field.kind, problems); };
    if (field.take == Take::fields)
      add_described(value, field, builder, problems);
    else if (field.take == Take::objects && value.is_object())
      add(value, key);
    else if (field.take == Take::objects)
      for_each(holder, key.c_str(), "", problems, add);
  }
}

}  // namespace

PlacedCluster place(const ClusterObjects& objects, std::optional<int> percentage) {
  std::vector<Profile> profiles = objects.profiles.value_or(std::vector<Profile>(1));
  for (Profile& p : profiles)
    if (!p.percentage_of_nodes_to_score) p.percentage_of_nodes_to_score = percentage;
  PlacedCluster cluster{
      .catalogue = SchedulerCatalogue(std::move(profiles)), .state = {}, .pod_names = {}, .left_out = {}};
  for (const auto& [name, labels] : objects.namespaces) cluster.catalogue.add_namespace(name, labels);
  for (const ServiceSpec& service : objects.services) cluster.catalogue.add_service(service);
  for (const ControllerSpec& controller : objects.controllers) cluster.catalogue.add_controller(controller);
  for (const ClaimSpec& claim : objects.claims) cluster.catalogue.add_claim(claim);
  for (const NodeSpec& node : objects.nodes) cluster.state.add_node(cluster.catalogue, node);
  bind_pods(objects, cluster);
  add_budgets(objects, cluster);
  return cluster;
}

PlacedCluster place_cluster(const json& description, int percentage, ObjectProblems& problems) {
  ClusterBuilder builder;
  add_described(description, scheduling_objects(), builder, problems);
  ClusterObjects objects = builder.take();
  if (objects.profiles)
    for (Profile& p : *objects.profiles) p.percentage_of_nodes_to_score = percentage;
  PlacedCluster cluster = place(objects, percentage);
  for (const std::string& pod : cluster.left_out)
    problems.add("pods", in_quotes(pod) + " is on no node of the cluster");
  return cluster;
}

BoundPodId bind_named(PlacedCluster& cluster, ClassId id, NodeIndex node, std::string name,
                      std::optional<sim::Time> start) {
  const BoundPodId row = cluster.state.bind(cluster.catalogue, id, node, start);
  cluster.pod_names[row] = std::move(name);
  return row;
}

std::string node_name(const PlacedCluster& cluster, NodeIndex node) {
  return cluster.catalogue.symbols().name(cluster.state.facts(node).name);
}

}  // namespace paddock::scenarios
