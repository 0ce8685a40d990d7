// Databases that tenants share: a writer in one zone, a standby in another, a failover between them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Zones;

struct DatabaseRow {
  ZoneId writer{};
  bool available = true;
  bool failing_over = false;
  std::uint32_t failovers = 0;  // numbers the draws
};

class Databases {
 public:
  Databases() = default;
  explicit Databases(const Fleet& fleet);

  std::size_t size() const { return rows_.size(); }
  const DatabaseRow& operator[](DatabaseId id) const { return rows_[index_of(id)]; }

  /// The writers in the zone are gone: each fails over. Emits DatabaseDown.
  void zone_lost(Agenda& agenda, ZoneId zone);
  /// A failover begins, by fault or on request. Posts FailoverDone after a draw of the database's failover time.
  void fail_over(Agenda& agenda, const Fleet& fleet, DatabaseId id);
  /// The standby takes over, in the next zone of the region that is up. With none, the database waits for a zone.
  void take_over(Agenda& agenda, const Fleet& fleet, const Zones& zones, DatabaseId id);
  /// A zone is back: databases that waited for one fail over into it.
  void zone_back(Agenda& agenda, const Fleet& fleet, const Zones& zones, ZoneId zone);

 private:
  std::vector<DatabaseRow> rows_;
};

}  // namespace paddock::models
