// One of finitely many outcomes, by weight.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/draw.hpp"

namespace paddock::sim {

/// Values with weights, sampled from one word and two look-ups by Walker's alias method (1977), however many there are.
/// A value that owns memory: it belongs to what runs share and read, not into a row.
class Discrete {
 public:
  struct Outcome {
    double value = 0;
    double weight = 1;
    friend bool operator==(const Outcome&, const Outcome&) = default;
  };

  /// Requires: at least one outcome; weights finite and >= 0, their sum finite and > 0.
  explicit Discrete(std::vector<Outcome> outcomes);

  std::span<const Outcome> outcomes() const { return outcomes_; }
  double mean() const;

  /// The place of one outcome. Never one of weight 0.
  std::size_t pick(Draw& draw) const;
  double sample(Draw& draw) const { return outcomes_[pick(draw)].value; }
  double sample(Draw&& draw) const { return sample(draw); }

  friend bool operator==(const Discrete& a, const Discrete& b) { return a.outcomes_ == b.outcomes_; }

 private:
  struct Cell {
    double own = 1;         // the share of this cell that belongs to its own outcome
    std::size_t alias = 0;  // whose the rest is
  };
  std::vector<Outcome> outcomes_;
  std::vector<Cell> cells_;
};

}  // namespace paddock::sim
