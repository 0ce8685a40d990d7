#include <algorithm>

#include "models/kubernetes/scheduler/class_compiler.hpp"

namespace paddock::models::scheduling {
namespace {

// What a container that asks for nothing is taken to need when nodes are scored.
// Source: pkg/scheduler/util/pod_resources.go.
constexpr ResourceQuantity assumed_cpu{0, 100'000'000};
constexpr ResourceQuantity assumed_memory{200 * 1024 * 1024, 0};

void add(ResourceList& to, const ResourceList& more) {
  for (const auto& [resource, amount] : more) to[resource] += amount;
}

void raise(ResourceList& to, const ResourceList& at_least) {
  for (const auto& [resource, amount] : at_least) to[resource] = std::max(to[resource], amount);
}

bool pod_level(std::string_view resource) {
  return resource == "cpu" || resource == "memory" || resource.starts_with("hugepages-");
}

ResourceList container_requests(const ContainerSpec& container, const ResourceList& when_missing) {
  ResourceList requests = container.requests;
  requests.insert(when_missing.begin(), when_missing.end());
  return requests;
}

ResourceList pod_requests(const PodSpec& pod, const ResourceList& when_missing) {
  ResourceList total, sidecars, peak;
  for (const auto& c : pod.containers) add(total, container_requests(c, when_missing));
  for (const auto& c : pod.init_containers) {
    ResourceList running = container_requests(c, when_missing);
    if (c.sidecar) {
      add(total, running);
      add(sidecars, running);
      running = sidecars;
    } else {
      add(running, sidecars);
    }
    raise(peak, running);
  }
  raise(total, peak);
  for (const auto& [resource, amount] : pod.pod_requests)
    if (pod_level(resource)) total[resource] = amount;
  add(total, pod.overhead);
  return total;
}

}  // namespace

ResourceQuantity amount_of(const ResourceList& list, const char* resource) {
  const auto at = list.find(resource);
  return at == list.end() ? ResourceQuantity{} : at->second;
}

bool is_scalar_resource(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.starts_with("hugepages-") ||
         name.starts_with("attachable-volumes-");
}

Requests requests_of(const PodSpec& pod, Symbols& symbols) {
  const ResourceList real = pod_requests(pod, {});
  ResourceList when_missing;
  const bool by_pod = std::any_of(pod.pod_requests.begin(), pod.pod_requests.end(),
                                  [](const auto& request) { return pod_level(request.first); });
  if (!by_pod || !real.contains("cpu")) when_missing["cpu"] = assumed_cpu;
  if (!by_pod || !real.contains("memory")) when_missing["memory"] = assumed_memory;
  const ResourceList scored = pod_requests(pod, when_missing);

  Requests requests{.milli_cpu = amount_of(real, "cpu").milli(),
                    .memory = amount_of(real, "memory").units(),
                    .ephemeral = amount_of(real, "ephemeral-storage").units(),
                    .scored_cpu = amount_of(scored, "cpu").milli(),
                    .scored_memory = amount_of(scored, "memory").units(),
                    .scalars = {}};
  for (const auto& [resource, amount] : real)
    if (is_scalar_resource(resource) && !amount.is_zero())
      requests.scalars.push_back({symbols.intern(resource), amount.units()});
  std::sort(requests.scalars.begin(), requests.scalars.end());
  return requests;
}

}  // namespace paddock::models::scheduling
