#include "models/infrastructure/migrations.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/database.hpp"

namespace paddock::models {
namespace {

/// Locks of databases come first, then those of tenants.
std::uint32_t lock_of(const Fleet& fleet, TenantId tenant) {
  const bool shared = fleet.workload(tenant).pod.migration->lock == LockScope::database;
  return static_cast<std::uint32_t>(shared ? index_of(*fleet[tenant].database)
                                           : fleet.databases.size() + index_of(tenant));
}

}  // namespace

Migrations::Migrations(const Fleet& fleet) : rows_(fleet.tenants.size()) {}

void Migrations::ask(Agenda& agenda, const Fleet& fleet, const Databases& databases, TenantId tenant, PodId pod,
                     std::uint32_t version) {
  const std::uint32_t lock = lock_of(fleet, tenant);
  turns_.push_back({lock, tenant, pod, version, {}, agenda.current()});
  next(agenda, fleet, databases, lock);
}

void Migrations::set_runs(Agenda& agenda, const Fleet& fleet, TenantId tenant, bool runs) {
  bool& row = rows_[index_of(tenant)].runs;
  if (row == runs) return;
  row = runs;
  if (fleet.workload(tenant).pod.migration->blocks_requests) agenda.emit(SchemaBlocked{tenant});
}

/// The first in the line of a lock gets it, unless it has it.
void Migrations::next(Agenda& agenda, const Fleet& fleet, const Databases& databases, std::uint32_t lock) {
  const auto first = std::ranges::find(turns_, lock, &Turn::lock);
  if (first == turns_.end() || first->done || !databases[*fleet[first->tenant].database].available) return;
  Duration length{};
  if (rows_[index_of(first->tenant)].version < first->version) {
    // The same change takes the same time whoever tries it.
    const auto luck = sim::luck("migration", sim::hash_name(fleet[first->tenant].name));
    length = sim::sample_length(fleet.workload(first->tenant).pod.migration->runs_s, agenda.draw(luck, first->version));
    set_runs(agenda, fleet, first->tenant, true);
    agenda.emit(MigrationBegan{first->pod}, first->because);
  }
  first->done = agenda.after(length, MigrationDone{first->pod}, first->because);
}

void Migrations::free(Agenda& agenda, const Fleet& fleet, const Databases& databases, std::size_t turn) {
  const Turn gone = turns_[turn];
  turns_.erase(turns_.begin() + static_cast<std::ptrdiff_t>(turn));
  if (gone.done) set_runs(agenda, fleet, gone.tenant, false);
  next(agenda, fleet, databases, gone.lock);
}

void Migrations::done(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId pod) {
  const auto turn = std::ranges::find(turns_, pod, &Turn::pod);
  Row& row = rows_[index_of(turn->tenant)];
  row.version = std::max(row.version, turn->version);
  free(agenda, fleet, databases, static_cast<std::size_t>(turn - turns_.begin()));
}

void Migrations::left(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId pod) {
  const auto turn = std::ranges::find(turns_, pod, &Turn::pod);
  if (turn == turns_.end()) return;
  agenda.cancel(turn->done);
  free(agenda, fleet, databases, static_cast<std::size_t>(turn - turns_.begin()));
}

void Migrations::database_changed(Agenda& agenda, const Fleet& fleet, const Databases& databases, DatabaseId database) {
  const bool answers = databases[database].available;
  for (std::size_t i = 0; i < turns_.size(); ++i) {
    Turn& turn = turns_[i];
    if (fleet[turn.tenant].database != database) continue;
    if (answers) {
      next(agenda, fleet, databases, turn.lock);
    } else if (turn.done) {
      agenda.cancel(turn.done);
      set_runs(agenda, fleet, turn.tenant, false);
    }
  }
}

bool Migrations::holds(PodId pod) const {
  const auto turn = std::ranges::find(turns_, pod, &Turn::pod);
  return turn != turns_.end() && turn->done;
}

}  // namespace paddock::models
