// Judges a run of the benchmarks against a stored one. Machines differ and clocks wander, so times are never compared:
// what is compared is each benchmark's time divided by the reference kernel's in the same run.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace paddock::bench {

/// The yardstick of a benchmark that has no twin on the reference kernel.
inline constexpr std::string_view yardstick = "mm1/reference";

/// Name of a benchmark -> its least CPU time per iteration, ns: over the repetitions, noise only ever adds.
using Times = std::map<std::string, double>;

/// A file that is not what it should be. Says what and where.
class BadInput : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads what `--benchmark_format=json` prints. Throws BadInput, also if a benchmark reports an error.
Times read_run(std::string_view json);

/// Time by time of the reference: "NAME/paddock/ARG" by "NAME/reference/ARG", everything else by the yardstick. Throws
/// BadInput if that is not in the run.
std::map<std::string, double> ratios_of(const Times& times);

/// What is stored of a run.
struct Stored {
  double ratio = 0;
  std::optional<double> at_most;  ///< what the ratio must keep, whatever is stored
  std::optional<double> band;     ///< of this benchmark alone
};
struct Baseline {
  double band = 0.15;  ///< how much a ratio may rise by noise: 0.15 is 15 %
  std::map<std::string, Stored> benchmarks;
};
/// {"schema": "paddock.bench/1", "band": 0.15, "benchmarks": {NAME: {"ratio": R, "at_most": R, "band": B}}}
Baseline read_baseline(std::string_view json);
std::string write(const Baseline& baseline);

enum class Verdict { same, faster, slower, too_slow, missing, is_new };
/// One benchmark, judged. `slower`: beyond the noise band. `too_slow`: beyond at_most.
struct Row {
  std::string name;
  std::optional<double> stored, now;  ///< ratios
  double band = 0;
  std::optional<double> at_most;
  Verdict verdict = Verdict::same;
};
/// In order of name; everything that is stored or was run.
std::vector<Row> judge(const Baseline& baseline, const std::map<std::string, double>& ratios);

bool is_regression(Verdict verdict);
std::string table(const std::vector<Row>& rows);

/// The baseline with the ratios of this run; bands and at_most stay.
Baseline store(Baseline baseline, const std::map<std::string, double>& ratios);

}  // namespace paddock::bench
