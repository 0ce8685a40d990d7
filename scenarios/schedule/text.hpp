// The scheduler's answers for people.
#pragma once

#include <span>
#include <string>

#include "scenarios/objects/answer.hpp"
#include "scenarios/report/table.hpp"
#include "scenarios/schedule/schedule.hpp"

namespace paddock::scenarios {

struct ScheduleTextOptions {
  Paper paper;
  bool everything = false;  ///< long lists in full
  TieRule ties;
};

/// One pod: the choice, the scores of the best nodes by plugin, the rejected nodes by reason, and whom preemption would
/// evict.
std::string answer_text(const PlacedCluster&, const Answer&, const ScheduleTextOptions&);
/// Several pods: a row each; with `everything` each in full.
std::string answers_text(const PlacedCluster&, std::span<const Answer>, const ScheduleTextOptions&);

/// What kube-scheduler would write into the pod's event: "0/5 nodes are available: 3 Insufficient cpu, ...".
std::string unschedulable_message(const models::scheduling::Explanation&);

}  // namespace paddock::scenarios
