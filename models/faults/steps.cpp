#include "models/faults/steps.hpp"

#include <algorithm>

#include "models/events/faults.hpp"

namespace paddock::models {
namespace {

sim::Draw draw_of(const Agenda& agenda, const StepDefinition& step, std::string_view purpose) {
  return agenda.draw(sim::luck(purpose, sim::hash_name(step.name)), 0);
}

}  // namespace

void Steps::post(Agenda& agenda, const Timeline& timeline, StepId id) {
  const Duration delay = sim::sample_length(timeline[id].trigger.delay_s, draw_of(agenda, timeline[id], "step.delay"));
  agenda.at(std::max(agenda.now(), Time{}) + delay, StepDue{id});
}

void Steps::begin_run(Agenda& agenda, const Timeline& timeline) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (timeline.steps[i].trigger.from == Trigger::From::start) post(agenda, timeline, static_cast<StepId>(i));
}

std::vector<std::uint32_t> Steps::choose(Agenda& agenda, const Timeline& timeline, StepId id) {
  const StepDefinition& step = timeline[id];
  StepRow& row = rows_[index_of(id)];
  auto luck = draw_of(agenda, step, "step.happens");
  if (step.share_of_runs < 1 && luck.unit() >= step.share_of_runs) {
    row.drawn_out = true;
    return {};
  }
  if (step.choice != Choice::any || step.objects.empty()) {
    if (step.objects.size() == 1) row.chosen = step.objects.front();
    return step.objects;
  }
  auto draw = draw_of(agenda, step, "step.any");
  row.chosen = step.objects[draw.below(step.objects.size())];
  return {*row.chosen};
}

void Steps::began(Agenda& agenda, const Timeline& timeline, StepId id, const Hits& hits) {
  StepRow& row = rows_[index_of(id)];
  row.began = agenda.now();
  row.hits = hits;
  agenda.emit(StepBegan{id});
  if (const auto& lasts = timeline[id].lasts_s)
    agenda.after(sim::sample_length(*lasts, draw_of(agenda, timeline[id], "step.lasts")), StepOver{id});
  follow(agenda, timeline, id, Trigger::From::step_begins);
  if (!timeline[id].lasts_s && !ends_itself(timeline[id].verb)) follow(agenda, timeline, id, Trigger::From::step_over);
}

void Steps::over(Agenda& agenda, const Timeline& timeline, StepId id) {
  rows_[index_of(id)].over = agenda.now();
  agenda.emit(StepEnded{id});
  follow(agenda, timeline, id, Trigger::From::step_over);
}

void Steps::follow(Agenda& agenda, const Timeline& timeline, StepId id, Trigger::From from) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Trigger& trigger = timeline.steps[i].trigger;
    if (trigger.from == from && trigger.step == id) post(agenda, timeline, static_cast<StepId>(i));
  }
}

}  // namespace paddock::models
