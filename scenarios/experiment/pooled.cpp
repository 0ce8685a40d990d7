#include "scenarios/experiment/pooled.hpp"

#include <algorithm>
#include <span>

#include "scenarios/experiment/counting.hpp"
#include "sim/intervals.hpp"
#include "sim/tally.hpp"

namespace paddock::scenarios {
namespace {

using sim::RunMean;

/// Runs that have the target's window; `use` says whether there was something to measure in it.
template <class Use>
void count_runs(std::size_t index, const std::vector<RunResult>& runs, TargetReport& report, const Use& use) {
  report.runs = 0;
  for (const RunResult& run : runs) {
    const Outcome& outcome = run.outcomes[index];
    if (!outcome.no_window) ++(use(outcome) ? report.runs : report.runs_without_value);
  }
}

/// One run says it all.
void judge_exactly(const Target& target, TargetReport& report) {
  report.low = report.high = report.estimate;
  report.verdict = target.holds(*report.estimate) ? Verdict::pass : Verdict::fail;
}

/// Where the spread between runs says nothing, only counting does.
void judge_without_variance(TargetReport& report, std::int64_t held, double alpha) {
  report.verdict = judge_by_count(report, held, alpha);
}

/// The value at rank ceil(percentile x count), counted from 1 in integers: 0.9 of 10 is the 9th, whatever 0.9 x 10 is
/// in floating point. Percentiles have up to nine decimals.
class Rank {
 public:
  explicit Rank(double percentile) : billionths_(static_cast<std::uint64_t>(percentile * billion + 0.5)) {}
  double of(const std::vector<double>& sorted) const {
    const std::uint64_t rank = (sorted.size() * billionths_ + billion - 1) / billion;
    return sorted[std::clamp<std::uint64_t>(rank, 1, sorted.size()) - 1];
  }

 private:
  static constexpr std::uint64_t billion = 1'000'000'000;
  std::uint64_t billionths_;
};

/// All values, and those of each run, in order.
class Pool {
 public:
  Pool(std::size_t index, const std::vector<RunResult>& runs, TargetReport& report) {
    count_runs(index, runs, report, [&](const Outcome& outcome) {
      if (outcome.pooled.empty()) return false;
      runs_.push_back(outcome.pooled);
      std::ranges::sort(runs_.back());
      all_.insert(all_.end(), outcome.pooled.begin(), outcome.pooled.end());
      return true;
    });
    std::ranges::sort(all_);
    distinct_ = all_;
    distinct_.erase(std::unique(distinct_.begin(), distinct_.end()), distinct_.end());
  }

  const std::vector<double>& all() const { return all_; }
  const std::vector<std::vector<double>>& runs() const { return runs_; }

  /// The smallest value that the percentile is proven not to exceed. The value x is proven when the share of all values
  /// above x is proven to be at most 1 - p; the largest value of all, above which nothing was seen, by counting runs.
  std::optional<double> upper(double percentile, double estimate, double share, double alpha) const {
    const auto first = std::ranges::lower_bound(distinct_, estimate);
    const auto last = std::prev(distinct_.end());
    const auto found = std::partition_point(first, last, [&](double x) {
      const auto above = sim::mean_interval(shares([&](const auto& run) { return above_in(run, x); }), alpha);
      return !above || above->high > 1 - percentile;
    });
    return found != last ? std::optional(*found) : extreme(*last, share, alpha);
  }
  /// The largest value that the percentile is proven to reach: the share of values below it is proven to be less than
  /// p.
  std::optional<double> lower(double percentile, double estimate, double share, double alpha) const {
    const auto first = std::next(distinct_.begin());
    const auto last = std::ranges::upper_bound(distinct_, estimate);
    if (first >= last) return extreme(distinct_.front(), share, alpha);
    const auto end = std::partition_point(first, last, [&](double x) {
      const auto below = sim::mean_interval(shares([&](const auto& run) { return below_in(run, x); }), alpha);
      return below && below->high < percentile;
    });
    return end != first ? std::optional(*std::prev(end)) : extreme(distinct_.front(), share, alpha);
  }

  /// Of each run, what share of its values is counted, and how many values it has.
  template <class Count>
  std::vector<RunMean> shares(const Count& count) const {
    std::vector<RunMean> shares;
    shares.reserve(runs_.size());
    for (const auto& run : runs_) {
      const auto size = static_cast<double>(run.size());
      shares.push_back({static_cast<double>(count(run)) / size, size});
    }
    return shares;
  }

 private:
  static std::ptrdiff_t above_in(const std::vector<double>& run, double x) {
    return run.end() - std::ranges::upper_bound(run, x);
  }
  static std::ptrdiff_t below_in(const std::vector<double>& run, double x) {
    return std::ranges::lower_bound(run, x) - run.begin();
  }
  /// The end of what was seen bounds most runs if there are enough of them. Nothing does if all values are equal: an
  /// interval of no width would claim what was not seen.
  std::optional<double> extreme(double value, double share, double alpha) const {
    const bool proven = fewest_that_prove(share, static_cast<std::int64_t>(runs_.size()), alpha).has_value();
    return proven && distinct_.size() > 1 ? std::optional(value) : std::nullopt;
  }

  std::vector<std::vector<double>> runs_;
  std::vector<double> all_, distinct_;
};

}  // namespace

void judge_mean(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                TargetReport& report) {
  std::vector<RunMean> means;
  std::int64_t held = 0;
  count_runs(index, runs, report, [&](const Outcome& outcome) {
    if (outcome.pooled.empty()) return false;
    sim::Tally values;
    for (const double value : outcome.pooled) values.add(value);
    const bool rate = target.aggregate == Aggregate::rate;
    means.push_back({*values.mean(), rate ? outcome.exposure_s : static_cast<double>(values.count())});
    held += target.holds(means.back().mean) ? 1 : 0;
    return true;
  });
  if (means.empty()) return;
  const auto [least, most] = std::ranges::minmax(means, {}, &RunMean::mean);
  report.estimate = sim::pooled_mean(means);
  report.worst = larger_is_worse(target) ? most.mean : least.mean;
  if (report.method == Method::deterministic) return judge_exactly(target, report);
  if (report.runs < least_runs) report.runs_for_bounds = least_runs;
  const auto judged = sim::mean_interval(means, alpha);
  if (!judged) return judge_without_variance(report, held, alpha);
  report.method = Method::skewness_adjusted_t;
  report.verdict = verdict_of_bounds(target, judged->low, judged->high);
  const auto shown = sim::mean_interval(means, 1 - report.confidence);
  report.low = shown->low;
  report.high = shown->high;
}

void judge_percentile(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                      TargetReport& report) {
  const Pool pool(index, runs, report);
  if (pool.all().empty()) return;
  const Rank rank(target.percentile);
  const double estimate = rank.of(pool.all()), p = target.percentile, share = report.required_share;
  report.estimate = estimate;
  report.worst = larger_is_worse(target) ? pool.all().back() : pool.all().front();
  if (report.method == Method::deterministic) return judge_exactly(target, report);
  if (report.runs < least_runs) {
    report.runs_for_bounds = least_runs;
  } else {
    report.low = pool.lower(p, estimate, share, 1 - report.confidence);
    report.high = pool.upper(p, estimate, share, 1 - report.confidence);
    report.verdict =
        verdict_of_bounds(target, pool.lower(p, estimate, share, alpha), pool.upper(p, estimate, share, alpha));
  }
  const auto misses = pool.shares(
      [&](const auto& run) { return std::ranges::count_if(run, [&](double value) { return !target.holds(value); }); });
  if (report.verdict != Verdict::undecided || sim::mean_interval(misses, alpha)) {
    report.method = Method::skewness_adjusted_t;
    return;
  }
  const auto held = std::ranges::count_if(pool.runs(), [&](const auto& run) { return target.holds(rank.of(run)); });
  judge_without_variance(report, held, alpha);
}

}  // namespace paddock::scenarios
