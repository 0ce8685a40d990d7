// Deployments and their ReplicaSets.
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/kubernetes/proportional_scale.hpp"
#include "models/kubernetes/replica_set.hpp"
#include "models/kubernetes/rollout.hpp"
#include "models/kubernetes/rollout_status.hpp"
#include "scenarios/conform/case_fields.hpp"
#include "scenarios/conform/families.hpp"
#include "scenarios/import/time_stamp.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;

/// A Deployment of a case. One whose limits Kubernetes cannot read has none.
struct Asked {
  Rollout rollout;
  bool refused = false;
};

RolloutStrategy strategy_of(CaseFields& fields) {
  const std::string name = fields.text_or("strategy", "RollingUpdate");
  if (name != "RollingUpdate" && name != "Recreate")
    fields.problem("strategy", "is neither RollingUpdate nor Recreate: " + name);
  return name == "Recreate" ? RolloutStrategy::recreate : RolloutStrategy::rolling_update;
}

Asked asked(CaseFields& fields, std::int64_t wanted, const char* surge_key = "max_surge") {
  const Amount surge = fields.amount(surge_key), unavailable = fields.amount("max_unavailable");
  Asked result{{.wanted = wanted, .strategy = strategy_of(fields)}, surge.refused || unavailable.refused};
  if (!result.refused) result.rollout.limits = fenceposts(surge.value, unavailable.value, wanted);
  return result;
}

const json refusal{{"error", true}};

}  // namespace

CaseOutcome conform_fenceposts(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  input.needs_one_of({"desired_replicas", "replicas", "strategy"});
  if (!input.has("desired_replicas")) {
    const Asked one = asked(input, input.count_or("replicas", 0));
    return c.outcome({{"max_unavailable_pods", one.refused ? 0 : one.rollout.unavailable()}, {"error", false}});
  }
  const Asked one = asked(input, input.count("desired_replicas"));
  if (one.refused) return c.outcome(refusal);
  const RolloutLimits& limits = one.rollout.limits;
  return c.outcome({{"surge", limits.surge}, {"unavailable", limits.unavailable}, {"error", false}});
}

namespace {

CaseOutcome clean_up_case(ControllerCase& c) {
  CaseFields& input = c.input();
  std::array old{ReplicaSetSize{input.count("old_rs_replicas"), input.count("old_rs_available")}};
  const std::int64_t cleaned = clean_up_unhealthy(old, input.count("max_cleanup"));
  return c.outcome({{"cleaned_up", cleaned}, {"old_rs_replicas", old[0].replicas}});
}

CaseOutcome scale_down_case(ControllerCase& c) {
  CaseFields& input = c.input();
  const Asked one = asked(input, input.count("deployment_replicas"));
  std::array old{ReplicaSetSize{input.count("old_rs_replicas"), 0}};
  const std::int64_t gone = scale_down_available(one.rollout, input.count("available_pods"), old);
  return c.outcome({{"scaled", gone > 0}, {"old_rs_replicas", old[0].replicas}, {"scaled_down", gone}});
}

CaseOutcome old_sets_case(ControllerCase& c) {
  CaseFields& input = c.input();
  const Asked one = asked(input, input.count("deployment_replicas"));
  std::array old{ReplicaSetSize{input.count("old_rs_replicas"), input.count("old_rs_available")}};
  const ReplicaSetSize current{input.count_or("new_rs_replicas", 0), input.count_or("new_rs_available", 0)};
  const std::int64_t gone = reconcile_old(one.rollout, current, old);
  return c.outcome({{"scaled", gone > 0}, {"old_rs_replicas", old[0].replicas}});
}

CaseOutcome new_set_case(ControllerCase& c) {
  CaseFields& input = c.input();
  const Asked one = asked(input, input.count("deployment_replicas"));
  const std::int64_t current = input.count("new_rs_replicas");
  const auto total = input.count_if("total_replicas_of_all_replicasets");
  if (one.refused) return c.outcome(refusal);
  if (total) return c.outcome({{"new_rs_replicas", grown(one.rollout, current, *total)}, {"error", false}});
  const std::int64_t size = reconcile_current(one.rollout, current, current + input.count("old_rs_replicas"));
  return c.outcome({{"scaled", size != current}, {"new_rs_replicas", size}, {"error", false}});
}

}  // namespace

CaseOutcome conform_rolling_step(const json& the_case) {
  ControllerCase c(the_case);
  if (c.input().has("max_cleanup")) return clean_up_case(c);
  if (c.input().has("available_pods")) return scale_down_case(c);
  if (c.input().has("old_rs_available")) return old_sets_case(c);
  return new_set_case(c);
}

namespace {

DeploymentStatus status_of(CaseFields fields) {
  return {fields.count_or("total", 0), fields.count_or("updated", 0), fields.count_or("ready", 0),
          fields.count_or("available", 0)};
}

CaseOutcome timed_out_case(ControllerCase& c) {
  CaseFields& input = c.input();
  input.needs_one_of({"desired", "progress_deadline_s", "progressing_reason"});
  const std::string name = input.text_or("progressing_reason", "");
  ProgressReason reason = ProgressReason::other;
  if (name == "NewReplicaSetAvailable") reason = ProgressReason::new_replica_set_available;
  if (name == "ProgressDeadlineExceeded") reason = ProgressReason::deadline_exceeded;
  const auto deadline = input.seconds_if("progress_deadline_s");
  auto without_news = input.seconds_if("since_last_progress_update_s");
  if (input.has("last_progress_update") || input.has("now")) {
    const auto from = seconds_of(input.text("last_progress_update")), to = seconds_of(input.text("now"));
    if (!from) input.problem("last_progress_update", "is no time like 2016-01-01T00:01:09Z");
    if (!to) input.problem("now", "is no time like 2016-01-01T00:01:20Z");
    if (from && to) without_news = std::chrono::seconds{*to - *from};
  }
  return c.outcome({{"timed_out", rollout_timed_out(deadline, reason, without_news)}});
}

}  // namespace

CaseOutcome conform_rolling_status(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  if (input.has("old_status") || input.has("new_status"))
    return c.outcome({{"progressing", rollout_progresses(status_of(input.object("old_status")),
                                                         status_of(input.object("new_status")))}});
  if (!input.has("desired")) return timed_out_case(c);
  const std::int64_t wanted = input.count("desired");
  asked(input, wanted);  // does not matter, and is to be readable
  const DeploymentStatus status{input.count("total"), input.count("updated"), input.count_or("ready", 0),
                                input.count("available")};
  const bool observed = input.count_or("observed_generation", 0) >= input.count_or("generation", 0);
  return c.outcome({{"complete", observed && rollout_complete(wanted, status)}});
}

namespace {

/// A ReplicaSet of a case of proportional scaling, with the annotations that the Deployment gave it.
ScaledReplicaSet scaled_set(CaseFields fields, const json& annotations, std::int64_t before,
                            std::int64_t surge_before) {
  const std::string name = fields.text_or("name", "");
  ScaledReplicaSet set{.replicas = fields.count("replicas"), .available = fields.count_or("available", 0)};
  set.desired = before;
  if (annotations.is_object() && annotations.contains(name) && annotations[name].is_number_integer())
    set.desired = annotations[name].get<std::int64_t>();
  for (const char* key : {"desired_replicas_annotation", "desired_annotation"})
    set.desired = fields.count_or(key, set.desired);
  set.most = set.desired + surge_before;
  return set;
}

}  // namespace

CaseOutcome conform_proportional_scale(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  const std::int64_t before = input.count("old_deployment_replicas");
  const Asked one = asked(input, input.count("new_deployment_replicas"), "new_max_surge");
  const Amount surge = input.amount("old_max_surge");
  const std::int64_t surge_before = pods_of(surge.value, before, Rounding::up);
  const json& annotations = input.has("desired_replicas_annotations") ? input.raw("desired_replicas_annotations")
                                                                      : input.raw("desired_annotations");
  std::optional<ScaledReplicaSet> current;
  if (input.has("new_rs")) current = scaled_set(input.object("new_rs"), annotations, before, surge_before);
  if (const auto available = input.count_if("new_rs_available"); available && current) current->available = *available;
  std::vector<ScaledReplicaSet> old;
  for (CaseFields& fields : input.list("old_rs_newest_first"))
    old.push_back(scaled_set(fields, annotations, before, surge_before));
  const std::int64_t pods = input.count_or("deployment_status_replicas", 0);
  if (!c.readable()) return c.unreadable();
  if (one.refused || surge.refused) return c.outcome(refusal);
  scale(one.rollout, current, old, pods);
  json sizes = json::array();
  for (const ScaledReplicaSet& set : old) sizes.push_back(set.replicas);
  return c.outcome({{"new_rs_replicas", current ? json(current->replicas) : json()}, {"old_rs_replicas", sizes}});
}

CaseOutcome conform_replica_set(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  if (input.has("count")) {
    constexpr std::int64_t most_calls = 1'000'000;  // of one set: far beyond what a cluster holds
    const std::int64_t count = input.count("count"), first = input.count_or("initial_batch", slow_start_first, 1);
    if (count > most_calls) input.problem("count", "is more than " + std::to_string(most_calls));
    std::int64_t succeed = input.count("calls_that_succeed");
    if (!c.readable()) return c.unreadable();
    const SlowStart start = slow_start(count, first, [&] { return succeed-- > 0; });
    return c.outcome({{"successes", start.successes}, {"calls_made", start.calls}, {"error", start.failed}});
  }
  std::vector<OldReplicaSet> old;
  for (CaseFields& set : input.list("old_replicasets_oldest_first"))
    old.push_back({set.count("spec_replicas"), set.count("status_replicas"),
                   set.flag_of({"deleting", "already_deleted", "being_deleted", "terminating"}, false),
                   set.count_or("observed_generation", 0) < set.count_or("generation", 0)});
  if (!input.has("old_replicasets_oldest_first")) input.problem("old_replicasets_oldest_first", "is missing");
  const auto surplus = surplus_revisions(old, input.limit_if("revision_history_limit"));
  return c.outcome({{"deleted_count", surplus.size()}, {"deleted", surplus}});
}

}  // namespace paddock::scenarios
