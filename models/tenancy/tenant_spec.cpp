#include "models/tenancy/tenant_spec.hpp"

#include <charconv>

namespace paddock::models {

void describe(Visitor& v, ZoneSpreadSpec& s) {
  v.field("max_skew", s.max_skew, "most pods that a zone may have more than the emptiest", between(1, 1000));
  v.field("when", s.when, "ScheduleAnyway prefers the spread, DoNotSchedule insists on it");
}

void describe(Visitor& v, SpreadSpec& s) { v.field("zone", s.zone, "spread of the replicas over the zones"); }

void describe(Visitor& v, RolloutSpec& s) {
  v.field("max_surge", s.max_surge, "pods beyond the wanted number during an update", source("Kubernetes: 25%"));
  v.field("max_unavailable", s.max_unavailable, "pods that may be missing during an update", source("Kubernetes: 25%"));
  v.field("strategy", s.strategy, "RollingUpdate replaces pods in turn, Recreate all at once",
          source("Kubernetes: RollingUpdate"));
  v.field("min_ready", s.min_ready, "how long a pod is Ready until it counts as available", at_least(0),
          source("Kubernetes: minReadySeconds 0"));
  v.field("progress_deadline", s.progress_deadline, "how long an update may get no further until it counts as failed",
          positive(), source("Kubernetes: progressDeadlineSeconds 600"));
  v.field("history", s.history, "earlier versions that are kept for a rollback", between(0, 1000),
          source("Kubernetes: revisionHistoryLimit 10"));
  if (v.reading() && s.progress_deadline <= s.min_ready)
    v.problem("`progress_deadline` is longer than `min_ready`, or no update could ever be in time");
}

Rollout rollout_of(const RolloutSpec& spec, std::int64_t wanted) {
  return {wanted, fenceposts(spec.max_surge, spec.max_unavailable, wanted), spec.strategy};
}

void describe(Visitor& v, StopSpec& s) {
  v.field("grace", s.grace, "termination grace period", at_least(0), source("Kubernetes: 30 s"));
  v.field("pre_stop", s.pre_stop, "how long the preStop hook holds the process, inside the grace period", at_least(0));
  v.field("shutdown", s.shutdown, "how long the process takes to end after SIGTERM", at_least(0),
          source("Unleash: graceful shutdown within 1 s"));
}

void describe(Visitor& v, TolerationsSpec& s) {
  v.field("unreachable", s.unreachable,
          "how long pods stay bound to a node that cannot be reached before they are deleted; none: for ever",
          at_least(0), source("Kubernetes: DefaultTolerationSeconds, 300 s"));
}

void describe_as_value(Visitor& v, BudgetsSpec& s) {
  if (v.alternative(Shape::mapping, s.all.size() == 1, "a budget")) {
    if (v.reading() && s.all.size() != 1) s.all = {BudgetRule{}};
    models::visit(v, s.all.front());
  }
  if (v.alternative(Shape::sequence, s.all.size() != 1, "several over the same pods")) {
    models::visit(v, s.all);
    if (v.reading() && s.all.empty()) v.problem("a list of budgets has at least one; without any write `budget: none`");
  }
}

void describe(Visitor& v, UsesSpec& s) {
  v.field("memory_mib", s.memory_mib,
          "MiB of memory that a pod uses from its start to its end, drawn once a pod; without it, what it requests");
}

void describe(Visitor& v, VolumeSpec& s) {
  v.field("attach", s.attach, "from the call to the device on the machine", at_least(0),
          assumed("5 s: EBS volumes are attached within seconds"));
  v.field("detach", s.detach, "from the end of the pod until another machine may have it", at_least(0),
          assumed("5 s: unmounted and detached within seconds"));
}

std::optional<std::int64_t> tenants_per_database(const DatabaseUseSpec& spec) {
  std::string_view text = spec.place;
  if (!text.starts_with("fill, ") || !text.ends_with(" per database")) return std::nullopt;
  text.remove_prefix(6);
  text.remove_suffix(13);
  std::int64_t count = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || at != text.data() + text.size() || count < 1) return std::nullopt;
  return count;
}

namespace {
struct Placement {
  DatabaseUseSpec& use;
};
void describe(Visitor& v, Placement& s) {
  v.field("place", s.use.place, "how tenants are put on databases: \"fill, N per database\", in the order of the file",
          assumed("20 to a database"));
  if (v.reading() && !tenants_per_database(s.use)) v.problem("placement is written as \"fill, 20 per database\"");
  v.field("pool", s.use.pool, "connections that one pod may hold", between(0, 10000), source("Unleash: at most 4"),
          not_modelled("connections are not counted"));
}
}  // namespace

void describe_as_value(Visitor& v, DatabaseUseSpec& s) {
  if (v.alternative(Shape::scalar, s.name.has_value(), "a database by name")) {
    std::string name = s.name.value_or("");
    v.value(name);
    if (v.reading()) s.name = name;
  }
  if (v.alternative(Shape::mapping, !s.name.has_value(), "a rule for placing tenants on databases")) {
    s.name.reset();
    Placement placement{s};
    v.begin_object();
    describe(v, placement);
    v.end_object();
  }
}

void describe(Visitor& v, OperationSpec& s) {
  v.field("clients", s.clients, "clients of a tenant that ask, drawn once a tenant");
  v.field("every", s.every, "how often each client asks", positive());
  v.field("jitter", s.jitter, "spread of that time", percent(), between(0, 1), not_modelled("requests are flows"));
  v.field("rate", s.rate, "requests of the whole tenant, instead of clients", per_second(), at_least(0));
  v.field("needs", s.needs, "what must work for it to succeed");
  v.field("cached_by_client", s.cached_by_client,
          "the client has an older answer to go on with; a failure counts all the same",
          not_modelled("no metric speaks of clients"));
  if (v.reading() && s.rate.has_value() == (s.clients.has_value() && s.every.has_value()))
    v.problem("an operation has either `rate`, or `clients` and `every`");
}

void describe_as_value(Visitor& v, TrafficSpec& s) {
  v.begin_object();
  v.field("service_time", s.service_time, "how long a pod works on one request", not_modelled("requests are flows"));
  visit(v, s.operations);  // every other name is an operation
  v.end_object();
}

void describe(Visitor& v, TemplateSpec& s) {
  v.field("kind", s.kind, "Deployment, or StatefulSet: pods with ordinals, one after the other");
  v.field("pod_management", s.pod_management,
          "of a StatefulSet: OrderedReady waits for each pod, Parallel creates and deletes all at once",
          source("Kubernetes: OrderedReady"));
  v.field("requests", s.requests, "what one pod requests");
  v.field("limits", s.limits, "what one pod may use");
  v.field("spread", s.spread, "how replicas are spread");
  v.field("rollout", s.rollout, "how an update replaces pods");
  v.field("probe", s.probe, "when a pod counts as Ready, and when a container is killed");
  v.field("start", s.start, "from bound to a process that answers");
  v.field("stop", s.stop, "from deleted to gone");
  v.field("tolerations", s.tolerations, "of the taints of a node that is not well");
  v.field("budget", s.budget, "the disruption budget; a list where several select the same pods");
  v.field("quota", s.quota, "what the pods of its namespace may request together: a ResourceQuota");
  v.field("limit_range", s.limit_range, "what each pod may have, and has where nothing is said: a LimitRange");
  v.field("priority", s.priority, "how important its pods are: a name of the fleet's `priorities`");
  v.field("uses", s.uses, "what a pod really uses; a node whose pods use more than it has evicts some");
  v.field("volume", s.volume, "a volume for each replica that stays in its zone and is on one machine at a time");
  v.field("database", s.database, "the database it uses");
  v.field("traffic", s.traffic, "operations, and what each needs");
}

void describe(Visitor& v, TenantSpec& s) {
  v.field("group", s.group, "name of a population; its tenants are called NAME-1, NAME-2, ...");
  v.field("name", s.name, "name of a single tenant");
  v.field("count", s.count, "tenants of the population", between(1, 1000000));
  v.field("region", s.region, "where they live; needed where the fleet has more than one region");
  v.field("plan", s.plan, "what they bought");
  v.field("replicas", s.replicas, "pods of each", between(0, 1000));
  v.field("placed", s.placed, "replicas by zone at the start, as observed; by default the scheduler places them");
  describe(v, static_cast<TemplateSpec&>(s));
  if (v.reading() && s.group.has_value() == s.name.has_value()) v.problem("tenants have either a `group` or a `name`");
}

}  // namespace paddock::models
