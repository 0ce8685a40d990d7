// Long random histories. After every step the quick way to decide, the explanation, and a state built anew from what
// is left must agree: nothing that is remembered or counted along the way may drift.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::size_t below(std::size_t n) { return one_of(n, bits()); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <class T>
  const T& any(const std::vector<T>& of) {
    return of[below(of.size())];
  }

 private:
  std::uint64_t state_;
};

const std::vector<std::string> apps{"web", "api", "db"};
const std::vector<std::string> keys{"kubernetes.io/hostname", "topology.kubernetes.io/zone", "rack"};
const std::vector<std::string> spaces{"default", "prod", "dev"};

std::vector<Taint> some_taints(Dice& dice) {
  const std::vector<TaintEffect> effects{TaintEffect::no_schedule, TaintEffect::prefer_no_schedule};
  std::vector<Taint> taints;
  if (dice.chance(30)) taints.push_back({"spot", "true", dice.any(effects)});
  if (dice.chance(15)) taints.push_back({"gpu", "", dice.any(effects)});
  return taints;
}

Labels some_labels(Dice& dice, const std::string& name) {
  Labels labels{{"kubernetes.io/hostname", name}};
  if (!dice.chance(10)) labels["topology.kubernetes.io/zone"] = dice.any(std::vector<std::string>{"a", "b", "c"});
  if (dice.chance(60)) labels["rack"] = dice.any(std::vector<std::string>{"1", "2"});
  if (dice.chance(50)) labels["disk"] = "ssd";
  return labels;
}

NodeSpec some_node(Dice& dice, int number) {
  NodeSpec spec = node("n" + std::to_string(number));
  spec.labels = some_labels(dice, spec.name);
  spec.taints = some_taints(dice);
  spec.allocatable["pods"] = units(static_cast<std::int64_t>(4 + dice.below(20)));
  if (dice.chance(40)) spec.images = {{{"web:1"}, 900'000'000}, {{"db:1"}, 100'000'000}};
  return spec;
}

LabelSelector some_selector(Dice& dice) {
  if (dice.chance(10)) return {};
  if (dice.chance(20)) return {{}, {{"app", Operator::not_in, {dice.any(apps)}}}};
  return having("app", dice.any(apps));
}

PodAffinityTerm some_term(Dice& dice) {
  PodAffinityTerm term;
  term.selector = some_selector(dice);
  term.topology_key = dice.any(keys);
  if (dice.chance(20)) term.namespaces = {dice.any(spaces)};
  if (dice.chance(20)) term.namespace_selector = dice.chance(30) ? LabelSelector{} : having("env", "prod");
  return term;
}

void add_constraints(Dice& dice, PodSpec& p) {
  for (std::size_t i = dice.below(3); i > 0; --i) {
    SpreadConstraint c;
    c.max_skew = static_cast<std::int32_t>(1 + dice.below(3));
    c.topology_key = dice.any(keys);
    c.do_not_schedule = dice.chance(40);
    c.selector = some_selector(dice);
    c.honor_node_affinity = dice.chance(70);
    c.honor_node_taints = dice.chance(30);
    if (dice.chance(20)) c.min_domains = 3;
    p.spread.push_back(c);
  }
  if (dice.chance(15)) p.pod_affinity.required.push_back(some_term(dice));
  if (dice.chance(25)) p.pod_anti_affinity.required.push_back(some_term(dice));
  if (dice.chance(25))
    p.pod_affinity.preferred.push_back({static_cast<std::int32_t>(1 + dice.below(100)), some_term(dice)});
  if (dice.chance(25))
    p.pod_anti_affinity.preferred.push_back({static_cast<std::int32_t>(1 + dice.below(100)), some_term(dice)});
}

PodSpec some_pod(Dice& dice) {
  PodSpec p = pod(static_cast<std::int64_t>(100 * dice.below(12)), static_cast<std::int64_t>(dice.below(3)) * gibibyte,
                  {{"app", dice.any(apps)}});
  p.namespace_name = dice.any(spaces);
  p.priority = static_cast<std::int32_t>(10 * dice.below(4));
  p.containers[0].image = "web:1";
  if (dice.chance(50)) add_constraints(dice, p);
  if (dice.chance(50)) {
    Toleration t;
    t.key = "spot";
    t.exists = true;
    p.tolerations = {t};
  }
  if (dice.chance(15)) p.node_selector = {{"disk", "ssd"}};
  if (dice.chance(20)) p.node_affinity.preferred = {{5, {{{"rack", Operator::exists, {}}}, {}}}};
  if (dice.chance(10)) p.containers[0].host_ports = {{"", "", static_cast<std::int32_t>(80 + dice.below(3))}};
  return p;
}

/// A history, and enough of a record to build its end anew.
struct History {
  Dice dice;
  SmallCluster c;
  std::vector<std::pair<NodeIndex, NodeSpec>> nodes;  ///< in order of coming
  struct Pod {
    BoundPodId row;
    bool terminating;
  };
  std::vector<Pod> pods;  ///< in order of binding
  std::vector<PodSpec> specs;
  int born = 0;

  explicit History(std::uint64_t seed) : dice(seed), c(everything()) {
    c.catalogue.add_namespace("prod", {{"env", "prod"}});
    c.catalogue.add_service({"prod", Labels{{"app", "web"}}});
    for (int i = 0; i < 8; ++i) add_node();
    for (int i = 0; i < 12; ++i) specs.push_back(some_pod(dice));
    const auto budget = c.state.add_budget(c.catalogue, "default", having("app", "db"));
    c.state.set_budget(budget, 1);
  }

  static Profile everything() {
    Profile p;
    p.percentage_of_nodes_to_score = 100;
    return p;
  }

  void add_node() {
    const NodeSpec spec = some_node(dice, born++);
    nodes.emplace_back(c.add(spec), spec);
  }

  void unbind(std::size_t i) {
    c.state.unbind(c.catalogue, pods[i].row);
    pods.erase(pods.begin() + static_cast<std::ptrdiff_t>(i));
  }

  void remove_node() {
    const std::size_t i = dice.below(nodes.size());
    const NodeIndex n = nodes[i].first;
    std::erase_if(pods, [&](const Pod& p) { return c.state.pod(p.row).node == n; });
    c.state.remove_node(c.catalogue, n);
    nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(i));
  }

  void change_node() {
    auto& [n, spec] = nodes[dice.below(nodes.size())];
    switch (dice.below(3)) {
      case 0:
        c.state.set_taints(c.catalogue, n, spec.taints = some_taints(dice));
        break;
      case 1:
        // The zone stays: a node that moves to another goes to the end of its list, which a new state cannot know.
        c.state.set_labels(c.catalogue, n, spec.labels = relabelled(spec));
        break;
      default:
        c.state.set_unschedulable(n, spec.unschedulable = !spec.unschedulable);
    }
  }

  Labels relabelled(const NodeSpec& spec) {
    Labels labels = some_labels(dice, spec.name);
    labels.erase("topology.kubernetes.io/zone");
    const auto zone = spec.labels.find("topology.kubernetes.io/zone");
    if (zone != spec.labels.end()) labels.insert(*zone);
    return labels;
  }

  void step() {
    const std::size_t what = dice.below(100);
    if (what < 60) {
      const ClassId id = c.catalogue.add_class(dice.any(specs));
      if (const auto d = schedule(c.catalogue, c.state, id, dice.bits()); d.node)
        pods.push_back({c.state.bind(c.catalogue, id, *d.node), false});
    } else if (what < 75 && !pods.empty()) {
      unbind(dice.below(pods.size()));
    } else if (what < 85 && !pods.empty()) {
      Pod& p = pods[dice.below(pods.size())];
      p.terminating = true;
      c.state.mark_terminating(c.catalogue, p.row);
    } else if (what < 95) {
      change_node();
    } else if (what < 98 || nodes.size() < 3) {
      add_node();
    } else {
      remove_node();
    }
    if (dice.chance(5)) specs[dice.below(specs.size())] = some_pod(dice);
  }

  ClusterState anew() {
    ClusterState state;
    std::map<NodeIndex, NodeIndex> rows;
    for (const auto& [n, spec] : nodes) rows[n] = state.add_node(c.catalogue, spec);
    for (const Pod& p : pods) {
      const BoundPod& old = c.state.pod(p.row);
      const BoundPodId row = state.bind(c.catalogue, old.pod_class, rows.at(old.node));
      if (p.terminating) state.mark_terminating(c.catalogue, row);
    }
    state.set_budget(state.add_budget(c.catalogue, "default", having("app", "db")), 1);
    return state;
  }

  std::string name(const ClusterState& state, NodeIndex n) const {
    return c.catalogue.symbols().name(state.facts(n).name);
  }
  std::string name(const ClusterState& state, std::optional<NodeIndex> n) const { return n ? name(state, *n) : "none"; }

  /// By name: in which order zones take turns is history that a new state cannot know.
  std::vector<std::string> told(const ClusterState& state, ClassId id) const {
    std::vector<std::string> lines;
    const auto e = explain(c.catalogue, state, id);
    for (const auto& n : e.nodes) {
      auto& line = lines.emplace_back(name(state, n.node));
      line += n.rejection ? " no " + std::string(scheduling::name(n.rejection->plugin)) : " yes";
      for (const auto& reason : n.reasons) line += " " + reason;
      for (const auto& s : n.scores) line += " " + (s ? std::to_string(*s) : "-");
    }
    if (e.preemption)
      for (const auto& k : e.preemption->candidates)
        lines.push_back(name(state, k.node) + " victims " + std::to_string(k.victims.pods.size()) + " beyond " +
                        std::to_string(k.victims.violations));
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  std::string least(const ClusterState& state, const std::vector<NodeIndex>& best) const {
    std::string result = "none";
    for (const NodeIndex n : best)
      if (result == "none" || name(state, n) < result) result = name(state, n);
    return result;
  }

  void check() {
    ClusterState built = anew();
    for (const PodSpec& spec : specs) {
      const ClassId id = c.catalogue.add_class(spec);
      c.state.sync(c.catalogue);
      built.sync(c.catalogue);
      const auto e = explain(c.catalogue, c.state, id);
      ASSERT_EQ(told(c.state, id), told(built, id));
      const auto before = c.state.start_index();
      ASSERT_EQ(name(c.state, schedule(c.catalogue, c.state, id, {}).node), least(c.state, e.best));
      c.state.set_start_index(before);
      if (!e.preemption) continue;
      ASSERT_EQ(name(c.state, preempt(c.catalogue, c.state, id, {}).node), least(c.state, e.preemption->best));
    }
  }
};

class Histories : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Histories, RememberNothingWrong) {
  History history(GetParam());
  for (int i = 0; i < 150; ++i) {
    history.step();
    if (i % 5 == 4) {
      history.check();
      if (HasFatalFailure()) FAIL() << "history " << GetParam() << ", step " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scheduler, Histories, testing::Range<std::uint64_t>(1, 25));

}  // namespace
}  // namespace paddock::models::scheduling
