// What a namespace lets its pods have: ResourceQuota and LimitRange, as admission has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/describe.hpp"
#include "models/fwd.hpp"
#include "models/infrastructure/node_group.hpp"

namespace paddock::models {

struct NodeRoom;
struct TemplateSpec;
class Pods;

/// What all pods of a namespace may request together; absent: any amount.
struct QuotaSpec {
  std::optional<sim::MilliCores> cpu;
  std::optional<sim::Bytes> memory;
  std::optional<std::int64_t> pods;
};
void describe(Visitor& v, QuotaSpec& s);

/// What each pod may have, and has where its template is silent. Zero: not said.
struct LimitRangeSpec {
  ResourcesSpec default_request, default_limit, min, max;
};
void describe(Visitor& v, LimitRangeSpec& s);

/// What a pod of the template requests once the API server has filled in what is absent: first from its own limits,
/// then from the namespace's LimitRange. What admission would refuse for good is found below `path`.
NodeRoom admitted_request(const TemplateSpec& spec, const std::string& path, Findings& findings);

/// Whether a namespace in which `pods` such pods stand has room for one more.
bool quota_admits(const QuotaSpec& quota, const NodeRoom& request, std::int64_t pods);
/// The same of a tenant now: pods count until they are gone.
bool quota_admits(const Fleet& fleet, const Pods& pods, TenantId tenant);

/// A quota that the wanted pods themselves do not fit in, or that asks for requests which the pods do not make.
void check_quota(const QuotaSpec& quota, const NodeRoom& request, std::int64_t replicas, const std::string& path,
                 Findings& findings);

}  // namespace paddock::models
