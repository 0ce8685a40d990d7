// The machines of CI: so many jobs at once, first come first served.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Runners {
 public:
  void queue(DeployId job) { queue_.push_back(job); }

  /// The next job that finds a place among `concurrent`; it takes the place.
  std::optional<DeployId> place(std::int64_t concurrent) {
    if (busy_ >= concurrent || first_ == queue_.size()) return std::nullopt;
    ++busy_;
    const DeployId job = queue_[first_++];
    if (first_ == queue_.size()) queue_.clear(), first_ = 0;
    return job;
  }
  void leave() { --busy_; }

  std::size_t waiting() const { return queue_.size() - first_; }
  std::int64_t busy() const { return busy_; }

 private:
  std::vector<DeployId> queue_;
  std::size_t first_ = 0;
  std::int64_t busy_ = 0;
};

}  // namespace paddock::models
