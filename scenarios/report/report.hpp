// What a run of a scenario found out: one document, of which every format is a view. No dates, host names or wall-clock
// times: the same run gives the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paddock::scenarios {

/// `error`: the scenario could not be judged, for instance because a fault hit nothing.
enum class Verdict : std::uint8_t { pass, fail, undecided, error };

/// How a target's numbers were come by.
enum class Method : std::uint8_t {
  deterministic,       // one run says it all
  exact_binomial,      // runs held or not; Clopper-Pearson bounds
  skewness_adjusted_t  // a mean over runs
};

/// Runs that are no evidence for a target, for the part that it speaks of does not exist in them.
struct WithoutWindow {
  std::int64_t step_absent = 0;  // the step did not happen
  std::int64_t horizon = 0;      // the horizon came first
  std::int64_t too_short = 0;    // the step was over before the window began
  std::int64_t all() const { return step_absent + horizon + too_short; }
};

struct TargetReport {
  std::string expression;  // as written
  std::string sentence;    // as read
  std::string metric;
  std::string unit;  // of estimate, low, high: "s", "", "1" for shares
  Verdict verdict = Verdict::undecided;
  std::optional<double> limit;
  // The statistic over runs: the median of the per-run values for targets that hold in a run or do not, else the pooled
  // mean, rate or percentile. Empty: no run had a value.
  std::optional<double> estimate;
  // Bounds, each one-sided at `confidence`. Of targets that hold in a run or do not: at least `required_share` of runs
  // lie at or above `low`, and as many at or below `high`. Else: of the pooled statistic. Empty: nothing is proven.
  std::optional<double> low, high;
  std::optional<double> worst;              // the worst value of any run
  std::optional<std::string> worst_entity;  // whose value that was
  double confidence = 0.95;
  double required_share = 0.95;  // of runs that must hold, for such targets
  Method method = Method::exact_binomial;
  std::int64_t runs = 0;                        // that the verdict stands on
  std::optional<std::int64_t> runs_held;        // of these; empty for pooled targets, but where only counting decides
  std::optional<double> share_low, share_high;  // bounds of the share of runs that hold, as `low` and `high`
  std::int64_t runs_cut = 0;                    // runs in which the horizon cut the window
  std::int64_t runs_empty = 0;                  // of `runs`, with nothing to measure: they hold
  std::int64_t runs_without_value = 0;          // of pooled targets: further runs, with nothing to measure
  WithoutWindow without_window;                 // further runs
  std::optional<std::int64_t> runs_for_bounds;  // so few runs bound nothing; so many would
  std::optional<std::int64_t> decided_after;    // the look that decided; all runs together no longer say the same
  bool watched = false;                         // reported, never gates
  std::optional<std::string> error;             // why it could not be judged
};

struct FaultReport {
  std::string step;
  std::string what;                  // "zone eu-central-1a lost"
  std::vector<std::string> regions;  // that the step can act in; empty: it acts in none of them more than in others
  double at_s = 0;                   // in the decisive run
  std::int64_t runs_hit = 0, runs = 0;
  std::int64_t nodes = 0, pods = 0, tenants = 0, databases = 0, calls = 0;  // in the decisive run
};

/// One event of a chain of causes, first cause first.
struct ChainLink {
  double at_s = 0;
  std::string event;    // "node.unknown"
  std::string subject;  // "eu-central-1/a/general/7"
};
struct Explanation {
  std::string target;
  std::int64_t run = 0;               // the decisive replication, from 0
  std::string subject;                // the entity with the worst value
  std::string summary;                // one sentence
  std::vector<std::string> causes;    // names of `paddock schema --causes`
  std::vector<std::string> settings;  // pieces of the paths of what may be assumed about them
  std::vector<ChainLink> chain;
  std::vector<std::string> others;  // further entities that miss it in that run
  std::int64_t others_count = 0;
};

struct AssumptionReport {
  std::string path, value, source, confidence;
  std::string low, high;  // the range, as written; empty: none
};

struct CoverageReport {
  std::vector<std::string> described, assumed, not_described, not_modelled;
};

/// One judged design: a scenario on a fleet, with one choice of everything that `vary`, `each` or `worst` choose.
struct Report {
  std::string scenario, about, fleet;
  std::string scenario_file, fleet_file;
  std::optional<std::string> observed;
  std::vector<std::pair<std::string, std::string>> choices;  // what this row varies: path or step -> value
  std::uint64_t seed = 1;
  Verdict verdict = Verdict::undecided;
  std::string expected;                // "pass", "fail" or "any"
  std::optional<std::string> because;  // the cause that is expected
  bool as_expected = false;
  std::int64_t replications = 0;
  std::string stopped_by;  // "decided", "replications", "budget", "deterministic"
  std::uint64_t events = 0;
  double simulated_s = 0;
  bool deterministic = false;
  std::vector<TargetReport> targets;
  std::vector<FaultReport> faults;
  std::vector<Explanation> explanations;
  std::vector<AssumptionReport> assumptions;
  CoverageReport coverage;
  std::vector<std::string> warnings;
  std::optional<std::string> error;  // why the verdict is `error`
  std::string digest;                // 16 hexadecimal digits
};

/// A scenario's outcome: one row, or one for each choice; with `worst` only the worst row counts for the verdict.
struct ScenarioReport {
  std::string scenario;
  std::string paddock;  // version of the program that made it; empty: not said
  Verdict verdict = Verdict::undecided;
  bool as_expected = false;
  std::vector<Report> rows;
  std::string digest;  // over the rows
};

}  // namespace paddock::scenarios
