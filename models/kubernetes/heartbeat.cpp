#include "models/kubernetes/heartbeat.hpp"

namespace paddock::models {
namespace {

/// The memory, brought up to what the report shows.
NodeMemory recall(const std::optional<NodeMemory>& before, const NodeReport& report, sim::Time now) {
  const std::optional<PostedStatus> saved = before ? before->status : std::nullopt;
  NodeMemory memory{.status = report.status, .lease = before ? before->lease : std::nullopt};
  const bool both = saved && report.status;
  const bool neither = !saved && !report.status;
  if (both)
    memory.seen = saved->heartbeat == report.status->heartbeat ? before->seen : now;
  else if (neither)
    memory.seen = before ? before->seen : report.created;
  else
    memory.seen = now;
  if (report.lease && (!memory.lease || *memory.lease < *report.lease)) {
    memory.lease = report.lease;
    memory.seen = now;
  }
  return memory;
}

}  // namespace

NodeVerdict look(std::optional<NodeMemory>& memory, const NodeReport& report, sim::Time now,
                 const MonitorRules& rules) {
  memory = recall(memory, report, now);
  NodeVerdict verdict;
  if (report.status) verdict.ready = report.status->ready;
  const sim::Duration grace = report.status ? rules.grace : rules.startup_grace;
  if (now <= patience_ends(memory->seen, grace)) return verdict;
  verdict.silent = verdict.ready != Readiness::unknown;
  verdict.pods_not_ready = verdict.ready == Readiness::ready;
  verdict.ready = Readiness::unknown;
  // What the controller writes is what it remembers: the heartbeat in it stays the node's own.
  if (!memory->status) memory->status = PostedStatus{Readiness::unknown, report.created};
  memory->status->ready = Readiness::unknown;
  return verdict;
}

}  // namespace paddock::models
