#include "models/infrastructure/database_spec.hpp"

namespace paddock::models {

void describe(Visitor& v, DatabaseSpec& s) {
  v.field("count", s.count, "databases of this kind", between(1, 10000));
  v.field("name", s.name, "name of each: {n} and {n:02} stand for its number from 1, {group} for the key above it");
  v.field("engine", s.engine, "how it survives the loss of its writer", not_modelled("there is one kind"));
  v.field("type", s.type, "instance class", not_modelled("databases have no load"));
  v.field("writer", s.writer, "zone of the writer; by default the n-th database writes in the n-th zone, round-robin");
  v.field("failover", s.failover, "from the loss of the writer until writes succeed again",
          source("RDS user guide: Multi-AZ failover typically 60 to 120 s"));
}

}  // namespace paddock::models
