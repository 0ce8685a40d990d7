#include "sim/discrete.hpp"

#include <utility>

#include "sim/check.hpp"

namespace paddock::sim {

Discrete::Discrete(std::vector<Outcome> outcomes) : outcomes_(std::move(outcomes)), cells_(outcomes_.size()) {
  double total = 0;
  for (const auto& [value, weight] : outcomes_) {
    check(weight >= 0, "discrete: weights are at least 0");
    total += weight;
  }
  check(total > 0 && total - total == 0, "discrete: the sum of the weights is positive and finite");

  // Cells have the mean weight each. One that has too little is filled up from one that has too much.
  std::vector<std::size_t> poor, rich;
  std::size_t heaviest = 0;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i] = {.own = outcomes_[i].weight / total * static_cast<double>(cells_.size()), .alias = i};
    (cells_[i].own < 1 ? poor : rich).push_back(i);
    if (outcomes_[i].weight > outcomes_[heaviest].weight) heaviest = i;
  }
  while (!poor.empty() && !rich.empty()) {
    const std::size_t taker = poor.back(), giver = rich.back();
    poor.pop_back();
    cells_[taker].alias = giver;
    cells_[giver].own -= 1 - cells_[taker].own;
    if (cells_[giver].own < 1) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  for (const std::size_t i : rich) cells_[i].own = 1;
  // Only rounding leaves anything here. What is missing goes to the heaviest, so that weight 0 stays impossible.
  for (const std::size_t i : poor) cells_[i].alias = heaviest;
}

double Discrete::mean() const {
  double sum = 0, total = 0;
  for (const auto& [value, weight] : outcomes_) sum += weight * value, total += weight;
  return sum / total;
}

std::size_t Discrete::pick(Draw& draw) const {
  const auto product = detail::Wide{draw.bits()} * cells_.size();
  const auto cell = static_cast<std::size_t>(product >> 64U);
  return unit_of(static_cast<std::uint64_t>(product)) < cells_[cell].own ? cell : cells_[cell].alias;
}

}  // namespace paddock::sim
