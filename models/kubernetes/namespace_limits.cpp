#include "models/kubernetes/namespace_limits.hpp"

#include "models/fleet.hpp"
#include "models/kubernetes/pod.hpp"

namespace paddock::models {
namespace {

std::string text(sim::MilliCores cpu) { return std::to_string(cpu.value) + "m"; }
std::string text(sim::Bytes memory) { return std::to_string(memory.value / sim::mebibyte.value) + "Mi"; }

/// One resource of one container, zero being absent.
template <class Amount>
struct Limits {
  Amount request, limit, default_request, default_limit, min, max;

  /// Source: pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem), plugin/pkg/admission/limitranger.
  void fill_in() {
    const Amount none{};
    if (default_limit == none) default_limit = max;
    if (default_request == none) default_request = default_limit == none ? min : default_limit;
    if (request == none) request = limit;  // the pod's own defaults come before admission
    if (request == none) request = default_request;
    if (limit == none) limit = default_limit;
  }

  void check(const std::string& name, const std::string& path, Findings& findings) const {
    const Amount none{};
    const auto found = [&](const std::string& what) {
      findings.push_back({path + "." + name, what + ": the namespace admits no such pod"});
    };
    if (max != none && request > max)
      found("a pod requests " + text(request) + ", above the limit_range's max " + text(max));
    if (max != none && limit > max)
      found("a pod's limit is " + text(limit) + ", above the limit_range's max " + text(max));
    if (request < min) found("a pod requests " + text(request) + ", below the limit_range's min " + text(min));
    if (limit != none && request > limit)
      found("a pod requests " + text(request) + " and its limit, by the limit_range, is " + text(limit));
  }
};

}  // namespace

void describe(Visitor& v, QuotaSpec& s) {
  v.field("cpu", s.cpu, "requests.cpu of all pods of the namespace together");
  v.field("memory", s.memory, "requests.memory of all pods of the namespace together");
  v.field("pods", s.pods, "pods of the namespace that have not ended", between(0, 100000));
  if (v.reading() && !s.cpu && !s.memory && !s.pods) v.problem("a quota has at least one of cpu, memory and pods");
}

void describe(Visitor& v, LimitRangeSpec& s) {
  v.field("default_request", s.default_request, "what a pod requests that says nothing; else its default",
          source("Kubernetes: default, or else min"));
  v.field("default", s.default_limit, "the limit of a pod that has none", source("Kubernetes: max"));
  v.field("min", s.min, "least that a pod may request");
  v.field("max", s.max, "most that a pod may have as its limit");
}

NodeRoom admitted_request(const TemplateSpec& spec, const std::string& path, Findings& findings) {
  const LimitRangeSpec range = spec.limit_range.value_or(LimitRangeSpec{});
  Limits<sim::MilliCores> cpu{spec.requests.cpu,       spec.limits.cpu, range.default_request.cpu,
                              range.default_limit.cpu, range.min.cpu,   range.max.cpu};
  Limits<sim::Bytes> memory{spec.requests.memory,       spec.limits.memory, range.default_request.memory,
                            range.default_limit.memory, range.min.memory,   range.max.memory};
  cpu.fill_in();
  memory.fill_in();
  if (spec.limit_range) {
    cpu.check("cpu", path + ".limit_range", findings);
    memory.check("memory", path + ".limit_range", findings);
  }
  return {cpu.request, memory.request, 1};
}

bool quota_admits(const QuotaSpec& quota, const NodeRoom& request, std::int64_t pods) {
  const std::int64_t with = pods + 1;
  return (!quota.cpu || request.cpu.value * with <= quota.cpu->value) &&
         (!quota.memory || request.memory.value * with <= quota.memory->value) && (!quota.pods || with <= *quota.pods);
}

bool quota_admits(const Fleet& fleet, const Pods& pods, TenantId tenant) {
  const Workload& workload = fleet.workload(tenant);
  if (!workload.quota) return true;
  std::int64_t standing = 0;
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) ++standing;
  return quota_admits(*workload.quota, workload.request, standing);
}

void check_quota(const QuotaSpec& quota, const NodeRoom& request, std::int64_t replicas, const std::string& path,
                 Findings& findings) {
  const auto found = [&](const char* name, std::string what) {
    findings.push_back({path + "." + name, std::move(what)});
  };
  const std::string wanted = std::to_string(replicas) + (replicas == 1 ? " pod" : " pods");
  if (quota.cpu && request.cpu.value == 0)
    found(
        "cpu",
        "the pods request no CPU, and under this quota the API server refuses them; give `requests` or a limit_range");
  if (quota.memory && request.memory.value == 0)
    found("memory",
          "the pods request no memory, and under this quota the API server refuses them; give `requests` or a "
          "limit_range");
  if (quota.cpu && request.cpu.value * replicas > quota.cpu->value)
    found("cpu", wanted + " request " + text(sim::MilliCores{request.cpu.value * replicas}) + " and the quota is " +
                     text(*quota.cpu));
  if (quota.memory && request.memory.value * replicas > quota.memory->value)
    found("memory", wanted + " request " + text(sim::Bytes{request.memory.value * replicas}) + " and the quota is " +
                        text(*quota.memory));
  if (quota.pods && replicas > *quota.pods)
    found("pods", wanted + " are wanted and the quota is " + std::to_string(*quota.pods));
}

}  // namespace paddock::models
