// The pasts of fleets: what several designs of one fleet have in common before their scenarios begin.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <vector>

#include "models/world.hpp"
#include "scenarios/experiment/design.hpp"

namespace paddock::scenarios {

/// Runs the past of a replication once, keeps it, and lets every design that shares it go on from a copy. The bits are
/// the same with and without it. Used by many threads at once.
class Pasts {
 public:
  /// Keeps nothing until designs are expected, and then at most so much memory (estimated).
  Pasts() : Pasts(default_bytes) {}
  explicit Pasts(std::size_t most_bytes) : most_bytes_(most_bytes) {}
  explicit Pasts(const std::vector<Design>& designs, std::size_t most_bytes = default_bytes);

  /// The design will ask for its past: what more than one asks for is kept.
  void expect(const Design& design);
  /// A run of the design: its fleet stands at time 0, or at the last moment before it if the fleet is aged. Of a life
  /// that goes on in the scenario: at its very beginning.
  models::Run begin(const Design& design, sim::LuckKey key);
  std::size_t kept() const;

 private:
  static constexpr std::size_t default_bytes = std::size_t{256} << 20U;
  /// Of one past: a fleet, which designs share by its address, its age and the luck of a replication.
  using Life = std::pair<const models::Fleet*, models::Duration>;
  using Key = std::tuple<Life, std::uint64_t, std::uint64_t>;

  std::map<Life, std::size_t> designs_;  // how many go on from it
  std::size_t most_bytes_;

  mutable std::mutex mutex_;
  std::map<Key, std::shared_ptr<const models::Run>> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace paddock::scenarios
