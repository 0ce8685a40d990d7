// Which versions of which images stand in the caches of the nodes.
#pragma once

#include <cstdint>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// One image a workload; of each only the newest version that a node has pulled is remembered. Version 0, the one that
/// has been running since before the run, is on every node that stood at the start.
class NodeImages {
 public:
  NodeImages() = default;
  explicit NodeImages(const Fleet& fleet) : workloads_(fleet.workloads.size()) {}

  /// True if the node has this version or a newer one; from now on it has.
  bool pull(NodeId node, std::uint32_t workload, std::uint32_t version) {
    const std::size_t at = index_of(node) * workloads_ + workload;
    if (at >= newest_.size()) newest_.resize(at + 1, 0);
    if (newest_[at] > version) return true;
    newest_[at] = version + 1;
    return false;
  }
  /// The node has had version 0 of every image since before the run.
  void stand(NodeId node) {
    const std::size_t end = (index_of(node) + 1) * workloads_;
    if (end > newest_.size()) newest_.resize(end, 0);
    for (std::size_t at = end - workloads_; at < end; ++at) newest_[at] = 1;
  }

 private:
  std::size_t workloads_ = 0;
  std::vector<std::uint32_t> newest_;  // node x workload: newest version + 1; 0: none
};

}  // namespace paddock::models
