// What has been worked out about (rules, node) pairs and still holds. Only a memory: with or without it, every decision
// is the same, so a copy of a state begins with none.
#pragma once

#include <cstdint>
#include <vector>

#include "models/kubernetes/scheduler/pod_class.hpp"
#include "models/kubernetes/scheduler/tallies.hpp"

namespace paddock::models::scheduling {

/// What LocalRules come to on one node, as long as the node's version is this.
struct LocalResult {
  std::uint32_t version = 0;     ///< 0: nothing yet
  std::uint8_t rejected_by = 0;  ///< a Plugin, if `rejected`
  bool rejected = false;
  bool unresolvable = false;  ///< evicting pods would not help
  std::uint8_t unused = 0;
  std::int32_t score = 0;               ///< of what needs no comparison between nodes, weighted
  std::int32_t preference = 0;          ///< raw score of NodeAffinity
  std::int32_t intolerable_taints = 0;  ///< raw score of TaintToleration
};

/// What preempting for a class would come to on one node.
struct VictimResult {
  std::uint32_t version = 0, budgets_version = 0;
  bool candidate = false;
  std::int32_t violations = 0, top_priority = 0, victims = 0;
  std::int64_t priority_sum = 0, latest_start_ns = 0;
};

class LocalCache {
 public:
  LocalCache() = default;
  LocalCache(const LocalCache&) {}
  LocalCache& operator=(const LocalCache&) { return clear(), *this; }
  LocalCache(LocalCache&&) noexcept = default;
  LocalCache& operator=(LocalCache&&) noexcept = default;
  ~LocalCache() = default;

  /// One result a row, remembered from last time where that is not too long ago.
  std::vector<LocalResult>& of(LocalId, std::size_t rows);
  std::vector<VictimResult>& victims_of(ClassId, std::size_t rows);
  void clear();

  /// Room for one decision at a time, so that deciding allocates nothing once warm.
  struct Scratch {
    std::vector<NodeIndex> nodes, best;
    std::vector<std::int64_t> totals, column;
  };
  Scratch& scratch() { return scratch_; }

 private:
  template <class Id, class T>
  struct Line {
    Id id = 0;
    std::uint64_t used = 0;
    std::vector<T> results;
  };
  template <class Id, class T>
  std::vector<T>& line_of(std::vector<Line<Id, T>>& lines, Id id, std::size_t rows);

  Scratch scratch_;
  std::uint64_t clock_ = 0;
  std::vector<Line<LocalId, LocalResult>> lines_;
  std::vector<Line<ClassId, VictimResult>> victim_lines_;
};

}  // namespace paddock::models::scheduling
