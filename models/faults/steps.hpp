// The steps of a scenario in one run: which have begun, on what, and what they hit.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/faults/timeline.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// What a step met when it began. A fault that hit nothing proves nothing.
struct Hits {
  std::uint32_t nodes = 0, pods = 0, tenants = 0, databases = 0;
  std::uint32_t calls = 0;  // refused by an API, known when the run is over
  bool any() const { return nodes + pods + tenants + databases + calls > 0; }
};

struct StepRow {
  bool drawn_out = false;  // this run is not among the share of runs that it happens in
  std::optional<Time> began, over;
  std::optional<std::uint32_t> chosen;  // the one object, where the step acts on one
  Hits hits;
};

class Steps {
 public:
  Steps() = default;
  explicit Steps(const Timeline& timeline) : rows_(timeline.steps.size()) {}

  std::size_t size() const { return rows_.size(); }
  const StepRow& operator[](StepId id) const { return rows_[index_of(id)]; }

  /// Posts StepDue for the steps that wait for nothing but the clock.
  void begin_run(Agenda& agenda, const Timeline& timeline);
  /// The objects of the step in this run; empty if this run is not among its share.
  std::vector<std::uint32_t> choose(Agenda& agenda, const Timeline& timeline, StepId id);
  /// The step has begun on its objects. Posts StepOver if it ends, emits StepBegan, posts the steps that follow it.
  void began(Agenda& agenda, const Timeline& timeline, StepId id, const Hits& hits);
  void over(Agenda& agenda, const Timeline& timeline, StepId id);
  void set_chosen(StepId id, std::optional<std::uint32_t> object) { rows_[index_of(id)].chosen = object; }

 private:
  void post(Agenda& agenda, const Timeline& timeline, StepId id);
  void follow(Agenda& agenda, const Timeline& timeline, StepId id, Trigger::From from);

  std::vector<StepRow> rows_;
};

}  // namespace paddock::models
