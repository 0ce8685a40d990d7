// What a kubelet does with one pod: its containers start, answer, end and are run again. Probes are computed.
#include <algorithm>
#include <span>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/events/traffic.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/database.hpp"
#include "models/kubernetes/pod.hpp"

namespace paddock::models {
namespace {

/// Containers that run one after the other, numbered from `first` among those of the pod.
Duration drawn_all(const Agenda& agenda, std::span<const sim::Distribution> lengths_s, const PodRow& row,
                   std::uint64_t first) {
  Duration sum{};
  for (const sim::Distribution& length_s : lengths_s) sum += drawn(agenda, length_s, "pod.init", row, first++);
  return sum;
}

bool database_answers(const Fleet& fleet, const Databases& databases, TenantId tenant) {
  return !fleet[tenant].database || databases[*fleet[tenant].database].available;
}

}  // namespace

Duration Pods::pull_length(Agenda& agenda, const Fleet& fleet, GroupId group, PodId id) const {
  const PodPlan& plan = fleet.workload(rows_[id].tenant).pod;
  if (plan.image.value == 0) return drawn(agenda, plan.pull_s, "pod.pull", rows_[id]);
  return sim::from_seconds(static_cast<double>(plan.image.value) /
                           static_cast<double>(fleet[group].kubelet.pull_throughput.value));
}

void Pods::await_network(Agenda& agenda, PodId id, Time when) {
  PodRow& row = rows_[id];
  row.taken_up = false;
  agenda.cancel(row.next_event);
  row.next_event = agenda.at(when, NetworkReady{id});
}

void Pods::pull_fails(Agenda& agenda, PodId id, Time when) {
  PodRow& row = rows_[id];
  row.taken_up = true;
  agenda.cancel(row.next_event);
  row.next_event = agenda.at(when, PullFailed{id});
}

void Pods::pull_again(Agenda& agenda, PodId id) {
  PodRow& row = rows_[id];
  row.next_event = agenda.at(row.back_off.pull_again(agenda.now()), PullTried{id});
}

void Pods::start(Agenda& agenda, const Fleet& fleet, PodId id, Time image_there) {
  PodRow& row = rows_[id];
  const PodPlan& plan = fleet.workload(row.tenant).pod;
  row.taken_up = true;
  row.back_off = {};
  agenda.cancel(row.next_event);
  const Time ran =
      image_there + drawn(agenda, plan.containers_s, "pod.containers", row) + drawn_all(agenda, plan.before_s, row, 0);
  if (plan.migration && !plan.migration->at_boot)
    row.next_event = agenda.at(ran, LockAsked{id});
  else
    row.next_event = agenda.at(ran, PodStarted{id});
}

void Pods::migrated(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id) {
  PodRow& row = rows_[id];
  const PodPlan& plan = fleet.workload(row.tenant).pod;
  if (!plan.migration->at_boot) {
    row.next_event =
        agenda.after(drawn_all(agenda, plan.after_s, row, plan.before_s.size()), PodStarted{id}, agenda.current());
  } else if (plan.boots) {
    row.next_event = agenda.after(drawn(agenda, plan.boot_s, "pod.boot", row, row.restarts), PodBooted{id});
  } else {
    booted(agenda, fleet, databases, id);
  }
}

void Pods::started(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id,
                   std::optional<Duration> exits_after) {
  PodRow& row = rows_[id];
  const PodPlan& plan = fleet.workload(row.tenant).pod;
  row.phase = PodPhase::running;
  row.started = agenda.now();
  row.next_event.reset();
  if (exits_after) row.exit_event = agenda.after(*exits_after, ContainerExited{id});
  const bool migrates = plan.migration && plan.migration->at_boot;
  if (!migrates && !plan.boots) return booted(agenda, fleet, databases, id);
  set_process(agenda, id, true, false);
  if (migrates) {
    watch_boot(agenda, fleet, id, std::nullopt);
    agenda.emit(LockAsked{id});
    return;
  }
  const Time answers = agenda.now() + drawn(agenda, plan.boot_s, "pod.boot", row, row.restarts);
  row.next_event = agenda.at(answers, PodBooted{id});
  watch_boot(agenda, fleet, id, answers);
}

/// The process does not answer yet: a probe may kill it first.
void Pods::watch_boot(Agenda& agenda, const Fleet& fleet, PodId id, std::optional<Time> answers) {
  PodRow& row = rows_[id];
  const auto kill = killed_unanswered(fleet.workload(row.tenant).pod.probes, row.started);
  if (kill && (!answers || *kill < *answers)) row.kill_event = agenda.at(*kill, LivenessFailed{id});
}

void Pods::booted(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id) {
  PodRow& row = rows_[id];
  const ProbeRules& probes = fleet.workload(row.tenant).pod.probes;
  agenda.cancel(row.kill_event);
  row.next_event.reset();
  set_process(agenda, id, true, true);
  const Time from = probed_from(probes, row.started, agenda.now());
  if (probes.ask_database() && !database_answers(fleet, databases, row.tenant)) {
    if (probes.liveness && probes.liveness->asks_database)
      row.kill_event = agenda.at(fails_at(*probes.liveness, row.started, from), LivenessFailed{id});
    if (probes.readiness.asks_database) return;
  }
  row.next_event = agenda.at(passes_at(probes.readiness, row.started, from), PodReady{id});
}

/// The process hangs or does not answer: it gets its hook and SIGTERM, as any other that is stopped.
void Pods::killed(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  const PodPlan& plan = fleet.workload(row.tenant).pod;
  row.kill_event.reset();
  agenda.cancel(row.exit_event);
  row.exit_event =
      agenda.after(time_to_stop(plan.pre_stop, plan.shutdown, plan.grace), ContainerExited{id}, agenda.current());
}

void Pods::exited(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  agenda.cancel(row.next_event);
  agenda.cancel(row.kill_event);
  row.exit_event.reset();
  set_process(agenda, id, false, false);
  if (!row.cut_off) became_unready(agenda, fleet, id);
  ++row.restarts;
  row.next_event = agenda.at(row.back_off.run_again(agenda.now()), PodStarted{id});
}

void Pods::readiness_failed(Agenda& agenda, const Fleet& fleet, PodId id) {
  rows_[id].next_event.reset();
  if (!rows_[id].cut_off) became_unready(agenda, fleet, id);
}

void Pods::database_changed(Agenda& agenda, const Fleet& fleet, const Databases& databases, DatabaseId database) {
  if (fleet.probing.empty()) return;  // none asks any
  for (const TenantId tenant : fleet.probing[index_of(database)])
    for (auto id = first_of(tenant); id; id = rows_[*id].next_of_tenant)
      if (rows_[*id].answers && !rows_[*id].deleted) ask_database(agenda, fleet, databases, *id);
}

/// A change of the answer restarts the count of a probe's answers, even if no probe fell between two changes.
void Pods::ask_database(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id) {
  PodRow& row = rows_[id];
  const ProbeRules& probes = fleet.workload(row.tenant).pod.probes;
  const bool answers = database_answers(fleet, databases, row.tenant);
  const Time now = agenda.now();
  if (probes.readiness.asks_database) {
    agenda.cancel(row.next_event);
    if (!answers && row.ready)
      row.next_event = agenda.at(fails_at(probes.readiness, row.started, now), ReadinessFailed{id});
    if (answers && !row.ready) row.next_event = agenda.at(passes_at(probes.readiness, row.started, now), PodReady{id});
  }
  if (!probes.liveness || !probes.liveness->asks_database) return;
  agenda.cancel(row.kill_event);
  if (!answers) row.kill_event = agenda.at(fails_at(*probes.liveness, row.started, now), LivenessFailed{id});
}

}  // namespace paddock::models
