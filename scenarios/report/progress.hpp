// How far a run is, for the person who waits. On a terminal only, and on stderr: a report never holds it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace paddock::scenarios {

/// "zone-loss  412/1000 runs  3 s", at most `width` columns; the name gives way.
std::string progress_line(std::string_view name, std::int64_t done, std::int64_t budget, double elapsed_s,
                          std::size_t width = 79);

/// One line that is overwritten. Copies draw on the same line. Called by one thread.
class Progress {
 public:
  /// Draws nothing, for ever.
  Progress() = default;
  /// `terminal`: whether `out` is one; else nothing is drawn. `out` outlives this.
  Progress(std::ostream& out, bool terminal) : out_(terminal ? &out : nullptr) {}

  /// `done` of at most `budget` runs of `name`. Draws at most ten times a second.
  void update(std::string_view name, std::int64_t done, std::int64_t budget);
  /// Wipes the line, before anything else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;  // the wall clock of whoever waits, never of a run
  std::ostream* out_ = nullptr;
  std::optional<Clock::time_point> started_, drawn_;
};

}  // namespace paddock::scenarios
