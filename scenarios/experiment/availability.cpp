#include "scenarios/experiment/availability.hpp"

#include <algorithm>

namespace paddock::scenarios {

using namespace models;

namespace {

constexpr Duration minute = std::chrono::minutes{1};

/// Walks one history forward in time.
template <class T>
class Cursor {
 public:
  Cursor(const std::vector<Change<T>>& changes, T initial) : changes_(changes), value_(initial) {}
  /// The value at `at`; moments must not go back.
  T at(Time at) {
    while (next_ < changes_.size() && changes_[next_].at <= at) {
      since_ = changes_[next_].at;
      value_ = changes_[next_++].value;
    }
    return value_;
  }
  Time since() const { return since_; }
  std::optional<Time> next() const {
    return next_ < changes_.size() ? std::optional(changes_[next_].at) : std::nullopt;
  }

 private:
  const std::vector<Change<T>>& changes_;
  T value_;
  Time since_{};
  std::size_t next_ = 0;
};

double share_of(EndpointCount count) {
  return count.listed == 0 ? 0.0 : static_cast<double>(count.alive) / count.listed;
}

}  // namespace

const std::vector<Stretch>& Stretches::of(const Recording& recording, const Fleet& fleet, TenantId tenant,
                                          Interval in) {
  const std::size_t t = index_of(tenant);
  static const std::vector<Change<std::uint8_t>> always_up;
  const auto& database = fleet[tenant].database;
  Cursor serving(recording.serving[t].changes(), recording.serving_at_start[t]);
  Cursor reach(recording.reach[index_of(fleet[tenant].region)].changes(), Line{});
  Cursor<std::uint8_t> up(database ? recording.database_up[index_of(*database)].changes() : always_up, 1);
  Cursor<std::uint8_t> free(recording.schema_free[t].changes(), 1);
  all_.clear();
  for (Time at = in.from; at < in.to;) {
    Line line = reach.at(at);
    line.value += line.slope_per_s * sim::to_seconds(at - reach.since());
    const EndpointCount endpoints = serving.at(at);
    const double writer = std::min(up.at(at), free.at(at));
    Time end = in.to;
    for (const auto next : {serving.next(), reach.next(), up.next(), free.next()})
      if (next) end = std::min(end, *next);
    all_.push_back({{at, end}, line, share_of(endpoints), writer, endpoints});
    at = end;
  }
  return all_;
}

bool nothing_fails(const Stretch& stretch) {
  return stretch.reach.value == 1 && stretch.reach.slope_per_s == 0 && stretch.pod_share == 1 &&
         stretch.database_share == 1;
}

Line failing(const Stretch& stretch, const Operation& operation) {
  const double works =
      (operation.needs_pod ? stretch.pod_share : 1) * (operation.needs_database ? stretch.database_share : 1);
  return {1 - stretch.reach.value * works, -stretch.reach.slope_per_s * works};
}

namespace {

/// The part of a stretch in which the line is at least one half; lines are monotonous, so it is one interval.
std::optional<Interval> at_least_half(const Interval& when, const Line& fails) {
  const double length_s = sim::to_seconds(when.length());
  constexpr double half = 0.5 - 1e-9;  // shares are sums of doubles: a half may miss by a rounding
  const bool begins = fails.value >= half;
  const bool ends = fails.value + fails.slope_per_s * length_s >= half;
  if (begins && ends) return when;
  if (!begins && !ends) return std::nullopt;
  const Time crossing = when.from + sim::from_seconds((half - fails.value) / fails.slope_per_s);
  return begins ? Interval{when.from, crossing} : Interval{crossing, when.to};
}

}  // namespace

Interval longest_outage(const std::vector<Stretch>& all, const Operation& operation) {
  Interval longest, current;
  for (const Stretch& stretch : all) {
    const auto part = at_least_half(stretch.when, failing(stretch, operation));
    if (!part) continue;
    current = part->from == current.to && current.length().count() > 0 ? Interval{current.from, part->to} : *part;
    if (current.length() > longest.length()) longest = current;
  }
  return longest;
}

std::vector<double> request_rates(const Fleet& fleet, TenantId tenant, sim::LuckKey key) {
  std::vector<double> rates;
  for (const Operation& operation : fleet.workload(tenant).operations) {
    sim::Draw draw(key, sim::luck(operation.clients_luck, sim::hash_name(fleet[tenant].name)), 0);
    rates.push_back(operation.clients.sample(draw) * operation.rate_per_client_per_s);
  }
  return rates;
}

namespace {

/// Adds up failing requests of one minute, operation by operation, and judges it.
class MinuteJudge {
 public:
  MinuteJudge(const Workload& workload, const std::vector<double>& rates, double most)
      : workload_(workload), rates_(rates), most_(most), failed_s_(rates.size(), 0) {
    for (const double rate : rates) total_rate_ += rate;
  }

  void add(const Stretch& stretch, Interval part) {
    if (part.to <= part.from) return;
    const double offset_s = sim::to_seconds(part.from - stretch.when.from);
    const double length_s = sim::to_seconds(part.length());
    for (std::size_t i = 0; i < failed_s_.size(); ++i) {
      const Line fails = failing(stretch, workload_.operations[i]);
      failed_s_[i] += length_s * (fails.value + fails.slope_per_s * (offset_s + length_s / 2));
    }
    judged_s_ += length_s;
  }

  /// The minute is over: was it bad? Begins the next.
  bool close() {
    bool bad = false;
    if (judged_s_ > 0) {
      double failed = 0;
      for (std::size_t i = 0; i < failed_s_.size(); ++i) {
        failed += rates_[i] * failed_s_[i];
        if (total_rate_ == 0) bad |= failed_s_[i] / judged_s_ > most_;
      }
      if (total_rate_ > 0) bad = failed / (total_rate_ * judged_s_) > most_;
    }
    std::ranges::fill(failed_s_, 0);
    judged_s_ = 0;
    return bad;
  }

 private:
  const Workload& workload_;
  const std::vector<double>& rates_;
  double most_;
  double total_rate_ = 0, judged_s_ = 0;
  std::vector<double> failed_s_;  // seconds of failing requests, by operation
};

Time next_minute(Time at) {
  const auto count = at.time_since_epoch().count() / Duration{minute}.count();
  return Time{minute * (count + 1)};
}

}  // namespace

std::int64_t bad_minutes(const std::vector<Stretch>& all, const Workload& workload, const std::vector<double>& rates,
                         double most) {
  MinuteJudge judge(workload, rates, most);
  std::int64_t bad = 0;
  for (const Stretch& stretch : all) {
    Time at = stretch.when.from;
    while (at < stretch.when.to) {
      const Time mark = next_minute(at);
      const bool on_mark = at + minute == mark;
      if (on_mark && stretch.reach.slope_per_s == 0 && mark <= stretch.when.to) {
        // Whole minutes in which nothing moves are all alike.
        const auto alike = (stretch.when.to - at).count() / Duration{minute}.count();
        judge.add(stretch, {at, mark});
        bad += judge.close() ? alike : 0;
        at += minute * alike;
        continue;
      }
      const Time end = std::min(mark, stretch.when.to);
      judge.add(stretch, {at, end});
      if (end == mark) bad += judge.close() ? 1 : 0;
      at = end;
    }
  }
  return bad + (judge.close() ? 1 : 0);
}

}  // namespace paddock::scenarios
