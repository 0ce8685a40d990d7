// How a ReplicaSet's pods are created, and which old ReplicaSets are kept. From kubernetes/kubernetes
// pkg/controller/replicaset/replica_set.go (slowStartBatch) and pkg/controller/deployment/sync.go (cleanupDeployment).
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace paddock::models {

/// SlowStartInitialBatchSize: the first pods of a set are created one, two, four at a time, so that a set whose pods
/// are all refused does not flood the API.
constexpr std::int64_t slow_start_first = 1;

struct SlowStart {
  std::int64_t successes = 0, calls = 0;
  bool failed = false;
};

/// Calls `create` up to `count` times in batches that double. A batch is always made in full; one in which a call fails
/// (returns false) is the last.
SlowStart slow_start(std::int64_t count, std::int64_t first_batch, std::predicate auto&& create) {
  SlowStart result;
  std::int64_t left = count;
  for (std::int64_t batch = std::min(left, first_batch); batch > 0 && !result.failed;
       batch = std::min(2 * batch, left)) {
    for (std::int64_t i = 0; i < batch; ++i) {
      ++result.calls;
      if (create())
        ++result.successes;
      else
        result.failed = true;
    }
    left -= batch;
  }
  return result;
}

/// A ReplicaSet of an earlier version.
struct OldReplicaSet {
  std::int64_t wanted = 0, pods = 0;  // spec.replicas, status.replicas
  bool deleting = false;
  bool unobserved = false;  // its controller has not seen its newest spec
};

/// revisionHistoryLimit may say that all are kept: the largest number that it holds.
constexpr std::int64_t unlimited_history = std::numeric_limits<std::int32_t>::max();

/// The places of those that are deleted, `old` standing oldest first: as many as there are beyond the limit, but none
/// with pods. No limit: all are kept.
std::vector<std::size_t> surplus_revisions(std::span<const OldReplicaSet> old, std::optional<std::int64_t> limit);

}  // namespace paddock::models
