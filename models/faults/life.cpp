#include "models/faults/life.hpp"

#include "models/events/life.hpp"
#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"

namespace paddock::models {
namespace {

Duration part_of(const Agenda& agenda, sim::Luck luck, Duration whole) {
  auto draw = agenda.draw(luck, 0);
  return Duration{static_cast<Duration::rep>(draw.below(static_cast<std::uint64_t>(whole.count())))};
}

}  // namespace

void describe(Visitor& v, EverySpec& s) {
  v.field("every", s.every, "how often", required(), at_least(60));
}

void describe(Visitor& v, ZoneLossesSpec& s) {
  v.field("between", s.between, "from the end of one loss of a zone to the next", required());
  v.field("lasts", s.lasts, "how long a loss lasts", required());
}

void describe(Visitor& v, LifeSpec& s) {
  v.field("rollout", s.rollout, "each tenant gets a new version so often, at a moment of its own");
  v.field("node_replacement", s.node_replacement, "the nodes of each group are drained and replaced so often");
  v.field("node_failure", s.node_failure, "the age at which a machine fails; its group launches another");
  v.field("zone_loss", s.zone_loss, "losses of power of each zone");
}

bool Life::goes_on(const Agenda& agenda, const Timeline& timeline) const {
  return timeline.life_goes_on || agenda.now() < Time{};
}

void Life::begin(Agenda& agenda, const Fleet& fleet, const Timeline& timeline) const {
  if (!goes_on(agenda, timeline)) return;
  if (fleet.life.rollout)
    for (std::size_t t = 0; t < fleet.tenants.size(); ++t)
      if (fleet.tenants[t].at_start)
        agenda.after(part_of(agenda, sim::luck("life.version", sim::hash_name(fleet.tenants[t].name)),
                             fleet.life.rollout->every),
                     VersionDue{static_cast<TenantId>(t)});
  if (fleet.life.node_replacement)
    for (std::size_t g = 0; g < fleet.groups.size(); ++g)
      agenda.after(part_of(agenda, sim::luck("life.replacement", sim::hash_name(fleet.groups[g].name)),
                           fleet.life.node_replacement->every),
                   ReplacementDue{static_cast<GroupId>(g)});
}

void Life::version(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, TenantId tenant) const {
  if (goes_on(agenda, timeline)) agenda.after(fleet.life.rollout->every, VersionDue{tenant});
}

void Life::replacement(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, GroupId group) const {
  if (goes_on(agenda, timeline)) agenda.after(fleet.life.node_replacement->every, ReplacementDue{group});
}

void Life::machine(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, NodeId node,
                   std::uint64_t luck) const {
  if (!fleet.life.node_failure || !goes_on(agenda, timeline)) return;
  const auto age = sim::sample_length(fleet.life.node_failure->seconds, agenda.draw(sim::luck("life.machine", luck), 0));
  agenda.after(age, MachineFails{node});
}

void Life::zone(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, ZoneId zone) {
  if (!fleet.life.zone_loss || !goes_on(agenda, timeline)) return;
  losses_.resize(fleet.zones.size());
  const auto luck = sim::luck("life.zone", sim::hash_name(fleet[zone].name));
  const Duration wait = sim::sample_length(fleet.life.zone_loss->between.seconds,
                                           agenda.draw(luck, losses_[index_of(zone)]++));
  agenda.after(wait, ZoneFails{zone});
}

Duration Life::zone_loss_lasts(const Agenda& agenda, const Fleet& fleet, ZoneId zone) const {
  const auto luck = sim::luck("life.zone_lasts", sim::hash_name(fleet[zone].name));
  return sim::sample_length(fleet.life.zone_loss->lasts.seconds, agenda.draw(luck, losses_[index_of(zone)]));
}

}  // namespace paddock::models
