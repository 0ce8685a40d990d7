// Node groups: machines of one type, bought together, over some zones of a region.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"
#include "models/kubernetes/count_or_percent.hpp"
#include "sim/units.hpp"

namespace paddock::models {

/// Who adds and replaces the machines of a group.
enum class Supply : std::uint8_t { self_managed, managed };
constexpr std::array<std::string_view, 2> names(Supply) { return {"self_managed", "managed"}; }

/// What EC2 says of instances in a lost zone: nothing (the nodes stay NotReady), stopped, or terminated (the Node
/// objects go).
enum class LostZone : std::uint8_t { unreachable, stopped, terminated };
constexpr std::array<std::string_view, 3> names(LostZone) { return {"unreachable", "stopped", "terminated"}; }

/// "all", or zones by their short names.
struct ZoneSelection {
  bool all = true;
  std::vector<std::string> zones;
};
void describe_as_value(Visitor& v, ZoneSelection& s);

struct ResourcesSpec {
  sim::MilliCores cpu;
  sim::Bytes memory;
};
void describe(Visitor& v, ResourcesSpec& s);

struct DaemonsetSpec {
  std::string name;
  ResourcesSpec requests;
  CountOrPercent max_unavailable{false, 1};
  sim::Duration stop = std::chrono::seconds{1};                   // from deleted to gone
  DurationDistribution start{sim::Distribution::uniform(5, 20)};  // from created to Ready
  bool network = false;
};
void describe(Visitor& v, DaemonsetSpec& s);

struct GroupSizeSpec {
  std::int64_t now = 3;
  std::int64_t min = 0;
  std::int64_t max = 1000;
};
void describe(Visitor& v, GroupSizeSpec& s);

/// What a node offers when no instance type says it (imported nodes of unknown type).
struct AllocatableSpec {
  sim::MilliCores cpu;
  sim::Bytes memory;
  std::int64_t pods = 110;
};
void describe(Visitor& v, AllocatableSpec& s);

/// What a kubelet allows its image pulls.
struct KubeletSpec {
  bool serialize_image_pulls = true;
  std::int64_t registry_pull_qps = 5;  // 0: no limit
  std::int64_t registry_burst = 10;
  sim::Bytes pull_throughput{50'000'000};  // a second
};
void describe(Visitor& v, KubeletSpec& s);

struct NodeGroupSpec {
  Supply supply = Supply::self_managed;
  std::optional<std::string> type;             // an instance type of the catalogue
  std::optional<AllocatableSpec> allocatable;  // overrides what the type offers
  GroupSizeSpec size;
  ZoneSelection zones;
  LostZone lost_zone = LostZone::unreachable;
  std::vector<DaemonsetSpec> daemonsets;
  KubeletSpec kubelet;
  // From the call that adds a node to the node being Ready.
  DurationDistribution launch{sim::Distribution::lognormal_median_p95(65, 125)};
  DurationDistribution boot{sim::Distribution::uniform(30, 90)};  // from power to a kubelet that renews its lease
};
void describe(Visitor& v, NodeGroupSpec& s);

}  // namespace paddock::models
