#include "models/delivery/delivery_spec.hpp"

#include <charconv>
#include <string>

namespace paddock::models {

using namespace std::chrono_literals;

namespace {

std::optional<double> share_of_pushes(std::string_view text) {
  constexpr std::string_view ending = "% of pushes";
  if (!text.ends_with(ending)) return std::nullopt;
  text.remove_suffix(ending.size());
  double percentage = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), percentage);
  if (error != std::errc{} || at != text.data() + text.size() || !(percentage >= 0 && percentage <= 100))
    return std::nullopt;
  return percentage / 100;
}

std::string short_number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

enum class CutBy : std::uint8_t { database, tenant };
constexpr std::array<std::string_view, 2> names(CutBy) { return {"database", "tenant"}; }

struct CutRule {
  std::optional<CutBy> by;
  std::optional<std::int64_t> of;
};
void describe(Visitor& v, CutRule& s) {
  v.field("by", s.by, "a stack for each database and its tenants, or for each tenant");
  v.field("of", s.of, "a stack for so many tenants, in the order of the file", between(1, 1'000'000));
  if (v.reading() && s.by.has_value() == s.of.has_value())
    v.problem("stacks are cut either `by` something or `of` a size");
}

}  // namespace

void describe_as_value(Visitor& v, ShareOfPushes& s) {
  if (!v.alternative(Shape::scalar, true, "a share of pushes: 6% of pushes")) return;
  std::string text = short_number(s.share * 100) + "% of pushes";
  v.value(text);
  if (!v.reading()) return;
  if (const auto share = share_of_pushes(text))
    s.share = *share;
  else
    v.problem("a share of pushes is written like 6% of pushes");
}

void describe(Visitor& v, RepositorySpec& s) {
  v.field("select", s.select, "stacks that a push starts: the changed ones, or all every time");
  v.field("shared_file_change", s.shared_file_change,
          "pushes that touch a file of all stacks, so that every stack runs");
}

void describe(Visitor& v, RunnerSpec& s) {
  v.field("kind", s.kind, "whose machines run the jobs; sets the job limit (6 h hosted, 5 days self-hosted) and setup",
          source("GitHub's limits for Actions"));
  v.field("concurrent", s.concurrent, "jobs that run at once", between(1, 100'000), source("GitHub Free: 20"));
  v.field("start", s.start, "from a free place among the concurrent jobs to the start of the job",
          assumed("median 6 s, one in twenty over 30 s: fitted to a runner vendor's live figures"));
  v.field("setup", s.setup, "checkout, dependencies, plugins, login; by default 34 s hosted, 8 s self-hosted",
          at_least(0), assumed("20 to 35 s cold, 5 to 8 s warm; no public measurement"));
}

sim::Duration setup_of(const RunnerSpec& runner) {
  if (runner.setup) return *runner.setup;
  return runner.kind == RunnerKind::github_hosted ? 34s : 8s;
}

sim::Duration job_limit_of(const RunnerSpec& runner) { return runner.kind == RunnerKind::github_hosted ? 6h : 5 * 24h; }

void describe_as_value(Visitor& v, Parallel& s) {
  if (!v.alternative(Shape::scalar, true, "unlimited, or a number of steps")) return;
  std::string text = s.limit ? std::to_string(*s.limit) : "unlimited";
  v.value(text);
  if (!v.reading()) return;
  if (text == "unlimited") return s.limit.reset();
  std::int64_t limit = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, limit);
  if (error != std::errc{} || at != end || limit < 1 || limit > 1'000'000)
    return v.problem("`unlimited`, or a number of steps from 1 to 1000000");
  s.limit = limit;
}

namespace {

void describe_walk(Visitor& v, EngineSpec& s) {
  v.field("program_start", s.program_start, "start of the stack's program, each pass", at_least(0),
          assumed("3 to 8 s for a small Node or Go program; no public measurement"));
  v.field("resource_check", s.resource_check, "serial check and diff of one plain resource", at_least(0),
          source("0.04 to 0.28 s a resource in Pulumi's issues 5001, 7682, 12186"));
  v.field("release_check", s.release_check,
          "serial check of one release; by default 1.2 s with its chart pulled, 0.2 s vendored", at_least(0),
          assumed("the provider of 2022 pulled and rendered the chart on every pass; times estimated"));
  v.field("lookups", s.lookups, "calls that the program makes for each tenant and pass, by API", between(0, 1000),
          assumed("one look-up of the cluster a tenant; 0 to 3 are plausible"));
  v.field("call", s.call, "time of one call that is answered", at_least(0), assumed("50 ms to a regional API"));
  v.field("retry", s.retry, "how throttled and refused calls are tried again");
}

void describe_steps(Visitor& v, EngineSpec& s) {
  v.field("wait_for_rollout", s.wait_for_rollout,
          "whether a release ends when its rollout is done, or when it is accepted",
          source("Pulumi Kubernetes provider: waits unless skipAwait"));
  v.field("timeout", s.timeout, "longest wait for one rollout; then the release and the deploy fail", positive(),
          source("Helm and the Pulumi provider: 300 s"));
  v.field("poll", s.poll, "time between two looks at a rollout", positive(), source("Helm: 2 s"));
  v.field("upgrade", s.upgrade, "API work of one upgrade: discovery, history, objects", at_least(0),
          source("2 to 11 s by the client limits and calls of the provider of 2022"));
  v.field("create", s.create, "time to create one plain resource", at_least(0),
          assumed("2 to 6 calls, polling included; 2.7 s an object in Pulumi's issue 6301"));
  v.field("write", s.write, "one checkpoint write of an empty state", at_least(0),
          source("Pulumi's journaling post: 0.44 s + 0.065 ms a resource"));
  v.field("write_per_megabyte", s.write_per_megabyte,
          "what a megabyte of state adds to each write; by default cloud 0.10 s, s3 0.45 s", at_least(0),
          source("Pulumi's journaling post (cloud) and issue 14967 (S3: 0.4 to 0.85 s)"));
  v.field("state_per_tenant", s.state_per_tenant, "size of one tenant in the state", at_least(0),
          assumed("3 kB a resource; heavy ones reach 120 kB"));
}

}  // namespace

void describe(Visitor& v, EngineSpec& s) {
  v.field("kind", s.kind, "what brings the stacks up", not_modelled("there is one kind"));
  v.field("preset", s.preset, "whose numbers stand where the file is silent", not_modelled("there is one set"));
  v.field("state", s.state, "where the state is kept; decides the cost of a checkpoint write");
  v.field("up", s.up, "one pass over the resources, or a preview and an update",
          source("pulumi/actions: one pass; the command line: two"));
  v.field("parallel", s.parallel, "changed steps at once", source("Pulumi of 2022: unlimited"));
  describe_walk(v, s);
  describe_steps(v, s);
}

void describe(Visitor& v, PerTenantSpec& s) {
  v.field("resources", s.resources, "plain resources of a tenant: namespace, account, role, secrets, database, DNS",
          between(0, 10'000), assumed("8; 3 to 12 are plausible"));
  v.field("releases", s.releases, "Helm releases of a tenant; a push changes the first", between(1, 1000));
  v.field("chart", s.chart, "pulled from its repository at every check, or kept beside the program");
}

void describe_as_value(Visitor& v, CutSpec& s) {
  using Rule = CutSpec::Rule;
  if (v.alternative(Shape::scalar, s.rule == Rule::one, "one: a single stack")) {
    std::string text = "one";
    v.value(text);
    if (v.reading() && text != "one") v.problem("stacks are cut as `one`, {by: database}, {by: tenant} or {of: 20}");
    if (v.reading()) s.rule = Rule::one;
  }
  if (v.alternative(Shape::mapping, s.rule != Rule::one, "by database, by tenant, or by size")) {
    CutRule cut;
    if (!v.reading() && s.rule == Rule::size) cut.of = s.size;
    if (!v.reading() && s.rule == Rule::database) cut.by = CutBy::database;
    if (!v.reading() && s.rule == Rule::tenant) cut.by = CutBy::tenant;
    v.begin_object();
    describe(v, cut);
    v.end_object();
    if (cut.by) s.rule = *cut.by == CutBy::database ? Rule::database : Rule::tenant;
    if (cut.of && *cut.of > 0) s = {Rule::size, *cut.of};  // what is out of range was reported, and is 0
  }
}

void describe(Visitor& v, StacksSpec& s) {
  v.field("cut", s.cut, "how tenants are cut into stacks");
  v.field("per_tenant", s.per_tenant, "what a stack holds for each tenant");
}

void describe(Visitor& v, DeliverySpec& s) {
  v.field("repository", s.repository, "which stacks a push starts");
  v.field("runner", s.runner, "the machines of CI");
  v.field("engine", s.engine, "what brings the stacks up, and how long its parts take");
  v.field("stacks", s.stacks, "how tenants are cut into stacks");
}

sim::Duration release_check_of(const DeliverySpec& spec) {
  if (spec.engine.release_check) return *spec.engine.release_check;
  return spec.stacks.per_tenant.chart == Chart::pulled ? 1200ms : 200ms;
}

sim::Duration write_per_megabyte_of(const EngineSpec& engine) {
  if (engine.write_per_megabyte) return *engine.write_per_megabyte;
  return engine.state == StateBackend::cloud ? 100ms : 450ms;
}

}  // namespace paddock::models
