// The scheduler's queue: pods to be tried now, pods that back off, and pods that wait for something to change.
// Source: pkg/scheduler/backend/queue/scheduling_queue.go, v1.34.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sim/time.hpp"

namespace paddock::models::scheduling {

using PendingPod = std::uint64_t;  ///< whatever names a pod to the caller

struct QueueSettings {
  sim::Duration first_backoff = std::chrono::seconds{1};  ///< podInitialBackoffSeconds; doubles with each attempt
  sim::Duration most_backoff = std::chrono::seconds{10};  ///< podMaxBackoffSeconds
  sim::Duration longest_wait = std::chrono::minutes{5};   ///< of an unschedulable pod, then it is tried anyway
  bool idle_scheduler_skips_backoff =
      true;  ///< SchedulerPopFromBackoffQ, on since 1.33: an idle scheduler tries at once
};

/// Passive: whoever drives it asks when there is something to do.
class SchedulingQueue {
 public:
  explicit SchedulingQueue(const QueueSettings& settings = {}) : settings_(settings) {}

  /// A new pod, or one that was changed: to be tried now. Requires: it is not in the queue.
  void add(PendingPod, std::int32_t priority, sim::Time now);
  /// The pod to try next: the highest priority, then who has waited longest. It leaves the queue; one more attempt.
  std::optional<PendingPod> pop(sim::Time now);
  /// A popped pod found no node: it waits until something may help. Requires: popped and neither forgotten nor put
  /// back.
  void park(PendingPod, sim::Time now);
  /// A popped pod failed for a passing reason (its node went, the API refused): it is tried again after its back-off.
  void retry(PendingPod, sim::Time now);
  /// Bound, or deleted: the queue forgets the pod and its attempts, wherever it is.
  void forget(PendingPod);

  /// Something happened that may make this parked pod fit: it is tried again, after its back-off. Harmless otherwise.
  void wake(PendingPod, sim::Time now);
  /// The same for all parked pods, in the order in which they came.
  void wake_all(sim::Time now);

  /// When pop() may next give a pod if nothing happens until then; nothing: not before something does.
  std::optional<sim::Time> next_ready(sim::Time now) const;

  std::size_t size() const { return ready_.size() + backing_off_.size() + parked_.size(); }
  std::size_t parked() const { return parked_.size(); }
  /// In the order of parking.
  std::vector<PendingPod> parked_pods() const;
  std::int32_t attempts(PendingPod) const;

 private:
  enum class Where : std::uint8_t { out, ready, backing_off, parked };
  struct Entry {
    std::int32_t priority = 0, attempts = 0;
    sim::Time since;          ///< when it came, or last came back
    std::uint64_t order = 0;  ///< among those of one moment
    Where where = Where::out;
    bool failed = false;  ///< backs off for a passing reason: never tried early
  };
  struct Turn {                ///< the less, the sooner
    sim::Time backoff_end;     ///< one moment for all that are ready
    std::int64_t against = 0;  ///< minus the priority
    sim::Time since;
    std::uint64_t order = 0;
    PendingPod pod = 0;
    friend auto operator<=>(const Turn&, const Turn&) = default;
  };

  static Turn turn(PendingPod, const Entry&, sim::Time backoff_end);
  sim::Time backoff_end(const Entry&) const;
  void put(PendingPod, Entry&, Where);
  void take_out(PendingPod, Entry&);
  void come_back(PendingPod, Entry&, sim::Time now);
  void release(sim::Time now);

  QueueSettings settings_;
  std::map<PendingPod, Entry> entries_;
  std::set<Turn> ready_, backing_off_;
  std::set<std::pair<std::uint64_t, PendingPod>> parked_;  ///< in the order of parking
  std::uint64_t orders_ = 0;
};

}  // namespace paddock::models::scheduling
