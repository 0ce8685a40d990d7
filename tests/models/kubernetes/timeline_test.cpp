// A zone of 30 nodes, and all three, lose power at L = 100 s: when what is said and done about it, with the arithmetic.
#include <map>
#include <string>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

constexpr double lost_at = 100;
constexpr std::size_t nodes_of_zone = 30;

struct ClusterCase {
  Flavour flavour;
  int grace;  // EKS and upstream before 1.32 give 40 s, upstream from it on 50 s; either may be set
};

class ZoneOf30 : public testing::TestWithParam<ClusterCase> {
 protected:
  models::Run run(std::uint64_t seed) const {
    FleetSpec spec = SmallFleet{.flavour = GetParam().flavour, .nodes = 90, .tenants = 90}.spec();
    spec.regions[0].second.cluster.grace = std::chrono::seconds{GetParam().grace};
    return run_of(spec, seed);
  }
  // The last lease is 0 to 10 s old when the power goes, and the controller looks each 5 s.
  double noticed_from() const { return lost_at - 10 + GetParam().grace; }
  double noticed_by() const { return lost_at + GetParam().grace + 5; }
};

/// The slice is written within a second or two of the look: EndpointSlice controllers batch for at most 1 s, and
/// kube-proxy writes its rules once a second.
TEST_P(ZoneOf30, IsNoticedAndOutOfTheEndpoints) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto zone = run(seed);
    zone.agenda().at(at_s(lost_at), ZoneLost{ZoneId{0}});
    Seen<NodeUnknown> unknown;
    Seen<EndpointGone> gone;
    run_until(zone, at_s(300), unknown, gone);
    ASSERT_EQ(unknown.at_s.size(), nodes_of_zone);
    EXPECT_GE(unknown.at_s.front(), noticed_from());
    EXPECT_LE(unknown.at_s.back(), noticed_by());
    EXPECT_NEAR(static_cast<double>(gone.at_s.size()), 60, 3) << "a third of 180 pods";
    EXPECT_GE(gone.at_s.front(), noticed_from());
    EXPECT_LE(gone.at_s.back(), noticed_by() + 2);
  }
}

/// Upstream taints a node each 10 s (0.1/s), whole zones too, and pods tolerate it for 300 s: the last of 30 nodes is
/// tainted 29 x 10 s after the first. The limiter may give the first two one after the other. A replacement is Ready
/// 2 s of pull (if its node has no such image) + 3 s of containers + 30 s + 4 x 10 s of probes later. EKS tells a zone
/// that is gone from nodes that are, and evicts nothing.
TEST_P(ZoneOf30, IsReplacedOrNot) {
  auto zone = run(1);
  zone.agenda().at(at_s(lost_at), ZoneLost{ZoneId{0}});
  Seen<TolerationsOver> over;
  Seen<PodDeleted> deleted;
  Seen<PodReady> ready;
  run_until(zone, at_s(3600), over, deleted, ready);
  if (GetParam().flavour == Flavour::eks) {
    EXPECT_TRUE(over.at_s.empty());
    EXPECT_TRUE(deleted.at_s.empty());
    EXPECT_TRUE(ready.at_s.empty());
    return;
  }
  ASSERT_EQ(over.at_s.size(), nodes_of_zone);
  EXPECT_GE(over.at_s.front(), noticed_from() + 300);
  EXPECT_LE(over.at_s.front(), noticed_by() + 300);
  EXPECT_NEAR(over.at_s.back() - over.at_s.front(), 29 * 10, 10);
  EXPECT_NEAR(static_cast<double>(deleted.at_s.size()), 60, 3) << "a third of 180 pods";
  ASSERT_EQ(ready.at_s.size(), deleted.at_s.size());
  EXPECT_GE(ready.at_s.front(), deleted.at_s.front() + 73);
  EXPECT_LE(ready.at_s.front(), deleted.at_s.front() + 77);
  EXPECT_GE(ready.at_s.back(), deleted.at_s.back() + 73);
  EXPECT_LE(ready.at_s.back(), deleted.at_s.back() + 77);
  EXPECT_NEAR(deleted.at_s.back() - deleted.at_s.front(), 29 * 10, 30) << "the first and the last node may be empty";
}

INSTANTIATE_TEST_SUITE_P(All, ZoneOf30,
                         testing::Values(ClusterCase{Flavour::eks, 40}, ClusterCase{Flavour::eks, 50},
                                         ClusterCase{Flavour::upstream, 40}, ClusterCase{Flavour::upstream, 50}),
                         [](const auto& of) {
                           return (of.param.flavour == Flavour::eks ? "eks" : "upstream") +
                                  std::to_string(of.param.grace);
                         });

/// All zones go and come back together 20 min later: nobody is evicted, for no node would be better. Machines boot in
/// 30 to 90 s, are Ready within the controller's next 5 s, and the containers begin again: 3 s and 70 s of probes.
TEST(AllZones, DownAndBackTogether) {
  for (const Flavour flavour : {Flavour::eks, Flavour::upstream}) {
    auto run = SmallFleet{.flavour = flavour, .nodes = 90, .tenants = 90}.run();
    constexpr double back_at = lost_at + 1200;
    for (const std::uint32_t zone : {0U, 1U, 2U}) {
      run.agenda().at(at_s(lost_at), ZoneLost{ZoneId{zone}});
      run.agenda().at(at_s(back_at), ZoneBack{ZoneId{zone}});
    }
    Seen<NodeUnknown> unknown;
    Seen<NodeReady> returned;
    Seen<PodDeleted> deleted;
    Seen<PodReady> ready;
    run_until(run, at_s(3600), unknown, returned, deleted, ready);
    EXPECT_EQ(unknown.at_s.size(), 90u);
    EXPECT_TRUE(deleted.at_s.empty());
    ASSERT_EQ(returned.at_s.size(), 90u);
    EXPECT_GE(returned.at_s.front(), back_at + 30);
    EXPECT_LE(returned.at_s.back(), back_at + 90 + 5);
    ASSERT_EQ(ready.at_s.size(), 180u) << "the same pods";
    EXPECT_GE(ready.at_s.front(), back_at + 30 + 70);
    EXPECT_LE(ready.at_s.back(), back_at + 95 + 80);
    for (std::uint32_t tenant = 0; tenant < 90; ++tenant) ASSERT_EQ(run.world().pods.ready_of(TenantId{tenant}), 2u);
    for (const std::uint32_t zone : {0U, 1U, 2U})
      EXPECT_EQ(run.world().node_health.state(ZoneId{zone}), ZoneState::normal);
  }
}

/// Three tenants that bear an unreachable node for 60 s, for ever, and for as long as Kubernetes has it.
TEST(Tolerations, OfEachTenantRunOutByThemselves) {
  FleetSpec spec = SmallFleet{.flavour = Flavour::upstream, .nodes = 3, .tenants = 1, .replicas = 3}.spec();
  spec.tenants.resize(3, spec.tenants.front());
  spec.tenants[0].group = "hasty", spec.tenants[1].group = "patient", spec.tenants[2].group = "usual";
  spec.tenants[0].tolerations.unreachable = std::chrono::seconds{60};
  spec.tenants[1].tolerations.unreachable.reset();
  for (TenantSpec& tenant : spec.tenants) tenant.spread.zone = ZoneSpreadSpec{1, WhenUnsatisfiable::do_not_schedule};
  auto run = run_of(spec);
  run.agenda().at(at_s(lost_at), ZoneLost{ZoneId{0}});
  std::map<std::string, double> deleted_at;
  double tainted_at = 0;
  run.run_until(at_s(3600), [&](const World& w, Time now, const sim::EventRecord& event) {
    if (event.as<TaintAllowed>()) tainted_at = sim::to_seconds(now.time_since_epoch());
    if (const auto deleted = event.as<PodDeleted>())
      deleted_at[(*w.fleet)[w.pods[deleted->pod].tenant].name] = sim::to_seconds(now.time_since_epoch());
  });
  ASSERT_EQ(deleted_at.size(), 2u) << "the patient one stays";
  EXPECT_DOUBLE_EQ(deleted_at["hasty-1"], tainted_at + 60);
  EXPECT_DOUBLE_EQ(deleted_at["usual-1"], tainted_at + 300);
}

}  // namespace
}  // namespace paddock::models
