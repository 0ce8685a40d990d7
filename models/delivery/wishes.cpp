#include "models/delivery/wishes.hpp"

#include "models/fleet.hpp"

namespace paddock::models {

Wishes::Wishes(const Fleet& fleet) : rows_(fleet.tenants.size()) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (fleet.tenants[i].at_start) adopt(static_cast<TenantId>(i));
}

std::uint32_t Wishes::push(const std::vector<TenantId>& changed, StepId bad_by) {
  ++pushes_;
  for (const TenantId tenant : changed) {
    Row& row = rows_[index_of(tenant)];
    wishes_.push_back({pushes_, row.last_wish, bad_by});
    row.last_wish = static_cast<std::uint32_t>(wishes_.size() - 1);
  }
  return pushes_;
}

/// The last one of the tenant in that push or before it.
const Wishes::Wish* Wishes::wish_at(std::uint32_t push, TenantId tenant) const {
  for (auto at = rows_[index_of(tenant)].last_wish; at; at = wishes_[*at].before)
    if (wishes_[*at].push <= push) return &wishes_[*at];
  return nullptr;
}

std::optional<std::uint32_t> Wishes::version_at(std::uint32_t push, TenantId tenant) const {
  if (const Wish* wish = wish_at(push, tenant)) return wish->push;
  if (rows_[index_of(tenant)].from_start) return 0;
  return std::nullopt;
}

StepId Wishes::bad_at(std::uint32_t push, TenantId tenant) const {
  const Wish* wish = wish_at(push, tenant);
  return wish != nullptr ? wish->bad_by : no_step;
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
