#include "models/fleet.hpp"

namespace paddock::models {

void describe(Visitor& v, FleetSpec& s) {
  v.field("paddock", s.paddock, "version of the language", required(), between(1, 1));
  v.field("fleet", s.fleet, "name of the fleet", required());
  v.field("about", s.about, "what it is, in a sentence");
  v.field("observed", s.observed, "the day the fleet looked like this, as 2022-04-30");
  v.field("regions", s.regions, "regions by name", required());
  v.field("plans", s.plans, "what tenants buy: weight and promise");
  v.field("priorities", s.priorities, "PriorityClasses by name: a value, or a value and whether they preempt");
  v.field("templates", s.templates, "what tenants have in common, for `like`");
  v.field("tenants", s.tenants, "populations, and single tenants by name");
  v.field("delivery", s.delivery, "how changes reach the clusters");
  v.field("apis", s.apis, "throttled APIs by service:Action");
  v.field("life", s.life, "what goes on all the time: it ages the fleet before a scenario with `start: {aged: ...}`");
}

}  // namespace paddock::models
