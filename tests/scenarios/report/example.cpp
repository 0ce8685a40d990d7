#include "tests/scenarios/report/example.hpp"

namespace paddock::scenarios::example {
namespace {

TargetReport held() {
  return {.expression = "min(tenant.ready_replicas) >= 1 during loss",
          .sentence = "In at least 95 of 100 runs, no tenant has fewer than 1 ready replica during loss.",
          .metric = "tenant.ready_replicas",
          .unit = "",
          .verdict = Verdict::pass,
          .limit = 1,
          .estimate = 1,
          .low = 1,
          .high = 1,
          .worst = 1,
          .worst_entity = "pro-eu-001",
          .runs = 72,
          .runs_held = 72,
          .share_low = 0.959,
          .share_high = 1};
}

TargetReport missed() {
  return {.expression = "max(tenant.outage{op=poll}) <= 50s during loss",
          .sentence = "In at least 95 of 100 runs, no tenant's polls are out for more than 50 s during loss.",
          .metric = "tenant.outage",
          .unit = "s",
          .verdict = Verdict::fail,
          .limit = 50,
          .estimate = 10920,
          .low = 9000,
          .high = 12600,
          .worst = 39600,
          .worst_entity = "acme-bank",
          .runs = 72,
          .runs_held = 0,
          .share_low = 0,
          .share_high = 0.041};
}

TargetReport close() {
  return {.expression = "max(tenant.outage{op=write, writer_zone=loss.zone}) <= 3m during loss in 99% of runs",
          .sentence = "",
          .metric = "tenant.outage",
          .unit = "s",
          .verdict = Verdict::undecided,
          .limit = 180,
          .estimate = 117.5,
          .low = 112,
          .high = 123,
          .required_share = 0.99,
          .runs = 72,
          .runs_held = 71,
          .share_low = 0.935,
          .share_high = 0.9993,
          .runs_cut = 3};
}

TargetReport unjudged() {
  return {.expression = "p95(tenant.bad_minutes{plan=gold}) <= 4",
          .sentence = "",
          .metric = "tenant.bad_minutes",
          .unit = "",
          .verdict = Verdict::error,
          .runs = 72,
          .error = "no tenant has plan=gold"};
}

TargetReport watched() {
  return {.expression = "mean(tenant.availability)",
          .sentence = "",
          .metric = "tenant.availability",
          .unit = "1",
          .verdict = Verdict::pass,
          .estimate = 0.99953,
          .low = 0.9991,
          .high = 0.9998,
          .method = Method::skewness_adjusted_t,
          .runs = 72,
          .watched = true};
}

Explanation why() {
  return {.target = missed().expression,
          .run = 17,
          .subject = "acme-bank",
          .summary = "the only replica of acme-bank stood in eu-central-1a, and EKS evicts nothing in a lost zone",
          .causes = {"single-replica-in-lost-zone"},
          .chain = {{1200, "zone.lost", "eu-central-1/a"},
                    {1240.5, "node.unknown", "eu-central-1/a/general/7"},
                    {1241.75, "endpoint.gone", "acme-bank/acme-bank-0"}},
          .others = {"pro-eu-017", "pro-eu-040"},
          .others_count = 12};
}

Report row() {
  return {.scenario = "zone-loss-single-replica",
          .about = "A zone loses power; some tenants have one replica.",
          .fleet = "unleash-2022",
          .scenario_file = "scenarios/library/zone-loss-single-replica.yaml",
          .fleet_file = "scenarios/fleets/unleash-2022.yaml",
          .observed = "2022-04-30",
          .seed = 7,
          .verdict = Verdict::fail,
          .expected = "fail",
          .because = "single-replica-in-lost-zone",
          .as_expected = true,
          .replications = 72,
          .stopped_by = "decided",
          .events = 123456,
          .simulated_s = 21600,
          .targets = {held(), missed(), close(), unjudged(), watched()},
          .faults = {{.step = "loss",
                      .what = "zone eu-central-1a lost",
                      .regions = {"eu-central-1"},
                      .at_s = 1200,
                      .runs_hit = 72,
                      .runs = 72,
                      .nodes = 10,
                      .pods = 77,
                      .tenants = 1,
                      .databases = 2}},
          .explanations = {why()},
          .assumptions = {{"regions.eu-central-1.databases.pg.failover", "lognormal median 80s p95 118s",
                           "RDS guide: 60-120 s", "medium", "", ""},
                          {"apis.eks:DescribeCluster.burst", "50", "two public reports", "low", "50", "100"}},
          .coverage = {.described = {"nodes"}, .not_described = {"CDN"}, .not_modelled = {"CNI programming"}},
          .warnings = {"the window of target 3 is cut in 3 runs"},
          .digest = "00112233445566aa"};
}

ScenarioReport scenario(Report r) {
  return {.scenario = r.scenario,
          .paddock = "0.1.0",
          .verdict = r.verdict,
          .as_expected = r.as_expected,
          .rows = {r},
          .digest = "ffeeddccbbaa9988"};
}

Report sweep_row(const std::string& size, const std::string& changed, double sync_s) {
  Report r = row();
  r.scenario = "stack-size", r.about = {}, r.scenario_file = {}, r.expected = "pass", r.because = {};
  r.choices = {{"delivery.stacks.cut.of", size}, {"push.changed", changed}};
  r.replications = 1, r.deterministic = true, r.stopped_by = "deterministic";
  r.verdict = sync_s <= 1200 ? Verdict::pass : Verdict::fail;
  r.as_expected = r.verdict == Verdict::pass;
  TargetReport t{.expression = "max(deploy.sync) <= 20m",
                 .sentence = "",
                 .metric = "deploy.sync",
                 .unit = "s",
                 .verdict = r.verdict,
                 .limit = 1200,
                 .estimate = sync_s,
                 .method = Method::deterministic,
                 .runs = 1,
                 .runs_held = sync_s <= 1200 ? 1 : 0};
  TargetReport u{.expression = "mean(api.throttled)",
                 .sentence = "",
                 .metric = "api.throttled",
                 .unit = "",
                 .verdict = Verdict::pass,
                 .estimate = 0,
                 .method = Method::deterministic,
                 .runs = 1,
                 .watched = true};
  r.targets = {t, u};
  r.faults.clear(), r.explanations.clear(), r.assumptions.clear(), r.warnings.clear(), r.coverage = {};
  return r;
}

}  // namespace

std::string hostile_name() {
  return "\x1b[31mred\x1b[0m\n::error::x|`\"<b>'&@all #1 \U0001F98A\xE2\x80\xAE"
         "evil\xC2\x9B"
         "2J]]>$\xff##[x]";
}

ScenarioReport expected_failure() { return scenario(row()); }

ScenarioReport failure() {
  Report r = row();
  r.scenario = "zone-loss", r.expected = "pass", r.because = {}, r.as_expected = false;
  return scenario(r);
}

ScenarioReport pass() {
  Report r = row();
  r.scenario = "add-tenant", r.expected = "pass", r.because = {}, r.verdict = Verdict::pass;
  r.replications = 1, r.deterministic = true, r.stopped_by = "deterministic";
  r.targets = {held()};
  r.targets[0].method = Method::deterministic, r.targets[0].low = r.targets[0].high = {};
  r.targets[0].runs = 1, r.targets[0].runs_held = 1;
  r.faults.clear(), r.explanations.clear(), r.assumptions.clear(), r.warnings.clear(), r.coverage = {};
  return scenario(r);
}

ScenarioReport unexpected_pass() {
  ScenarioReport report = pass();
  report.scenario = report.rows[0].scenario = "one-stack";
  report.rows[0].expected = "fail", report.rows[0].because = "one-stack-for-all";
  report.as_expected = report.rows[0].as_expected = false;
  return report;
}

ScenarioReport error() {
  ScenarioReport report = pass();
  report.scenario = report.rows[0].scenario = "region-outage";
  report.verdict = report.rows[0].verdict = Verdict::error;
  report.as_expected = report.rows[0].as_expected = false;
  report.rows[0].error = "fault not exercised: loss hit nothing in 1 of 1 runs";
  report.rows[0].targets.clear();
  return report;
}

ScenarioReport sweep() {
  ScenarioReport report{.scenario = "stack-size", .paddock = "0.1.0", .verdict = Verdict::fail, .digest = "0123"};
  struct Size {
    const char* tenants;
    double one_s, all_s;
  };
  for (const Size& s : {Size{"1", 61, 147}, Size{"20", 90.5, 168}, Size{"400", 1100, 4011}}) {
    report.rows.push_back(sweep_row(s.tenants, "one", s.one_s));
    report.rows.push_back(sweep_row(s.tenants, "all", s.all_s));
  }
  return report;
}

ScenarioReport hostile() {
  const std::string n = hostile_name();
  Report r = row();
  r.scenario = r.about = r.fleet = r.scenario_file = r.fleet_file = n;
  r.observed = r.because = n;
  r.as_expected = false;
  r.choices = {{n, n}};
  r.targets = {missed(), unjudged()};
  for (auto& t : r.targets) t.expression = n, t.metric = n, t.unit = n, t.worst_entity = n;
  r.targets[1].error = n;
  r.faults[0].step = r.faults[0].what = n;
  r.explanations = {{.target = n,
                     .run = 0,
                     .subject = n,
                     .summary = n,
                     .causes = {n},
                     .chain = {{1, n, n}, {2, n, n}},
                     .others = {n},
                     .others_count = 1}};
  r.assumptions = {{n, n, n, n, n, n}};
  r.coverage = {.described = {n}, .assumed = {n}, .not_described = {n}, .not_modelled = {n}};
  r.warnings = {n};
  return scenario(r);
}

std::vector<ScenarioReport> all() {
  return {expected_failure(), failure(), pass(), unexpected_pass(), error(), sweep(), hostile()};
}

}  // namespace paddock::scenarios::example
