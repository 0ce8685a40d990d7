// Who acts on the way of a request.
#include "models/events/traffic.hpp"

#include "models/world.hpp"

namespace paddock::models {

void react(World& w, Agenda& agenda, const TargetBad& e) { w.path.target_changed(agenda, *w.fleet, e.proxy, false); }
void react(World& w, Agenda& agenda, const TargetGood& e) { w.path.target_changed(agenda, *w.fleet, e.proxy, true); }
void react(World& w, Agenda& agenda, const DnsSettled& e) { w.path.settle(agenda, *w.fleet, e.region); }

// What only observers look at.
void react(World&, Agenda&, const PathChanged&) {}
void react(World&, Agenda&, const ServingChanged&) {}

}  // namespace paddock::models
