#include "models/kubernetes/scheduler/queue.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace paddock::models::scheduling {

void SchedulingQueue::add(PendingPod pod, std::int32_t priority, sim::Time now) {
  const auto [at, fresh] = entries_.try_emplace(pod);
  sim::check(fresh, "a pod is queued once");
  at->second = {.priority = priority, .attempts = 0, .since = now, .order = orders_++};
  put(pod, at->second, Where::ready);
}

std::optional<PendingPod> SchedulingQueue::pop(sim::Time now) {
  release(now);
  auto from = ready_.begin();
  bool early = false;
  if (from == ready_.end() && settings_.idle_scheduler_skips_backoff) {
    early = true;
    from = std::find_if(backing_off_.begin(), backing_off_.end(),
                        [&](const Turn& t) { return !entries_.at(t.pod).failed; });
  }
  if (from == (early ? backing_off_.end() : ready_.end())) return std::nullopt;
  const PendingPod pod = from->pod;
  Entry& entry = entries_.at(pod);
  take_out(pod, entry);
  ++entry.attempts;
  return pod;
}

void SchedulingQueue::park(PendingPod pod, sim::Time now) {
  Entry& entry = entries_.at(pod);
  sim::check(entry.where == Where::out, "a pod is parked after it was tried");
  entry.since = now;
  entry.order = orders_++;
  entry.failed = false;
  put(pod, entry, Where::parked);
}

void SchedulingQueue::retry(PendingPod pod, sim::Time now) {
  Entry& entry = entries_.at(pod);
  sim::check(entry.where == Where::out, "a pod is tried again after it was tried");
  entry.since = now;
  entry.order = orders_++;
  entry.failed = true;
  put(pod, entry, Where::backing_off);
}

void SchedulingQueue::forget(PendingPod pod) {
  const auto at = entries_.find(pod);
  if (at == entries_.end()) return;
  take_out(pod, at->second);
  entries_.erase(at);
}

void SchedulingQueue::wake(PendingPod pod, sim::Time now) {
  const auto at = entries_.find(pod);
  if (at == entries_.end() || at->second.where != Where::parked) return;
  come_back(pod, at->second, now);
}

void SchedulingQueue::wake_all(sim::Time now) {
  while (!parked_.empty()) {
    const PendingPod pod = parked_.begin()->second;
    come_back(pod, entries_.at(pod), now);
  }
}

std::optional<sim::Time> SchedulingQueue::next_ready(sim::Time now) const {
  if (!ready_.empty()) return now;
  std::optional<sim::Time> next;
  const auto at_latest = [&](sim::Time t) { next = next ? std::min(*next, std::max(t, now)) : std::max(t, now); };
  for (const Turn& t : backing_off_)
    at_latest(settings_.idle_scheduler_skips_backoff && !entries_.at(t.pod).failed ? now : t.backoff_end);
  if (!parked_.empty()) at_latest(entries_.at(parked_.begin()->second).since + settings_.longest_wait);
  return next;
}

std::vector<PendingPod> SchedulingQueue::parked_pods() const {
  std::vector<PendingPod> pods;
  pods.reserve(parked_.size());
  for (const auto& [order, pod] : parked_) pods.push_back(pod);
  return pods;
}

std::int32_t SchedulingQueue::attempts(PendingPod pod) const {
  const auto at = entries_.find(pod);
  return at == entries_.end() ? 0 : at->second.attempts;
}

SchedulingQueue::Turn SchedulingQueue::turn(PendingPod pod, const Entry& entry, sim::Time backoff_end) {
  return {backoff_end, -std::int64_t{entry.priority}, entry.since, entry.order, pod};
}

/// In whole seconds, so that pods that come back within one second are tried by priority.
sim::Time SchedulingQueue::backoff_end(const Entry& entry) const {
  sim::Duration wait = settings_.first_backoff;
  for (std::int32_t i = 1; i < entry.attempts && wait < settings_.most_backoff; ++i) wait *= 2;
  return std::chrono::floor<std::chrono::seconds>(entry.since + std::min(wait, settings_.most_backoff));
}

void SchedulingQueue::put(PendingPod pod, Entry& entry, Where where) {
  entry.where = where;
  if (where == Where::ready) ready_.insert(turn(pod, entry, sim::Time{}));
  if (where == Where::backing_off) backing_off_.insert(turn(pod, entry, backoff_end(entry)));
  if (where == Where::parked) parked_.insert({entry.order, pod});
}

void SchedulingQueue::take_out(PendingPod pod, Entry& entry) {
  if (entry.where == Where::ready) ready_.erase(turn(pod, entry, sim::Time{}));
  if (entry.where == Where::backing_off) backing_off_.erase(turn(pod, entry, backoff_end(entry)));
  if (entry.where == Where::parked) parked_.erase({entry.order, pod});
  entry.where = Where::out;
}

void SchedulingQueue::come_back(PendingPod pod, Entry& entry, sim::Time now) {
  take_out(pod, entry);
  put(pod, entry, backoff_end(entry) > now ? Where::backing_off : Where::ready);
}

/// What has backed off or waited long enough.
void SchedulingQueue::release(sim::Time now) {
  while (!backing_off_.empty() && backing_off_.begin()->backoff_end <= now) {
    const PendingPod pod = backing_off_.begin()->pod;
    Entry& entry = entries_.at(pod);
    take_out(pod, entry);
    put(pod, entry, Where::ready);
  }
  while (!parked_.empty()) {
    const PendingPod pod = parked_.begin()->second;
    Entry& entry = entries_.at(pod);
    if (entry.since + settings_.longest_wait > now) return;
    come_back(pod, entry, now);
  }
}

}  // namespace paddock::models::scheduling
