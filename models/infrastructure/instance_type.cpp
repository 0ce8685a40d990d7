#include "models/infrastructure/instance_type.hpp"

#include <algorithm>
#include <array>

namespace paddock::models {
namespace {

// Sizes and network limits of EC2 instance types as published in aws/karpenter-provider-aws at 1d92708 (2026-08-21):
// website/content/en/docs/reference/instance-types.md and pkg/providers/instancetype/zz_generated.vpclimits.go.
// name, architecture, vCPU, MiB, network interfaces, IPv4 addresses an interface
constexpr auto catalogue = std::to_array<InstanceType>({
    {"t4g.nano", Architecture::arm64, 2, 512, 2, 2},        {"t4g.micro", Architecture::arm64, 2, 1024, 2, 2},
    {"t4g.small", Architecture::arm64, 2, 2048, 3, 4},      {"t4g.medium", Architecture::arm64, 2, 4096, 3, 6},
    {"t4g.large", Architecture::arm64, 2, 8192, 3, 12},     {"t4g.xlarge", Architecture::arm64, 4, 16384, 4, 15},
    {"t4g.2xlarge", Architecture::arm64, 8, 32768, 4, 15},  {"t3.medium", Architecture::amd64, 2, 4096, 3, 6},
    {"t3.large", Architecture::amd64, 2, 8192, 3, 12},      {"t3.xlarge", Architecture::amd64, 4, 16384, 4, 15},
    {"t3.2xlarge", Architecture::amd64, 8, 32768, 4, 15},   {"t3a.xlarge", Architecture::amd64, 4, 16384, 4, 15},
    {"m5.large", Architecture::amd64, 2, 8192, 3, 10},      {"m5.xlarge", Architecture::amd64, 4, 16384, 4, 15},
    {"m5.2xlarge", Architecture::amd64, 8, 32768, 4, 15},   {"m5.4xlarge", Architecture::amd64, 16, 65536, 8, 30},
    {"c5.xlarge", Architecture::amd64, 4, 8192, 4, 15},     {"r5.xlarge", Architecture::amd64, 4, 32768, 4, 15},
    {"m6g.medium", Architecture::arm64, 1, 4096, 2, 4},     {"m6g.large", Architecture::arm64, 2, 8192, 3, 10},
    {"m6g.xlarge", Architecture::arm64, 4, 16384, 4, 15},   {"m6g.2xlarge", Architecture::arm64, 8, 32768, 4, 15},
    {"m6g.4xlarge", Architecture::arm64, 16, 65536, 8, 30}, {"c6g.large", Architecture::arm64, 2, 4096, 3, 10},
    {"c6g.xlarge", Architecture::arm64, 4, 8192, 4, 15},    {"c6g.2xlarge", Architecture::arm64, 8, 16384, 4, 15},
    {"r6g.large", Architecture::arm64, 2, 16384, 3, 10},    {"r6g.xlarge", Architecture::arm64, 4, 32768, 4, 15},
    {"r6g.2xlarge", Architecture::arm64, 8, 65536, 4, 15},  {"m6i.xlarge", Architecture::amd64, 4, 16384, 4, 15},
    {"m6i.2xlarge", Architecture::amd64, 8, 32768, 4, 15},  {"c6i.xlarge", Architecture::amd64, 4, 8192, 4, 15},
    {"m7g.medium", Architecture::arm64, 1, 4096, 2, 4},     {"m7g.large", Architecture::arm64, 2, 8192, 3, 10},
    {"m7g.xlarge", Architecture::arm64, 4, 16384, 4, 15},   {"m7g.2xlarge", Architecture::arm64, 8, 32768, 4, 15},
    {"m7g.4xlarge", Architecture::arm64, 16, 65536, 8, 30}, {"c7g.large", Architecture::arm64, 2, 4096, 3, 10},
    {"c7g.xlarge", Architecture::arm64, 4, 8192, 4, 15},    {"c7g.2xlarge", Architecture::arm64, 8, 16384, 4, 15},
    {"r7g.large", Architecture::arm64, 2, 16384, 3, 10},    {"r7g.xlarge", Architecture::arm64, 4, 32768, 4, 15},
    {"r7g.2xlarge", Architecture::arm64, 8, 65536, 4, 15},  {"m7i.xlarge", Architecture::amd64, 4, 16384, 4, 15},
    {"m8g.xlarge", Architecture::arm64, 4, 16384, 4, 15},   {"c8g.xlarge", Architecture::arm64, 4, 8192, 4, 15},
});

}  // namespace

std::span<const InstanceType> instance_types() { return catalogue; }

std::optional<InstanceType> find_instance_type(std::string_view name) {
  const auto at = std::ranges::find(catalogue, name, &InstanceType::name);
  return at == catalogue.end() ? std::nullopt : std::optional(*at);
}

int max_pods(const InstanceType& type) { return type.interfaces * (type.addresses_per_interface - 1) + 2; }

sim::MilliCores kube_reserved_cpu(int vcpus) {
  // In hundredths of a percent of a core: 6 % of the first, 1 % of the second, 0.5 % of the third and fourth, 0.25 % of
  // each further one.
  std::int64_t reserved = 0;
  for (int core = 1; core <= vcpus; ++core) reserved += core == 1 ? 600 : core == 2 ? 100 : core <= 4 ? 50 : 25;
  return {reserved / 10};
}

sim::MilliCores allocatable_cpu(const InstanceType& type) {
  return sim::MilliCores{1000} * type.vcpus - kube_reserved_cpu(type.vcpus);
}

sim::Bytes allocatable_memory(const InstanceType& type) {
  constexpr std::int64_t reserved_mib = 255, reserved_mib_a_pod = 11, eviction_mib = 100;
  return sim::mebibyte * (type.memory_mib - reserved_mib - reserved_mib_a_pod * max_pods(type) - eviction_mib);
}

}  // namespace paddock::models
