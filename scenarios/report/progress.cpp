#include "scenarios/report/progress.hpp"

#include <fmt/core.h>

#include "scenarios/report/numbers.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/width.hpp"

namespace paddock::scenarios {

std::string progress_line(std::string_view name, std::int64_t done, std::int64_t budget, double elapsed_s,
                          std::size_t width) {
  const std::string rest = fmt::format("  {}/{} runs  {}", done, budget,
                                       readable_seconds(static_cast<double>(static_cast<std::int64_t>(elapsed_s))));
  const std::size_t left = width > rest.size() ? width - rest.size() : 0;
  return elided(shown(name), left) + rest;
}

void Progress::update(std::string_view name, std::int64_t done, std::int64_t budget) {
  constexpr std::chrono::milliseconds patience{100};
  if (!out_) return;
  const auto now = Clock::now();
  if (!started_) started_ = now;
  if (drawn_ && now - *drawn_ < patience) return;
  drawn_ = now;
  const double elapsed_s = std::chrono::duration<double>(now - *started_).count();
  *out_ << "\r\x1b[K" << progress_line(name, done, budget, elapsed_s) << std::flush;
}

void Progress::clear() {
  if (out_ && drawn_) *out_ << "\r\x1b[K" << std::flush;
  drawn_.reset();
}

}  // namespace paddock::scenarios
