#include "scenarios/experiment/container_blame.hpp"

#include <algorithm>
#include <map>

namespace paddock::scenarios {

using namespace models;

std::vector<std::string_view> start_causes(const Trace& trace, Interval when,
                                           const std::function<bool(TenantId)>& is_meant) {
  bool missing = false, killed = false, crashed = false;
  std::map<TenantId, Time> asked;
  std::map<TenantId, Duration> migrating;
  const auto through = [&](TenantId tenant, Time at) {
    const auto since = asked.find(tenant);
    if (since == asked.end()) return;
    migrating[tenant] += at - since->second;
    asked.erase(since);
  };
  for (const TraceEntry& entry : trace.entries()) {
    if (entry.at < when.from || !entry.tenant || !is_meant(*entry.tenant)) continue;
    if (entry.at > when.to) break;
    missing |= entry.kind == "pod.pull_failed";
    killed |= entry.kind == "pod.liveness_failed";
    crashed |= entry.kind == "container.exited";
    if (entry.kind == "migration.lock_asked") asked.try_emplace(*entry.tenant, entry.at);
    if (entry.kind == "migration.done" || entry.kind == "container.exited") through(*entry.tenant, entry.at);
  }
  while (!asked.empty()) through(asked.begin()->first, when.to);
  std::vector<std::string_view> causes;
  if (missing) causes.emplace_back("image-missing");
  if (killed) causes.emplace_back("killed-by-probe");
  if (crashed && !killed) causes.emplace_back("crash-loop");
  if (std::ranges::any_of(migrating, [&](const auto& one) { return one.second * 4 >= when.length(); }))
    causes.emplace_back("migration");
  return causes;
}

std::string_view container_cause(const Trace& trace, const TraceEntry& last) {
  const auto chain = trace.chain(last);
  const auto has = [&](std::string_view kind) {
    return std::ranges::any_of(chain, [&](const TraceEntry* entry) { return entry->kind == kind; });
  };
  if (has("pod.readiness_failed")) return "readiness-asks-database";
  if (has("pod.liveness_failed")) return "killed-by-probe";
  return has("container.exited") ? "crash-loop" : std::string_view();
}

}  // namespace paddock::scenarios
