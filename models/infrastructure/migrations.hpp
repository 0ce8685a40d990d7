// Changes of tenants' schemas, and the locks under which they are made: one a tenant, one a database. Whoever starts
// with a new version asks for the lock, changes the schema if nobody has done it for this version, and goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Databases;

class Migrations {
 public:
  Migrations() = default;
  explicit Migrations(const Fleet& fleet);

  /// The pod wants the lock of its tenant. Posts MigrationDone when it has had it and the schema is of its version.
  void ask(Agenda& agenda, const Fleet& fleet, const Databases& databases, TenantId tenant, PodId pod,
           std::uint32_t version);
  /// The pod's migration is made: the next one has the lock.
  void done(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId pod);
  /// The pod's process is gone, and with it its connection: what it changed is rolled back, and the lock is free.
  /// Harmless for pods that neither have nor want one.
  void left(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId pod);
  /// The database goes away, and whoever changed a schema has to begin anew; or is back, and the next one begins.
  void database_changed(Agenda& agenda, const Fleet& fleet, const Databases& databases, DatabaseId database);

  /// Whether a change of the tenant's schema runs now. Where that blocks requests, SchemaBlocked says when it changes.
  bool runs(TenantId tenant) const { return rows_[index_of(tenant)].runs; }
  /// Whether the pod has the lock that it asked for.
  bool holds(PodId pod) const;

 private:
  struct Row {
    std::uint32_t version = 0;  // of the tenant's schema
    bool runs = false;
  };
  /// One that has a lock, or waits for it. The first of a lock has it, if the database answers.
  struct Turn {
    std::uint32_t lock = 0;
    TenantId tenant{};
    PodId pod;
    std::uint32_t version = 0;
    std::optional<sim::EventId> done;  // it has the lock
    std::optional<Because> because;
  };

  void set_runs(Agenda& agenda, const Fleet& fleet, TenantId tenant, bool runs);
  void next(Agenda& agenda, const Fleet& fleet, const Databases& databases, std::uint32_t lock);
  void free(Agenda& agenda, const Fleet& fleet, const Databases& databases, std::size_t turn);

  std::vector<Row> rows_;    // by TenantId
  std::vector<Turn> turns_;  // in the order of asking
};

}  // namespace paddock::models
