#include "models/kubernetes/control_plane.hpp"

#include <chrono>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// component-base pkg/config: a lease of 15 s; its holder renews it and others try for it every 2 s. The controllers'
// lease is not given back by a leader that ends.
constexpr Duration lease = 15s;
constexpr double retry_s = 2;

sim::Draw draw(const Agenda& agenda, const Fleet& fleet, RegionId region, Leader leader, std::uint32_t& n) {
  const std::uint64_t component = sim::hash_name(leader == Leader::controllers ? "controllers" : "scheduler");
  return agenda.draw(sim::luck("leader", sim::hash_pair(sim::hash_name(fleet[region].name), component)), n++);
}

}  // namespace

ControlPlanes::ControlPlanes(const Fleet& fleet) : rows_(fleet.regions.size()) {}

void ControlPlanes::begin(Agenda& agenda, const Fleet& fleet, RegionId region, std::optional<StepId> step) {
  Row& row = rows_[index_of(region)];
  row.step = step;
  row.replacing = true;
  replace(agenda, fleet, region, 0);
}

void ControlPlanes::replace(Agenda& agenda, const Fleet& fleet, RegionId region, std::uint32_t server) {
  const auto luck = sim::luck("server.replacement", sim::hash_name(fleet[region].name));
  const std::uint32_t n = rows_[index_of(region)].replacements++;
  agenda.after(sim::sample_length(fleet[region].server_replacement_s, agenda.draw(luck, n)),
               ServerReplaced{region, server});
}

void ControlPlanes::move_leader(Agenda& agenda, const Fleet& fleet, RegionId region, Leader leader) {
  LeaderRow& row = rows_[index_of(region)].leaders[static_cast<std::size_t>(leader)];
  const auto others = static_cast<std::uint64_t>(fleet[region].servers - 1);
  const auto step = static_cast<std::uint32_t>(draw(agenda, fleet, region, leader, row.draws).below(others)) + 1;
  row.server = (*row.server + step) % static_cast<std::uint32_t>(fleet[region].servers);
  // Its last renewal is up to 2 s old, and the first to see the lease run out comes up to 2 s late: 13 to 17 s.
  const auto up_to_retry = sim::Distribution::uniform(0, retry_s);
  const Duration age = sim::sample_length(up_to_retry, draw(agenda, fleet, region, leader, row.draws));
  const Duration late = sim::sample_length(up_to_retry, draw(agenda, fleet, region, leader, row.draws));
  row.acts_from = agenda.now() + lease - age + late;
  agenda.at(row.acts_from, LeaderElected{region, static_cast<std::uint32_t>(leader)});
}

void ControlPlanes::replaced(Agenda& agenda, const Fleet& fleet, RegionId region, std::uint32_t server) {
  Row& row = rows_[index_of(region)];
  const auto servers = static_cast<std::uint32_t>(fleet[region].servers);
  for (const Leader leader : {Leader::controllers, Leader::scheduler}) {
    LeaderRow& at = row.leaders[static_cast<std::size_t>(leader)];
    if (!at.server)
      at.server = static_cast<std::uint32_t>(draw(agenda, fleet, region, leader, at.draws).below(servers));
    if (*at.server == server) move_leader(agenda, fleet, region, leader);
  }
  row.replacing = server + 1 < servers;
  if (row.replacing) replace(agenda, fleet, region, server + 1);
}

}  // namespace paddock::models
