// Pushes and jobs: which stacks a push starts, the runner, the lock, the end.
#include "models/delivery/pipelines.hpp"

#include "models/fleet.hpp"
#include "sim/check.hpp"

namespace paddock::models {

Pipelines::Pipelines(const Fleet& fleet)
    : wishes_(fleet),
      locks_(fleet.delivery.stacks.size()),
      deploys_of_(fleet.delivery.stacks.size(), 0),
      rolling_(fleet.tenants.size()) {}

std::vector<DeployId> Pipelines::push(Agenda& agenda, const Fleet& fleet, const std::vector<TenantId>& changed,
                                      bool adds, StepId bad_by) {
  sim::check(!fleet.delivery.stacks.empty(), "a push into a fleet without delivery");
  for (const TenantId tenant : changed)
    sim::check(adds || wishes_.version_at(wishes_.pushes(), tenant), "a push changes a tenant that was never added");
  const auto stacks = stacks_started_by(agenda, fleet, changed);
  const std::uint32_t push = wishes_.push(changed, bad_by);
  std::vector<DeployId> deploys;
  deploys.reserve(stacks.size());
  for (const StackId stack : stacks) deploys.push_back(queue_deploy(agenda, stack, push));
  place_jobs(agenda, fleet);
  return deploys;
}

std::vector<StackId> Pipelines::stacks_started_by(Agenda& agenda, const Fleet& fleet,
                                                  const std::vector<TenantId>& changed) const {
  const Delivery& delivery = fleet.delivery;
  bool all = delivery.selects_all;
  if (!all && delivery.shared_file_change > 0) {
    const auto luck = sim::luck("delivery.shared_file", sim::hash_name("repository"));
    all = agenda.draw(luck, wishes_.pushes()).unit() < delivery.shared_file_change;
  }
  std::vector<char> starts(delivery.stacks.size(), all ? 1 : 0);
  for (const TenantId tenant : changed) starts[index_of(delivery.stack_of[index_of(tenant)])] = 1;
  std::vector<StackId> stacks;
  for (std::size_t i = 0; i < starts.size(); ++i)
    if (starts[i] != 0) stacks.push_back(static_cast<StackId>(i));
  return stacks;
}

DeployId Pipelines::queue_deploy(const Agenda& agenda, StackId stack, std::uint32_t push) {
  Deploy row;
  row.stack = stack;
  row.push = push;
  row.count = deploys_of_[index_of(stack)]++;
  row.pushed = agenda.now();
  const DeployId deploy = deploys_.insert(row);
  runners_.queue(deploy);
  return deploy;
}

void Pipelines::place_jobs(Agenda& agenda, const Fleet& fleet) {
  const Runner& runner = fleet.delivery.runner;
  while (const auto job = runners_.place(runner.concurrent)) {
    const Deploy& row = deploys_[*job];
    const auto luck = sim::luck("runner.start", fleet.delivery[row.stack].entity);
    agenda.after(sim::sample_length(runner.start_s, agenda.draw(luck, row.count)), DeployStarted{*job});
  }
}

void Pipelines::started(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  Deploy& row = deploys_[deploy];
  row.started = agenda.now();
  row.limit = agenda.after(fleet.delivery.runner.job_limit, JobLimitReached{deploy});
  agenda.after(fleet.delivery.runner.setup, JobReady{deploy});
}

void Pipelines::job_ready(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  if (has_ended(deploy)) return;
  auto& lock = locks_[index_of(deploys_[deploy].stack)];
  if (lock) return end(agenda, fleet, deploy, DeployOutcome::locked, lock->because);
  lock = Lock{deploy, agenda.current()};
  find_changes(fleet, deploy);
  begin_pass(agenda, fleet, deploy);
}

/// The engine is killed where it stands: it leaves its lock, and the clusters go on with what they were given.
void Pipelines::limit_reached(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  if (!has_ended(deploy)) end(agenda, fleet, deploy, DeployOutcome::job_limit);
}

void Pipelines::end_if_done(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  const Deploy& row = deploys_[deploy];
  if (row.failing && row.running == 0) return end(agenda, fleet, deploy, *row.failing);
  if (!row.failing && row.walked && row.recorded == row.changes) end(agenda, fleet, deploy, DeployOutcome::ok);
}

void Pipelines::end(Agenda& agenda, const Fleet& fleet, DeployId deploy, DeployOutcome outcome,
                    std::optional<Because> because) {
  Deploy& row = deploys_[deploy];
  row.ended = agenda.now();
  row.outcome = outcome;
  agenda.cancel(row.limit);
  auto& lock = locks_[index_of(row.stack)];
  if (lock && lock->holder == deploy && outcome != DeployOutcome::job_limit) lock.reset();
  agenda.emit(DeployEnded{deploy}, because);
  runners_.leave();
  place_jobs(agenda, fleet);
}

}  // namespace paddock::models
