#include "models/kubernetes/kubelet.hpp"

#include <algorithm>
#include <chrono>

namespace paddock::models {
namespace {

// Assumed: a registry says within a second that it has not got an image.
constexpr Duration registry_refuses_after = std::chrono::seconds{1};

}  // namespace

Kubelets::Row& Kubelets::row(NodeId node) {
  if (index_of(node) >= rows_.size()) rows_.resize(index_of(node) + 1);
  return rows_[index_of(node)];
}

std::uint32_t& Kubelets::newest(NodeId node, std::uint32_t workload) {
  const std::size_t end = (index_of(node) + 1) * workloads_;
  if (end > newest_.size()) newest_.resize(end, 0);
  return newest_[end - workloads_ + workload];
}

void Kubelets::stand(NodeId node) {
  for (std::uint32_t workload = 0; workload < workloads_; ++workload) newest(node, workload) = 1;
}

/// When the next pull of the node may begin; false where the registry's limit refuses it at that moment.
bool Kubelets::begins(Time now, const KubeletSpec& spec, Row& row, Time& when) {
  when = spec.serialize_image_pulls ? std::max(now, row.pulls_until) : now;
  return spec.registry_pull_qps == 0 || row.registry.take(when, {spec.registry_burst, spec.registry_pull_qps * 1000});
}

Pull Kubelets::pull(Time now, const KubeletSpec& spec, NodeId node, Image image, Duration length) {
  std::erase_if(arrivals_, [&](const Arrival& arrival) { return arrival.at <= now; });
  std::uint32_t& has = newest(node, image.workload);
  if (has > image.version) {
    for (const Arrival& arrival : arrivals_)
      if (arrival.node == node && arrival.image.workload == image.workload && arrival.image.version == image.version)
        return {arrival.at, true};
    return {now, true};
  }
  Row& kubelet = row(node);
  Time when{};
  if (!begins(now, spec, kubelet, when)) return {when, false};
  has = image.version + 1;
  kubelet.pulls_until = when + length;
  arrivals_.push_back({node, image, when, kubelet.pulls_until});
  return {kubelet.pulls_until, true};
}

Pull Kubelets::pull_missing(Time now, const KubeletSpec& spec, NodeId node) {
  Row& kubelet = row(node);
  Time when{};
  if (!begins(now, spec, kubelet, when)) return {when, false};
  kubelet.pulls_until = when + registry_refuses_after;
  return {kubelet.pulls_until, false};
}

void Kubelets::machine_stopped(Time now, NodeId node) {
  row(node).pulls_until = now;
  std::erase_if(arrivals_, [&](const Arrival& arrival) {
    if (arrival.node != node) return arrival.at <= now;
    // What older version the node had is not remembered: the next pod pulls anew.
    if (arrival.at > now) newest(node, arrival.image.workload) = 0;
    return true;
  });
}

}  // namespace paddock::models
