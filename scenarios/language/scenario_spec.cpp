#include "scenarios/language/scenario_spec.hpp"

#include <algorithm>

#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

using namespace models;

void describe_as_value(Visitor& v, AtSpec& s) {
  if (v.alternative(Shape::scalar, true, "a length of time from the start, or `STEP + 10m` from when a step began")) {
    std::string text = s.step.value_or("") + (s.step ? " + " : "") + write_seconds(s.delay.seconds.mean());
    v.value(text);
    if (!v.reading()) return;
    const auto plus = text.find('+');
    std::string delay = plus == std::string::npos ? text : text.substr(plus + 1);
    if (const auto begin = delay.find_first_not_of(' '); begin != std::string::npos) delay.erase(0, begin);
    auto parsed = parse_seconds(delay);
    if (plus != std::string::npos) {
      s.step = text.substr(0, text.find_first_of(" +"));
    } else if (!std::holds_alternative<double>(parsed) && !text.empty() && text.find_first_of("0123456789") != 0) {
      s.step = text;  // the very moment at which the step began
      parsed = 0.0;
    }
    if (const double* seconds = std::get_if<double>(&parsed); seconds && *seconds >= 0)
      s.delay.seconds = sim::Distribution::constant(*seconds);
    else
      v.problem("a moment is a length of time like 20m, or STEP + 10m");
  }
  if (v.alternative(Shape::mapping, false, "a random length of time from the start")) v.value(s.delay);
}

void describe_as_value(Visitor& v, ShareOfRuns& s) {
  std::string text = write_percentage(s.share) + " of runs";
  v.value(text);
  if (!v.reading()) return;
  const std::string_view tail = " of runs";
  const auto parsed =
      parse_percentage(text.ends_with(tail) ? std::string_view(text).substr(0, text.size() - tail.size()) : "");
  if (const double* share = std::get_if<double>(&parsed); share && *share > 0 && *share <= 1)
    s.share = *share;
  else
    v.problem("a share of runs is written as `20% of runs`");
}

void describe(Visitor& v, LoseSpec& s) {
  v.field("zone", s.zone, "a zone by name, or any, each, largest, worst, all");
  v.field("region", s.region, "a region by name, or any, each, largest, worst, all");
  if (v.reading() && s.zone.has_value() == s.region.has_value()) v.problem("lose either a `zone` or a `region`");
}

namespace {
bool chooses_node(const std::string& text) {
  return text == "any" || text == "largest" || std::ranges::count(text, '/') == 3;
}
constexpr std::string_view how_to_choose_a_node =
    "a node is chosen by `any`, by `largest` or by its name, such as eu-central-1/a/general/3; for all of them lose "
    "the "
    "zone or drain the group";
}  // namespace

void describe(Visitor& v, CrashSpec& s) {
  v.field("node", s.node,
          "a node by name (REGION/ZONE/GROUP/NUMBER), any, or largest: the node with most CPU requested");
  if (v.reading() && !chooses_node(s.node)) v.problem(std::string(how_to_choose_a_node));
  v.field("region", s.region, "only a node of this region");
}

void describe(Visitor& v, FailOverSpec& s) {
  v.field("database", s.database, "a database by name, or any, each, worst, all, or largest: the one of most tenants",
          required());
}

void describe(Visitor& v, RefuseSpec& s) { v.field("api", s.api, "an API of the fleet's `apis`, or all", required()); }

void describe(Visitor& v, AddNodesSpec& s) {
  v.field("group", s.group, "the node group", required());
  v.field("region", s.region, "where; needed where the fleet has more than one region");
  v.field("count", s.count, "machines to add", between(1, 100000));
}

void describe(Visitor& v, AddSpec& s) {
  v.field("nodes", s.nodes, "machines for a node group");
  v.field("tenants", s.tenants, "populations or single tenants, written as in a fleet");
  v.field("by", s.by, "delivery: through the pipelines, where the fleet has them; hand: at once");
  if (v.reading() && s.nodes.has_value() == !s.tenants.empty()) v.problem("add either `nodes` or `tenants`");
}

void describe(Visitor& v, PushSpec& s) {
  v.field("tenant", s.tenant,
          "whose configuration changes: a tenant by name, any, last, all, or largest: most replicas, then most CPU "
          "requested",
          required());
  v.field("region", s.region, "only tenants of this region");
  v.field("database", s.database, "only tenants on this database");
  v.field("crashes_after", s.crashes_after, "the version is a bad one: its process ends so long after each start",
          positive());
  v.field("image_missing", s.image_missing, "the version is a bad one: its image is not in the registry");
  if (v.reading() && s.crashes_after && s.image_missing)
    v.problem("a version whose image is missing never starts; give `crashes_after` or `image_missing`");
}

void describe(Visitor& v, DrainSpec& s) {
  v.field("node", s.node,
          "a node by name (REGION/ZONE/GROUP/NUMBER), any, or largest: the node with most CPU requested");
  v.field("group", s.group, "all nodes of this node group");
  v.field("region", s.region, "where; a group needs it where the fleet has more than one region");
  v.field("at_once", s.at_once, "of a group: nodes that may be down for it together, or a percentage of them");
  v.field("replace", s.replace, "a drained node is terminated and its group launches another");
  if (!v.reading()) return;
  if (s.node.has_value() == s.group.has_value()) v.problem("drain either a `node` or a `group`");
  if (s.node && !chooses_node(*s.node)) v.problem(std::string(how_to_choose_a_node));
  if (s.at_once.value <= 0 || (s.at_once.is_percent && s.at_once.value >= 1))
    v.problem("`at_once` is a number of nodes from 1, or a percentage below 100%");
}

namespace {
constexpr std::string_view which_tenants =
    "a tenant by name, any, last, all, or largest: most replicas, then most CPU requested";
}  // namespace

void describe(Visitor& v, SetSpec& s) {
  v.field("tenant", s.tenant, which_tenants, required());
  v.field("region", s.region, "only tenants of this region");
  v.field("replicas", s.replicas, "pods of each from now on, until a release says its own number", required(),
          between(0, 1000));
}

void describe(Visitor& v, RollBackSpec& s) {
  v.field("tenant", s.tenant, which_tenants, required());
  v.field("region", s.region, "only tenants of this region");
}

void describe(Visitor& v, ZonalShiftSpec& s) {
  v.field("away_from", s.away_from,
          "a zone by name, any, largest, or STEP.zone: the zone that an earlier step was about", required());
  v.field("cluster", s.cluster, "the EKS cluster's shift: nodes cordoned, endpoints of the zone left out");
  v.field("balancer", s.balancer, "the balancer's shift: its address in the zone leaves DNS");
  if (v.reading() && !s.cluster && !s.balancer) v.problem("a zonal shift is of the `cluster`, the `balancer` or both");
}

void describe(Visitor& v, RestartSpec& s) {
  v.field("control_plane", s.control_plane, "the API servers of this region, one after the other");
  v.field("daemonset", s.daemonset, "the DaemonSet of this name, node by node");
  v.field("region", s.region, "where; a DaemonSet needs it where the fleet has more than one region");
  if (v.reading() && s.control_plane.has_value() == s.daemonset.has_value())
    v.problem("restart either a `control_plane` or a `daemonset`");
  if (v.reading() && s.control_plane && s.region) v.problem("`region` goes with `daemonset`");
}

std::vector<std::string> verbs() {
  return {"lose", "crash", "fail_over", "refuse", "add", "push", "drain", "set", "roll_back", "zonal_shift", "restart"};
}

namespace {
struct PartialSpec {
  HowSpec& how;
};
void describe(Visitor& v, PartialSpec& s) {
  v.field("partial", s.how.partial, "the share of the zone's machines that are lost", required(), percent(),
          between(0.01, 0.99));
  v.field("how", s.how.how, "whether they lose power or the network");
}
}  // namespace

void describe_as_value(Visitor& v, HowSpec& s) {
  if (v.alternative(Shape::scalar, s.partial == 1,
                    "power: machines stop; partition: they run on and nobody outside the zone reaches them"))
    visit(v, s.how);
  if (v.alternative(Shape::mapping, s.partial != 1, "some of the zone's machines, drawn in each run")) {
    PartialSpec partial{s};
    visit(v, partial);
  }
}

void describe(Visitor& v, StepSpec& s) {
  v.field("name", s.name, "what targets and other steps call it", required());
  v.field("at", s.at, "when it begins");
  v.field("after", s.after, "begins when this step is over");
  v.field("lose", s.lose, "a zone or a region loses power");
  v.field("crash", s.crash, "a machine stops");
  v.field("fail_over", s.fail_over, "a database moves to its standby");
  v.field("refuse", s.refuse, "an API refuses every call");
  v.field("add", s.add, "machines or tenants");
  v.field("push", s.push, "a change of tenants' configuration reaches the repository");
  v.field("drain", s.drain, "nodes are emptied: their pods are evicted as far as budgets allow");
  v.field("set", s.set, "tenants get another number of pods");
  v.field("roll_back", s.roll_back, "tenants go back to the version before their present one");
  v.field("zonal_shift", s.zonal_shift, "traffic and new pods leave a zone that stands");
  v.field("restart", s.restart, "a control plane or a DaemonSet gets a new version");
  v.field("how", s.how, "how it is lost; power, if it is not said");
  v.field("for", s.lasts, "how long it lasts; without it, for good");
  v.field("in", s.in, "the share of runs in which it happens");
  if (!v.reading()) return;
  const int given = int{s.lose.has_value()} + s.crash.has_value() + s.fail_over.has_value() + s.refuse.has_value() +
                    s.add.has_value() + s.push.has_value() + s.drain.has_value() + s.set.has_value() +
                    s.roll_back.has_value() + s.zonal_shift.has_value() + s.restart.has_value();
  if (given != 1)
    v.problem(
        "a step has exactly one verb: lose, crash, fail_over, refuse, add, push, drain, set, roll_back, zonal_shift or "
        "restart");
  if (s.how && !s.lose) v.problem("`how` goes with `lose`");
  if (s.how && s.how->partial != 1 && s.lose && !s.lose->zone) v.problem("`partial` goes with the loss of a zone");
  if (s.at.has_value() == s.after.has_value()) v.problem("a step has exactly one of `at` and `after`");
}

void describe_as_value(Visitor& v, ExpectSpec& s) {
  if (v.alternative(Shape::scalar, s.rows.size() == 1, "what every row must come to")) {
    s.rows.resize(1);
    visit(v, s.rows.front());
  }
  if (v.alternative(Shape::sequence, s.rows.size() != 1, "what each row must come to, in order")) visit(v, s.rows);
}

void describe(Visitor& v, StartSpec& s) {
  v.field("aged", s.aged, "how long the fleet's `life` has gone on when the scenario begins", at_least(0));
  v.field("life_goes_on", s.life_goes_on, "whether it goes on after that");
}

void describe(Visitor& v, ScenarioSpec& s) {
  v.field("paddock", s.paddock, "version of the language", required(), between(1, 1));
  v.field("scenario", s.scenario, "name of the scenario", required());
  v.field("about", s.about, "what it asks, in a sentence");
  v.field("fleet", s.fleet, "the fleet file, relative to this file", required());
  v.field("start", s.start, "how the run begins");
  v.field("horizon", s.horizon, "how long a run is", positive());
  v.field("timeline", s.timeline, "what happens, step by step");
  v.field("targets", s.targets, "what must hold", required());
  v.field("watch", s.watch, "what is reported and never gates");
  v.field("vary", s.vary, "paths of the fleet or scenario, each with the values to try");
  v.field("confidence", s.confidence, "of every verdict", percent(), between(0.5, 0.9999));
  v.field("expect", s.expect, "the verdict that is expected");
  v.field("because", s.because, "with `expect: fail`: a cause that must stand in the decisive run's chain");
  if (v.reading() && s.targets.empty()) v.problem("a scenario has at least one target");
  if (v.reading() && s.because && std::ranges::find(s.expect.rows, Expectation::fail) == s.expect.rows.end())
    v.problem("`because` goes with `expect: fail`");
}

}  // namespace paddock::scenarios
