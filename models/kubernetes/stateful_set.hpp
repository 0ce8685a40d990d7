// A StatefulSet, one look of its controller after the other: which pods it creates and deletes next. A pure rule, from
// kubernetes/kubernetes pkg/controller/statefulset/stateful_set_control.go (updateStatefulSet); Deployments applies it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace paddock::models {

enum class PodManagement : std::uint8_t { ordered_ready, parallel };
constexpr std::array<std::string_view, 2> names(PodManagement) { return {"OrderedReady", "Parallel"}; }

/// What the controller sees in the place of an ordinal. A pod that is on its way out stands in its place until its
/// object is gone: no second one can have its name.
struct SetPod {
  bool exists = false;
  bool terminating = false;
  bool available = false;  // Ready, for minReadySeconds, and not on its way out
  bool updated = false;    // of the present version
};

struct SetStep {
  std::vector<std::size_t> create, remove;  // ordinals
};

/// `pods` by ordinal, at least `wanted` of them. In order: each pod is created when all before it are available; those
/// beyond the wanted number go from the highest down, one at a time; then the highest that is not of the present
/// version goes, if all above it are available. In parallel only the last of these waits.
SetStep stateful_step(std::span<const SetPod> pods, std::size_t wanted, PodManagement management);

}  // namespace paddock::models
