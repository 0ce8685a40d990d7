#include "models/delivery/resource_graph.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/topological_sort.hpp>
#include <functional>
#include <iterator>
#include <queue>
#include <utility>

#include "sim/check.hpp"

namespace paddock::models {

namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;  // an edge leads from a resource to what needs it

Graph graph_of(const std::vector<Resource>& resources) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t i = 0; i < resources.size(); ++i) {
    for (const std::uint32_t needed : resources[i].needs) {
      sim::check(needed < resources.size(), "a resource needs one that is not listed");
      edges.emplace_back(needed, i);
    }
  }
  return {boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), resources.size()};
}

template <class Visit>
void for_each_user(const Graph& graph, std::uint32_t resource, Visit&& visit) {
  const auto [begin, end] = out_edges(vertex(resource, graph), graph);
  for (auto edge = begin; edge != end; ++edge) visit(static_cast<std::uint32_t>(target(*edge, graph)));
}

std::vector<std::uint32_t> levels_of(const Graph& graph, const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> level(order.size(), 0);
  for (const std::uint32_t resource : order)
    for_each_user(graph, resource,
                  [&](std::uint32_t user) { level[user] = std::max(level[user], level[resource] + 1); });
  return level;
}

/// Of what is ready, the first of the list comes next.
std::vector<std::uint32_t> listed_order(const Graph& graph, const std::vector<Resource>& resources) {
  std::vector<std::size_t> missing;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
  for (std::uint32_t i = 0; i < resources.size(); ++i) {
    missing.push_back(resources[i].needs.size());
    if (missing[i] == 0) ready.push(i);
  }
  std::vector<std::uint32_t> order;
  while (!ready.empty()) {
    order.push_back(ready.top());
    ready.pop();
    for_each_user(graph, order.back(), [&](std::uint32_t user) {
      if (--missing[user] == 0) ready.push(user);
    });
  }
  return order;
}

}  // namespace

std::optional<Registration> register_resources(const std::vector<Resource>& resources) {
  const Graph graph = graph_of(resources);
  std::vector<std::uint32_t> order;
  try {
    boost::topological_sort(graph, std::back_inserter(order));
  } catch (const boost::not_a_dag&) {
    return std::nullopt;
  }
  std::ranges::reverse(order);
  return Registration{listed_order(graph, resources), levels_of(graph, order)};
}

std::vector<Resource> tenant_resources(const PerTenantSpec& spec) {
  std::vector<Resource> resources;
  std::vector<std::uint32_t> plain;
  for (std::int64_t i = 0; i < spec.resources; ++i) {
    plain.push_back(static_cast<std::uint32_t>(i));
    if (i == 0)
      resources.push_back({"namespace", ResourceKind::plain, {}});
    else
      resources.push_back({"resource-" + std::to_string(i), ResourceKind::plain, {0}});
  }
  for (std::int64_t i = 0; i < spec.releases; ++i)
    resources.push_back({"release-" + std::to_string(i + 1), ResourceKind::release, plain});
  return resources;
}

std::vector<std::uint32_t> plain_by_level(const std::vector<Resource>& resources, const Registration& registration) {
  std::vector<std::uint32_t> counts;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    if (resources[i].kind != ResourceKind::plain) continue;
    if (registration.level[i] >= counts.size()) counts.resize(registration.level[i] + 1);
    ++counts[registration.level[i]];
  }
  return counts;
}

}  // namespace paddock::models
