// What goes on in a fleet all the time: releases, node replacements, machines that fail, zones that are lost. It ages a
// fleet before a scenario begins, because pods sit where history has left them; and it goes on if the scenario says so.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/describe.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

struct Timeline;

struct EverySpec {
  sim::Duration every{};
};
void describe(Visitor& v, EverySpec& s);

struct ZoneLossesSpec {
  DurationDistribution between;
  DurationDistribution lasts;
};
void describe(Visitor& v, ZoneLossesSpec& s);

struct LifeSpec {
  std::optional<EverySpec> rollout;              // of each tenant, at a moment of its own
  std::optional<EverySpec> node_replacement;     // of each node group, one node after the other
  std::optional<DurationDistribution> node_failure;  // the age at which a machine fails
  std::optional<ZoneLossesSpec> zone_loss;       // of each zone
};
void describe(Visitor& v, LifeSpec& s);

/// Posts what life brings. It rests from time 0 on, unless the scenario lets it go on.
class Life {
 public:
  Life() = default;

  /// The run begins. Posts VersionDue, ReplacementDue and ZoneFails.
  void begin(Agenda& agenda, const Fleet& fleet, const Timeline& timeline) const;
  bool goes_on(const Agenda& agenda, const Timeline& timeline) const;

  // The next of each kind, if life goes on.
  void version(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, TenantId tenant) const;
  void replacement(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, GroupId group) const;
  void machine(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, NodeId node, std::uint64_t luck) const;
  void zone(Agenda& agenda, const Fleet& fleet, const Timeline& timeline, ZoneId zone);
  Duration zone_loss_lasts(const Agenda& agenda, const Fleet& fleet, ZoneId zone) const;

 private:
  std::vector<std::uint32_t> losses_;  // of each zone, asked for so far: numbers their draws
};

}  // namespace paddock::models
