// Machines that EC2 rents, and what of each a Kubernetes node may use. The catalogue is constant.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/units.hpp"

namespace paddock::models {

enum class Architecture : std::uint8_t { arm64, amd64 };

/// One machine type: a row of a constexpr table, so its name may be a view.
struct InstanceType {
  std::string_view name;  // "t4g.xlarge"
  Architecture architecture;
  int vcpus;
  int memory_mib;
  int interfaces;               // elastic network interfaces it can hold
  int addresses_per_interface;  // IPv4
};

/// All known types, in the order of the catalogue.
std::span<const InstanceType> instance_types();
/// Empty: no such type in the catalogue.
std::optional<InstanceType> find_instance_type(std::string_view name);

/// Pods that the VPC CNI has addresses for, without prefix delegation: interfaces x (addresses - 1) + 2.
int max_pods(const InstanceType& type);
/// What the EKS AMI's bootstrap keeps for the kubelet and the system: 6 %, 1 %, 0.5 %, 0.5 %, then 0.25 % of a core.
sim::MilliCores kube_reserved_cpu(int vcpus);
/// CPU left for pods: t4g.xlarge gives 3,920m.
sim::MilliCores allocatable_cpu(const InstanceType& type);
/// Memory left for pods by the bootstrap formula: all - (255 MiB + 11 MiB x max pods) - 100 MiB of eviction threshold.
/// Real machines lose a few per cent more to firmware and kernel, which is not modelled.
sim::Bytes allocatable_memory(const InstanceType& type);

}  // namespace paddock::models
