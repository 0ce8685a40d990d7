// A quantity that changes in steps, seen over time.
#pragma once

#include <optional>

#include "sim/check.hpp"
#include "sim/time.hpp"

namespace paddock::sim {

/// Mean, minimum and maximum of a step function from a start on. A value that was replaced in the instant in which it
/// was set has held for no time and counts nowhere. Counts up to 2^53 unit-nanoseconds (104 days of a 1) exactly.
class TimeAverage {
 public:
  TimeAverage(Time start, double value) : start_(start), since_(start), value_(value) {}

  /// The value from `now` on. Requires: now is not before the last change.
  void set(Time now, double value) {
    *this = closed(now);
    value_ = value;
  }
  /// Forgets the past and begins a window at `now` with the present value. Requires: now is not before the last change.
  void restart(Time now) {
    check(now >= since_, "time average: time goes forward");
    *this = TimeAverage(now, value_);
  }

  Time start() const { return start_; }
  double value() const { return value_; }
  /// Over [start, end]; where end is the start, the present value. Requires: end is not before the last change.
  double mean(Time end) const {
    const TimeAverage all = closed(end);
    return end == start_ ? value_ : all.integral_ / static_cast<double>((end - start_).count());
  }
  double min(Time end) const { return closed(end).low_.value_or(value_); }
  double max(Time end) const { return closed(end).high_.value_or(value_); }
  /// Value times seconds over [start, end].
  double integral_s(Time end) const { return closed(end).integral_ / 1e9; }

  friend bool operator==(const TimeAverage&, const TimeAverage&) = default;

 private:
  TimeAverage closed(Time now) const {
    check(now >= since_, "time average: time goes forward");
    TimeAverage next = *this;
    if (now == since_) return next;
    next.integral_ += value_ * static_cast<double>((now - since_).count());
    if (!low_ || value_ < *low_) next.low_ = value_;
    if (!high_ || value_ > *high_) next.high_ = value_;
    next.since_ = now;
    return next;
  }

  Time start_, since_;
  double value_;
  double integral_ = 0;  // value times ns, until since_
  std::optional<double> low_, high_;
};

}  // namespace paddock::sim
