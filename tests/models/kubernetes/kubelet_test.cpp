// Image pulls: one at a time on each node.
#include "models/kubernetes/kubelet.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

constexpr NodeId node{0};

Kubelets cold() { return Kubelets(*SmallFleet{}.make()); }

TEST(ImagePulls, OfANodeComeOneAfterTheOther) {
  Kubelets kubelets = cold();
  EXPECT_EQ(kubelets.pull(at_s(100), {}, node, {0, 1}, 10s).at, at_s(110));
  EXPECT_EQ(kubelets.pull(at_s(101), {}, node, {0, 2}, 7s).at, at_s(117)) << "begins when the first has ended";
  EXPECT_EQ(kubelets.pull(at_s(101), {}, NodeId{1}, {0, 2}, 7s).at, at_s(108)) << "another node has its own line";
  EXPECT_EQ(kubelets.pull(at_s(200), {}, node, {0, 3}, 7s).at, at_s(207));
}

TEST(ImagePulls, ASecondPodWaitsForThePullThatIsUnderWay) {
  Kubelets kubelets = cold();
  kubelets.pull(at_s(100), {}, node, {0, 1}, 10s);
  EXPECT_EQ(kubelets.pull(at_s(104), {}, node, {0, 1}, 10s).at, at_s(110));
  EXPECT_EQ(kubelets.pull(at_s(111), {}, node, {0, 1}, 10s).at, at_s(111)) << "the node has it";
}

TEST(ImagePulls, RunBesideEachOtherWhereTheyMay) {
  Kubelets kubelets = cold();
  const KubeletSpec parallel{.serialize_image_pulls = false};
  EXPECT_EQ(kubelets.pull(at_s(100), parallel, node, {0, 1}, 10s).at, at_s(110));
  EXPECT_EQ(kubelets.pull(at_s(101), parallel, node, {0, 2}, 7s).at, at_s(108));
}

TEST(ImagePulls, BeyondTheRegistryLimitAreRefused) {
  // A burst of 10, and 5 a second: the 11th at one moment finds no token; a fifth of a second later there is one.
  Kubelets kubelets = cold();
  for (std::uint32_t version = 1; version <= 10; ++version)
    EXPECT_TRUE(kubelets.pull(at_s(100), {}, node, {0, version}, 0s).there) << version;
  EXPECT_FALSE(kubelets.pull(at_s(100), {}, node, {0, 11}, 0s).there);
  EXPECT_TRUE(kubelets.pull(at_s(100.2), {}, node, {0, 11}, 0s).there);
  EXPECT_TRUE(kubelets.pull(at_s(100.2), {.registry_pull_qps = 0}, node, {0, 12}, 0s).there) << "0: no limit";
}

TEST(ImagePulls, AreLostWithTheMachineAndImagesAreNot) {
  Kubelets kubelets = cold();
  kubelets.pull(at_s(100), {}, node, {0, 1}, 10s);
  kubelets.machine_stopped(at_s(105), node);
  EXPECT_EQ(kubelets.pull(at_s(200), {}, node, {0, 1}, 10s).at, at_s(210)) << "from the beginning";
  kubelets.machine_stopped(at_s(300), node);
  EXPECT_EQ(kubelets.pull(at_s(400), {}, node, {0, 1}, 10s).at, at_s(400));
}

/// Populations of one tenant with one replica on one node: each has an image of its own.
FleetSpec populations(std::size_t count) {
  FleetSpec spec = SmallFleet{.nodes = 1, .tenants = 1, .replicas = 1}.spec();
  for (std::size_t i = 1; i < count; ++i) {
    spec.tenants.push_back(spec.tenants[0]);
    spec.tenants.back().group = "t" + std::to_string(i);
  }
  return spec;
}

std::vector<double> starts_after_releases(const FleetSpec& spec) {
  auto run = run_of(spec);
  for (std::uint32_t t = 0; t < run.world().fleet->tenants.size(); ++t)
    run.agenda().at(at_s(10), ReleaseApplied{TenantId{t}});
  Seen<PodStarted> started;
  run.run_until(at_s(60), started);
  return started.at_s;
}

TEST(ImagePulls, OfThreeImagesOnOneNodeHoldUpItsPods) {
  // Pulls of 2 s from 10 s on, one after the other, and 3 s for the containers of each.
  EXPECT_EQ(starts_after_releases(populations(3)), (std::vector<double>{15, 17, 19}));
}

TEST(ImagePulls, TakeAsLongAsTheImageIsLarge) {
  FleetSpec spec = populations(2);
  for (TenantSpec& tenants : spec.tenants) tenants.start.image = ImageSpec{Bytes{350'000'000}};
  // 350 MB at 50 MB/s: 7 s each.
  EXPECT_EQ(starts_after_releases(spec), (std::vector<double>{20, 27}));
  spec.regions[0].second.nodes[0].second.kubelet.pull_throughput = Bytes{100'000'000};
  EXPECT_EQ(starts_after_releases(spec), (std::vector<double>{16.5, 20}));
}

TEST(ImagePulls, TenantsOfOnePopulationShareTheImage) {
  FleetSpec spec = SmallFleet{.nodes = 1, .tenants = 3, .replicas = 1}.spec();
  EXPECT_EQ(starts_after_releases(spec), (std::vector<double>{15, 15, 15}));
}

TEST(ImagePulls, NoTwoAtATimeOnAnyNodeWhateverHappens) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    FleetSpec spec = populations(6);
    spec.regions[0].second.nodes[0].second.size.now = 4;
    for (TenantSpec& tenants : spec.tenants) {
      tenants.count = 3, tenants.replicas = 2;
      tenants.start.pull.seconds = sim::Distribution::uniform(1, 40);
    }
    auto run = run_of(spec, seed);
    auto draw = sim::Draw({seed, 0}, sim::luck("test.kubelet", 0), 0);
    for (int i = 0; i < 30; ++i)
      run.agenda().at(at_s(static_cast<double>(draw.below(400))),
                      ReleaseApplied{TenantId{static_cast<std::uint32_t>(draw.below(18))}});
    run.agenda().at(at_s(100), NodeDown{NodeId{1}});
    run.agenda().at(at_s(130), NodeUp{NodeId{1}});
    std::size_t most = 0;
    run.run_until(at_s(1000), [&](const World& w, Time, const sim::EventRecord&) {
      const auto& arrivals = w.kubelets.arrivals();
      most = std::max(most, arrivals.size());
      for (std::size_t i = 0; i < arrivals.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
          if (arrivals[i].node == arrivals[k].node) {
            ASSERT_LE(arrivals[k].at, arrivals[i].begins);
          }
    });
    EXPECT_GT(most, 4u) << "some waited";
  }
}

}  // namespace
}  // namespace paddock::models
