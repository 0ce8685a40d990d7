// Room for the loss of a zone, by hand, on the fleet of the story.
#include <gtest/gtest.h>

#include "scenarios/experiment/fleet_file.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

struct Room {
  std::int64_t pods_a_node, pods, nodes;
};
Room room_of(const std::vector<Setting>& set) {
  Problems problems;
  const auto loaded = load_fleet(std::string(PADDOCK_ROOT) + "/scenarios/fleets/unleash-2022.yaml", set, problems);
  EXPECT_TRUE(loaded) << problems.to_text();
  if (!loaded) return {};
  const NodeGroup& group = loaded->fleet.groups.back();
  std::int64_t pods = 0;
  for (const Tenant& tenant : loaded->fleet.tenants)
    if (tenant.region == group.region) pods += loaded->fleet.workloads[tenant.workload].replicas;
  return {group.room.cpu.value / loaded->fleet.workloads.front().request.cpu.value, pods, group.nodes_at_start};
}

// t4g.xlarge: 3,920m allocatable, 180m of daemonsets, 3,740m left: 14 pods of 250m, 7 of 500m.
TEST(Headroom, OfTheFleetOfTheStory) {
  const Room room = room_of({});
  EXPECT_EQ(room.pods_a_node, 14);
  EXPECT_EQ(room.pods, 115 * 2);
  EXPECT_EQ(ceil_div(room.pods, room.pods_a_node), 17) << "nodes that the pods need";
  EXPECT_EQ(room.nodes * 2 / 3 * room.pods_a_node, 280) << "two zones of thirty nodes take them";
  EXPECT_GE(280, room.pods);
  EXPECT_EQ(21 * 2 / 3 * room.pods_a_node, 196) << "two zones of twenty-one do not";
  EXPECT_LT(196, room.pods);
}

TEST(Headroom, AtTwiceTheRequest) {
  const Room room = room_of({{"templates.unleash.requests.cpu", "500m"}});
  EXPECT_EQ(room.pods_a_node, 7);
  EXPECT_EQ(ceil_div(room.pods, room.pods_a_node), 33);
}

}  // namespace
}  // namespace paddock::scenarios
