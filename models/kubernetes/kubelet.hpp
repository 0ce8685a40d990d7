// The kubelet of each node, as far as images go: which the node has, the one pull at a time, what the registry is
// asked. From kubernetes/kubernetes pkg/kubelet/images (image_manager.go, puller.go, throttled image service).
#pragma once

#include <cstdint>
#include <vector>

#include "models/cloud/token_bucket.hpp"
#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// Which image: one a workload, in the versions of its tenants' Deployments.
struct Image {
  std::uint32_t workload = 0, version = 0;
};

/// What became of the wish for an image: the moment at which it is there, or at which the kubelet knows that this pull
/// has failed.
struct Pull {
  Time at{};
  bool there = true;
};

/// A pull that is under way or queued.
struct Arrival {
  NodeId node{};
  Image image;
  Time begins{}, at{};
};

/// Costs no events: a pull's end is known when it is queued. Of each image only the newest version that a node has is
/// remembered.
class Kubelets {
 public:
  Kubelets() = default;
  explicit Kubelets(const Fleet& fleet) : workloads_(fleet.workloads.size()) {}

  /// The node has had version 0 of every image since before the run.
  void stand(NodeId node);
  /// A pod of the node needs the image, of which a pull takes `length`. Pods that need one that is under way wait for
  /// that.
  Pull pull(Time now, const KubeletSpec& spec, NodeId node, Image image, Duration length);
  /// The same for an image that the registry has not got. It says so after a while, and other pulls wait for that too.
  Pull pull_missing(Time now, const KubeletSpec& spec, NodeId node);
  /// Pulls that are under way are lost; images stay on the disk.
  void machine_stopped(Time now, NodeId node);

  /// Those of all nodes since the last wish for an image, in the order of asking; some have ended.
  const std::vector<Arrival>& arrivals() const { return arrivals_; }

 private:
  struct Row {
    Time pulls_until = Time::min();  // those that are queued, one after the other
    TokenBucket registry;
  };
  Row& row(NodeId node);
  std::uint32_t& newest(NodeId node, std::uint32_t workload);
  static bool begins(Time now, const KubeletSpec& spec, Row& row, Time& when);

  std::size_t workloads_ = 0;
  std::vector<Row> rows_;              // by NodeId
  std::vector<std::uint32_t> newest_;  // node x workload: newest version + 1; 0: none
  std::vector<Arrival> arrivals_;      // in the order of asking
};

}  // namespace paddock::models
