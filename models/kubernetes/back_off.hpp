// How a kubelet waits before it tries again what has failed: to run a container that ended (CrashLoopBackOff), to pull
// an image (ImagePullBackOff). From kubernetes/kubernetes pkg/kubelet/kubelet.go (imageBackOffPeriod,
// MaxContainerBackOff), pkg/kubelet/kuberuntime (doBackOff) and client-go util/flowcontrol/backoff.go.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "sim/time.hpp"

namespace paddock::models {

inline constexpr sim::Duration first_back_off = std::chrono::seconds{10};
inline constexpr sim::Duration most_back_off = std::chrono::seconds{300};
/// What has gone well for so long begins anew: twice the longest wait.
inline constexpr sim::Duration back_off_forgotten_after = 2 * most_back_off;

/// The n-th wait, from 1: 10, 20, 40, 80, 160, 300, 300, ... s.
constexpr sim::Duration back_off_wait(std::uint32_t n) {
  constexpr std::uint32_t doublings = 5;  // 10 s << 5 is beyond 300 s
  return n == 0 ? sim::Duration{} : std::min(most_back_off, first_back_off * (1 << std::min(n - 1, doublings)));
}

/// What the kubelet remembers of one container or image. A value that lives in a row.
struct BackOff {
  sim::Time last{};     // a container: when it was run again; an image: when its pull failed
  std::uint32_t n = 0;  // waits so far, 0: nothing is remembered

  /// A container has ended: when it is run again. The first time that is at once.
  sim::Time run_again(sim::Time ended) {
    if (n == 0 || ended - last > back_off_forgotten_after) {
      n = 1;
      last = ended;
    } else {
      last = ended + back_off_wait(n++);
    }
    return last;
  }
  /// A pull has failed: when it is tried again.
  sim::Time pull_again(sim::Time failed) {
    n = n == 0 || failed - last > back_off_forgotten_after ? 1 : n + 1;
    last = failed;
    return failed + back_off_wait(n);
  }
};

}  // namespace paddock::models
