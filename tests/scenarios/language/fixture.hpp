// Small described types that the tests of the language read and write, and helpers to read text in one line.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::fixture {

using models::Visitor;

enum class Supply : std::uint8_t { self_managed, managed, karpenter };
constexpr std::array<std::string_view, 3> names(Supply) { return {"self_managed", "managed", "karpenter"}; }

struct Size {
  std::int64_t now = 3;
  std::uint16_t max = 90;
};
inline void describe(Visitor& v, Size& s) {
  v.field("now", s.now, "nodes at the start", models::required(), models::between(0, 1000));
  v.field("max", s.max, "most nodes");
}

/// "all", or a list of names: a value in two shapes.
struct Zones {
  bool all = true;
  std::vector<std::string> list;
};
inline void describe_as_value(Visitor& v, Zones& z) {
  if (v.alternative(models::Shape::scalar, z.all, "all: every zone")) {
    std::string text = "all";
    v.value(text);
    if (text != "all") v.problem("neither `all` nor a list of zones");
    z.all = true;
  }
  if (v.alternative(models::Shape::sequence, !z.all, "names of zones")) {
    z.all = false;
    visit(v, z.list);
  }
}

struct Probe {
  sim::Duration period = std::chrono::seconds{10};
  std::int64_t failures = 3;
};
inline void describe(Visitor& v, Probe& p) {
  v.field("period", p.period, "time between two probes", models::positive(), models::assumed("the stock chart"));
  v.field("failures", p.failures, "failures until it is down", models::at_least(1));
}

struct Group {
  Supply supply = Supply::self_managed;
  std::string type = "t4g.xlarge";
  Size size;
  Zones zones;
  sim::MilliCores cpu{250};
  sim::Bytes memory{200 << 20};
  sim::Money price{134'400};
  bool spot = false;
  double jitter = 0.1;
  double refill = 10;
  double weight = 1;
  std::optional<Probe> probe;
  std::optional<std::string> budget = "one";
  models::DurationDistribution launch{sim::Distribution::lognormal_median_p95(80, 118)};
  sim::Distribution clients = sim::Distribution::constant(40);
  std::vector<Probe> probes;
};
inline void describe(Visitor& v, Group& g) {
  v.field("supply", g.supply, "who adds machines");
  v.field("type", g.type, "instance type");
  v.field("size", g.size, "how many nodes", models::required());
  v.field("zones", g.zones, "zones it spreads over");
  v.field("cpu", g.cpu, "CPU of a pod");
  v.field("memory", g.memory, "memory of a pod", models::at_least(1 << 20));
  v.field("price", g.price, "dollars an hour");
  v.field("spot", g.spot, "bought on the spot market");
  v.field("jitter", g.jitter, "share of the period", models::percent(), models::between(0, 1));
  v.field("refill", g.refill, "calls per second", models::per_second(), models::positive());
  v.field("weight", g.weight, "a plain number");
  v.field("probe", g.probe, "readiness");
  v.field("budget", g.budget, "name of the budget");
  v.field("launch", g.launch, "until Ready", models::assumed("RDS guide: 60-120 s"));
  v.field("clients", g.clients, "clients of a tenant");
  v.field("probes", g.probes, "more probes");
}

struct Fleet {
  std::int64_t paddock = 1;
  models::NamedMap<Group> groups;
};
inline void describe(Visitor& v, Fleet& f) {
  v.field("paddock", f.paddock, "version of the language", models::required());
  v.field("groups", f.groups, "node groups by name");
}

/// What came of reading a text: a value, or the problems as text.
template <class T>
struct Outcome {
  T value{};
  bool good = false;
  scenarios::Problems problems;
  scenarios::Assumptions assumptions;
  std::string text() const { return problems.to_text(); }
};

template <class T>
Outcome<T> read_text(std::string_view text, std::string_view name = "f.yaml") {
  Outcome<T> out;
  if (const auto node = scenarios::parse_text(name, text, out.problems))
    out.good = scenarios::read(*node, out.value, out.problems, out.assumptions);
  return out;
}

/// Numbers without a pattern, the same in every run.
struct Dice {
  std::uint64_t state;
  std::uint64_t next() {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return state >> 33U;
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  bool coin() { return below(2) == 0; }
};

/// The tree of a text that can be read.
inline scenarios::Node tree(std::string_view text) {
  scenarios::Problems problems;
  auto node = scenarios::parse_text("f.yaml", text, problems);
  EXPECT_TRUE(node) << problems.to_text();
  return node.value_or(scenarios::Node{});
}

}  // namespace paddock::fixture
