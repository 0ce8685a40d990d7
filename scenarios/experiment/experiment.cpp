#include "scenarios/experiment/experiment.hpp"

#include <algorithm>
#include <atomic>

#include "scenarios/experiment/explain.hpp"
#include "scenarios/experiment/replication.hpp"
#include "scenarios/experiment/verdict.hpp"
#include "scenarios/report/wording.hpp"
#include "sim/draw.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

std::string hex(std::uint64_t value) {
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[value >> shift & 15u];
  return text;
}

/// Whether what ran so far shows no trace of chance. Only asked of designs in which nothing is drawn by lot.
bool all_alike(const std::vector<RunResult>& runs) {
  for (const RunResult& run : runs) {
    if (run.ties > 0) return false;  // where pods stand, which other events will depend on in other runs
    if (run.digest != runs.front().digest) return false;
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
      if (run.outcomes[i].value != runs.front().outcomes[i].value) return false;
      if (run.outcomes[i].pooled != runs.front().outcomes[i].pooled) return false;
    }
  }
  return true;
}

/// The replications of one design, look by look.
class Looks {
 public:
  Looks(const Design& design, const ExperimentOptions& options, Pasts& pasts)
      : design_(design), options_(options), pasts_(pasts) {}

  void run(Report& report) {
    if (!design_.chance.steps && !design_.chance.lots && !options_.replications) {
      run_to(probe_runs);
      if (all_alike(runs_)) {
        runs_.resize(1);
        report.deterministic = true;
        report.stopped_by = "deterministic";
        return judge_all(report, 1 - design_.confidence);
      }
    }
    if (options_.replications) {
      run_to(*options_.replications);
      report.stopped_by = "replications";
      return judge_all(report, 1 - design_.confidence);
    }
    double alpha = (1 - design_.confidence) / 2;
    for (std::int64_t look = first_look;; look *= 2, alpha /= 2) {
      run_to(std::min(look, options_.most_replications));
      judge_all(report, alpha);
      keep_decided(report);
      const bool decided = std::ranges::none_of(report.targets, [&](const TargetReport& t) { return is_open(t); }) &&
                           !waits_for_rare_step();
      report.stopped_by = decided ? "decided" : "budget";
      if (decided || look >= options_.most_replications) return;
    }
  }

  const std::vector<RunResult>& runs() const { return runs_; }

 private:
  static constexpr std::int64_t probe_runs = 8;  // alike in all of these: nothing is random

  void run_to(std::int64_t count) {
    const auto from = static_cast<std::int64_t>(runs_.size());
    if (count <= from) return;
    std::atomic<std::int64_t> done{from};
    auto more = replicate_all(design_, options_.seed, from, count, options_.jobs, pasts_, [&] {
      const std::int64_t now = ++done;
      if (options_.progress) options_.progress(now, count);
    });
    for (RunResult& run : more) runs_.push_back(std::move(run));
  }

  void judge_all(Report& report, double alpha) const {
    report.targets.clear();
    for (std::size_t i = 0; i < design_.targets.size(); ++i)
      report.targets.push_back(judge(design_.targets[i], i, runs_, alpha, design_.confidence, report.deterministic));
  }

  /// What a look has decided stays so: its error is spent, and those of later looks come on top of it.
  void keep_decided(Report& report) {
    decided_.resize(design_.targets.size());
    for (std::size_t i = 0; i < decided_.size(); ++i) {
      TargetReport& target = report.targets[i];
      if (!decided_[i]) {
        if (target.verdict == Verdict::pass || target.verdict == Verdict::fail)
          decided_[i] = {target.verdict, static_cast<std::int64_t>(runs_.size())};
        continue;
      }
      const Verdict now =
          judge(design_.targets[i], i, runs_, 1 - design_.confidence, design_.confidence, report.deterministic).verdict;
      target.verdict = decided_[i]->verdict;
      if (now != target.verdict) target.decided_after = decided_[i]->runs;
    }
  }

  /// Whether more runs may bring a verdict: a step that has not happened in time may still do so in another run.
  bool is_open(const TargetReport& target) const {
    return target.verdict == Verdict::undecided || (target.verdict == Verdict::error && design_.chance.steps);
  }
  bool waits_for_rare_step() const {
    for (std::size_t s = 0; s < design_.timeline->steps.size(); ++s)
      if (design_.timeline->steps[s].share_of_runs < 1 &&
          std::ranges::none_of(runs_, [&](const RunResult& run) { return run.steps[s].began.has_value(); }))
        return true;
    return false;
  }

  struct Decided {
    Verdict verdict;
    std::int64_t runs;
  };

  const Design& design_;
  const ExperimentOptions& options_;
  Pasts& pasts_;
  std::vector<RunResult> runs_;
  std::vector<std::optional<Decided>> decided_;  // by target
};

void report_faults(const Design& design, const std::vector<RunResult>& runs, Report& report) {
  for (std::size_t s = 0; s < design.timeline->steps.size(); ++s) {
    const StepDefinition& step = design.timeline->steps[s];
    FaultReport fault{.step = step.name,
                      .what = describe_step(design, step, runs.front().steps[s].chosen),
                      .regions = regions_of_step(*design.fleet, step),
                      .runs = static_cast<std::int64_t>(runs.size())};
    std::int64_t began = 0;
    bool at_horizon = false;
    for (const RunResult& run : runs) {
      const StepRow& row = run.steps[s];
      const bool in_run =
          row.began && *row.began < Time{design.horizon};  // at the end of the run nothing is left of it
      began += in_run ? 1 : 0;
      at_horizon = at_horizon || (row.began && !in_run);
      if (!in_run || !row.hits.any()) continue;
      if (fault.runs_hit++ == 0) {
        fault.at_s = sim::to_seconds(row.began->time_since_epoch());
        fault.nodes = row.hits.nodes, fault.pods = row.hits.pods, fault.tenants = row.hits.tenants;
        fault.databases = row.hits.databases, fault.calls = row.hits.calls;
        fault.what = describe_step(design, step, row.chosen);
      }
    }
    const bool sometimes = step.share_of_runs < 1;
    if (began == 0)
      report.error =
          "fault not exercised: " + step.name +
          (at_horizon ? " begins when the run ends, at the horizon"
                      : " did not happen in any run" + std::string(sometimes ? "" : "; is the horizon long enough?"));
    else if (fault.runs_hit < (sometimes ? 1 : began))
      report.error = "fault not exercised: " + step.name + " (" + fault.what + ") hit nothing in " +
                     std::to_string(began - fault.runs_hit) + " of " + std::to_string(began) + " runs";
    report.faults.push_back(std::move(fault));
  }
}

/// "balancer (kind, targets), database.pool" of balancer.kind, balancer.targets and database.pool.
std::string fields_text(const std::vector<std::string>& names) {
  std::vector<std::pair<std::string, std::vector<std::string>>> owners;
  for (const std::string& name : names) {
    const auto dot = name.find('.');
    const std::string owner = name.substr(0, dot);
    auto at = std::ranges::find(owners, owner, &std::pair<std::string, std::vector<std::string>>::first);
    if (at == owners.end()) at = owners.insert(at, {owner, {}});
    at->second.push_back(name.substr(dot + 1));
  }
  std::string text;
  for (const auto& [owner, fields] : owners) {
    text += (text.empty() ? "" : ", ") + owner;
    text += fields.size() == 1 ? "." + fields.front() : " (" + name_list(fields) + ")";
  }
  return text;
}

void report_assumptions(const Design& design, Report& report) {
  for (const Assumption& assumption : design.assumptions) {
    AssumptionReport out{.path = assumption.path, .value = assumption.value, .source = assumption.source.value_or("")};
    if (assumption.confidence)
      out.confidence = std::string(names(Confidence{})[static_cast<std::size_t>(*assumption.confidence)]);
    if (assumption.range) out.low = assumption.range->first, out.high = assumption.range->second;
    report.assumptions.push_back(std::move(out));
    if (!assumption.given) report.coverage.assumed.push_back(assumption.path);
  }
  report.coverage.described = design.described;
  report.coverage.not_described = design.not_described;
  report.coverage.not_modelled = {"replacement of machines by an Auto Scaling group",
                                  "noisy neighbours and CPU credits", "latency and retries of requests"};
  if (!design.not_modelled.empty())
    report.coverage.not_modelled.push_back("fields of the fleet: " + fields_text(design.not_modelled));
  report.warnings = design.warnings;
}

bool as_expected(const Design& design, const Report& report) {
  switch (design.expect) {
    case Expectation::pass:
      return report.verdict == Verdict::pass;
    case Expectation::any:
      return report.verdict != Verdict::error;
    case Expectation::fail:
      if (report.verdict != Verdict::fail) return false;
      return !design.because || std::ranges::any_of(report.explanations, [&](const Explanation& e) {
        return std::ranges::find(e.causes, *design.because) != e.causes.end();
      });
  }
  return false;
}

void explain_misses(const Design& design, const std::vector<RunResult>& runs, std::uint64_t seed, Pasts& pasts,
                    Report& report) {
  for (std::size_t i = 0; i < report.targets.size(); ++i) {
    TargetReport& target = report.targets[i];
    if (target.verdict != Verdict::fail) continue;
    const auto run = decisive_run(design.targets[i], i, runs);
    if (!run) continue;
    const auto number = static_cast<std::int64_t>(*run);
    report.explanations.push_back(explain(design, i, luck_of(seed, number), number, pasts));
    const auto& decisive = runs[*run].outcomes[i].decisive;
    if (decisive && target.worst == decisive->value) target.worst_entity = report.explanations.back().subject;
  }
}

}  // namespace

Report run_design(const Design& design, const ExperimentOptions& options, Pasts& pasts) {
  Report report{.scenario = design.scenario,
                .about = design.about,
                .fleet = design.fleet_name,
                .scenario_file = design.scenario_file,
                .fleet_file = design.fleet_file,
                .observed = design.observed,
                .choices = design.choices,
                .seed = options.seed};
  report.expected = std::string(names(Expectation{})[static_cast<std::size_t>(design.expect)]);
  if (design.expect == Expectation::fail) report.because = design.because;
  Looks looks(design, options, pasts);
  looks.run(report);
  const auto& runs = looks.runs();

  report.replications = static_cast<std::int64_t>(runs.size());
  report.simulated_s = sim::to_seconds(design.horizon) * static_cast<double>(runs.size());
  std::uint64_t digest = 0;
  for (const RunResult& run : runs) report.events += run.events, digest = sim::hash_pair(digest, run.digest);
  report.digest = hex(digest);

  report_faults(design, runs, report);
  report.verdict = report.error ? Verdict::error : Verdict::pass;
  for (const TargetReport& target : report.targets) {
    if (target.verdict == Verdict::error && !report.error)
      report.error = "\"" + target.expression + "\": " + caveat_text(target);
    report.verdict = worse(report.verdict, target.verdict);
  }
  explain_misses(design, runs, options.seed, pasts, report);
  report_assumptions(design, report);
  report.as_expected = as_expected(design, report);
  return report;
}

namespace {

/// The row that `worst` reports: the worst verdict, then the worst estimate of the first target.
std::size_t worst_row(const std::vector<Report>& rows, const Target& first) {
  std::size_t worst = 0;
  const bool larger = first.comparison == Comparison::at_most || first.comparison == Comparison::less;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const bool worse_verdict =
        rows[i].verdict != rows[worst].verdict && worse(rows[i].verdict, rows[worst].verdict) == rows[i].verdict;
    const auto& mine = rows[i].targets.front().worst;
    const auto& theirs = rows[worst].targets.front().worst;
    const bool worse_value = mine && theirs && (larger ? *mine > *theirs : *mine < *theirs);
    if (worse_verdict || (rows[i].verdict == rows[worst].verdict && worse_value)) worst = i;
  }
  return worst;
}

}  // namespace

ScenarioReport run_designs(const Designs& designs, const ExperimentOptions& options) {
  Pasts pasts(designs.rows);
  return run_designs(designs, options, pasts);
}

ScenarioReport run_designs(const Designs& designs, const ExperimentOptions& options, Pasts& pasts) {
  ScenarioReport report{
      .scenario = designs.scenario, .verdict = Verdict::pass, .as_expected = true, .rows = {}, .digest = {}};
  for (const Design& design : designs.rows) report.rows.push_back(run_design(design, options, pasts));
  if (designs.worst_only) {
    const std::size_t worst = worst_row(report.rows, designs.rows.front().targets.front());
    report.rows = {std::move(report.rows[worst])};
  }
  std::uint64_t digest = 0;
  for (const Report& row : report.rows) {
    report.verdict = worse(report.verdict, row.verdict);
    report.as_expected = report.as_expected && row.as_expected;
    digest = sim::hash_pair(digest, sim::hash_name(row.digest));
  }
  report.digest = hex(digest);
  return report;
}

int exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return 0;
    case Verdict::fail:
      return 1;
    case Verdict::error:
      return 2;
    case Verdict::undecided:
      return 4;
  }
  return 3;
}

}  // namespace paddock::scenarios
