#include "models/kubernetes/stateful_set.hpp"

#include <algorithm>

namespace paddock::models {
namespace {

/// The first that exists and is not available, or the end.
std::size_t first_unavailable(std::span<const SetPod> pods) {
  return static_cast<std::size_t>(
      std::ranges::find_if(pods, [](const SetPod& pod) { return pod.exists && !pod.available; }) - pods.begin());
}

/// True: the controller looks no further this time.
bool create_missing(std::span<const SetPod> wanted, bool in_order, SetStep& step) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].exists) step.create.push_back(i);
    if (in_order && !wanted[i].available) return true;
  }
  return false;
}

bool remove_surplus(std::span<const SetPod> pods, std::size_t wanted, bool in_order, SetStep& step) {
  const std::size_t bad = first_unavailable(pods);
  for (std::size_t i = pods.size(); i-- > wanted;) {
    if (!pods[i].exists) continue;
    const bool waits = pods[i].terminating || (!pods[i].available && i != bad);
    if (in_order && waits) return true;
    if (pods[i].terminating) continue;
    step.remove.push_back(i);
    if (in_order) return true;
  }
  return false;
}

void update_highest(std::span<const SetPod> wanted, SetStep& step) {
  for (std::size_t i = wanted.size(); i-- > 0;) {
    if (wanted[i].exists && !wanted[i].updated && !wanted[i].terminating) return step.remove.push_back(i);
    if (!wanted[i].available) return;
  }
}

}  // namespace

SetStep stateful_step(std::span<const SetPod> pods, std::size_t wanted, PodManagement management) {
  const bool in_order = management == PodManagement::ordered_ready;
  SetStep step;
  if (create_missing(pods.first(wanted), in_order, step)) return step;
  if (!remove_surplus(pods, wanted, in_order, step)) update_highest(pods.first(wanted), step);
  return step;
}

}  // namespace paddock::models
