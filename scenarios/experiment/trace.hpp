// Every event of one run with its cause and its subject: what chains are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/fleet.hpp"
#include "models/world.hpp"

namespace paddock::scenarios {

struct TraceEntry {
  sim::EventNumber number{};
  std::optional<sim::Because> because;
  models::Time at{};
  std::string_view kind;
  std::string subject;                     // "eu-central-1/a/general/7"
  std::optional<models::TenantId> tenant;  // that the event is about
  std::optional<models::DatabaseId> database;
  std::optional<models::DeployId> deploy;
};

class Trace {
 public:
  /// After each reaction.
  void observe(const models::World& world, models::Time now, const sim::EventRecord& event);

  const std::vector<TraceEntry>& entries() const { return entries_; }
  const TraceEntry* find(sim::EventNumber number) const;
  /// The entry and what it came from, first cause first.
  std::vector<const TraceEntry*> chain(const TraceEntry& last) const;

 private:
  std::vector<TraceEntry> entries_;
  std::vector<std::uint32_t> by_number_;  // place among the entries + 1; 0: not handled
};

}  // namespace paddock::scenarios
