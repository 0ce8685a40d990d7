#include "models/infrastructure/database.hpp"

#include <algorithm>

#include "models/events/infrastructure.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/zone.hpp"

namespace paddock::models {

Databases::Databases(const Fleet& fleet) {
  for (const Database& database : fleet.databases) rows_.push_back({.writer = database.writer});
}

void Databases::zone_lost(Agenda& agenda, ZoneId zone) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].writer == zone && rows_[i].available) agenda.emit(DatabaseDown{static_cast<DatabaseId>(i)});
}

void Databases::fail_over(Agenda& agenda, const Fleet& fleet, DatabaseId id) {
  DatabaseRow& row = rows_[index_of(id)];
  row.available = false;
  if (row.failing_over) return;
  row.failing_over = true;
  const auto luck = sim::luck("database.failover", sim::hash_name(fleet[id].name));
  agenda.after(sim::sample_length(fleet[id].failover_s, agenda.draw(luck, row.failovers++)), FailoverDone{id});
}

void Databases::take_over(Agenda&, const Fleet& fleet, const Zones& zones, DatabaseId id) {
  DatabaseRow& row = rows_[index_of(id)];
  row.failing_over = false;
  const auto& candidates = fleet[fleet[id].region].zones;
  const auto from = std::ranges::find(candidates, row.writer) - candidates.begin();
  for (std::size_t step = 1; step <= candidates.size(); ++step) {
    const ZoneId zone = candidates[(static_cast<std::size_t>(from) + step) % candidates.size()];
    if (!zones.up(zone)) continue;
    row.writer = zone;
    row.available = true;
    return;
  }
}

void Databases::zone_back(Agenda& agenda, const Fleet& fleet, const Zones&, ZoneId zone) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto id = static_cast<DatabaseId>(i);
    if (!rows_[i].available && !rows_[i].failing_over && fleet[id].region == fleet[zone].region)
      fail_over(agenda, fleet, id);
  }
}

}  // namespace paddock::models
