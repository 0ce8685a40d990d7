// How much of a tenant's failing requests was the path's, its pods' and its database's.
#pragma once

#include <optional>
#include <string>

#include "scenarios/experiment/evaluate.hpp"

namespace paddock::scenarios {

/// Seconds of failing, by what failed; where several did at once each is counted. Moments: where each began.
struct Losses {
  double path_s = 0, dead_s = 0, none_s = 0, database_s = 0;  // dead: beside living pods; none: no pod answered
  Time path_from{}, pods_from{}, database_from{};
  std::optional<Interval> when;  // from the first to the last of the time that counts

  /// Whether a part is a tenth of all at least; less did not make the miss.
  bool matters(double part_s) const;
  std::string text() const;
};

/// Counts only the time that the metric counts: in which a request fails with probability of at least one half, or in
/// which more requests fail than a good minute allows; and only operations that the metric measures.
Losses losses_of(const Target& target, const RunFacts& facts, const EntityValue& value);

}  // namespace paddock::scenarios
