#include "models/delivery/wishes.hpp"

#include "models/fleet.hpp"

namespace paddock::models {

Wishes::Wishes(const Fleet& fleet) : rows_(fleet.tenants.size()) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (fleet.tenants[i].at_start) adopt(static_cast<TenantId>(i));
}

std::uint32_t Wishes::push(const std::vector<TenantId>& changed) {
  ++pushes_;
  for (const TenantId tenant : changed) {
    Row& row = rows_[index_of(tenant)];
    wishes_.push_back({pushes_, row.last_wish});
    row.last_wish = static_cast<std::uint32_t>(wishes_.size() - 1);
  }
  return pushes_;
}

std::optional<std::uint32_t> Wishes::version_at(std::uint32_t push, TenantId tenant) const {
  const Row& row = rows_[index_of(tenant)];
  for (auto at = row.last_wish; at; at = wishes_[*at].before)
    if (wishes_[*at].push <= push) return wishes_[*at].push;
  if (row.from_start) return 0;
  return std::nullopt;
}

bool Wishes::is_behind(std::uint32_t push, TenantId tenant) const {
  const auto wanted = version_at(push, tenant);
  const auto& brought = rows_[index_of(tenant)].brought;
  return wanted && (!brought || *brought < *wanted);
}

void Wishes::brought(std::uint32_t push, TenantId tenant) {
  const auto version = version_at(push, tenant);
  Row& row = rows_[index_of(tenant)];
  row.exists = true;
  if (!row.brought || *row.brought < version) row.brought = version;
}

void Wishes::adopt(TenantId tenant) {
  Row& row = rows_[index_of(tenant)];
  row.from_start = row.exists = true;
  if (!row.brought) row.brought = 0;
}

}  // namespace paddock::models
