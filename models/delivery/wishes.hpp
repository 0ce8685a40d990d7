// What the repository asks for, push by push, and how much of it has reached each tenant.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Wishes {
 public:
  Wishes() = default;
  explicit Wishes(const Fleet& fleet);

  /// A push that changes these tenants, or makes them list elements of their stacks. Returns its number: 1, 2, ...
  /// `bad_by`: the step that makes these versions bad ones.
  std::uint32_t push(const std::vector<TenantId>& changed, StepId bad_by = no_step);
  std::uint32_t pushes() const { return pushes_; }

  /// The version of a tenant that the repository asked for after that push; empty: it was no list element yet. 0 is
  /// what stood at the start.
  std::optional<std::uint32_t> version_at(std::uint32_t push, TenantId tenant) const;
  StepId bad_at(std::uint32_t push, TenantId tenant) const;
  /// Whether a deploy of that push has something to bring to the tenant.
  bool is_behind(std::uint32_t push, TenantId tenant) const;
  /// Whether the tenant has its plain resources.
  bool exists(TenantId tenant) const { return rows_[index_of(tenant)].exists; }

  void created(TenantId tenant) { rows_[index_of(tenant)].exists = true; }
  void brought(std::uint32_t push, TenantId tenant);
  /// Somebody added the tenant by hand, and wrote it into the repository as it stands.
  void adopt(TenantId tenant);

 private:
  struct Wish {
    std::uint32_t push = 0;
    std::optional<std::uint32_t> before;  // the tenant's wish before this one
    StepId bad_by = no_step;
  };
  struct Row {
    std::optional<std::uint32_t> last_wish;
    std::optional<std::uint32_t> brought;  // version; empty: none
    bool from_start = false;               // a list element from the start, or adopted
    bool exists = false;
  };
  const Wish* wish_at(std::uint32_t push, TenantId tenant) const;

  std::vector<Row> rows_;  // by TenantId
  std::vector<Wish> wishes_;
  std::uint32_t pushes_ = 0;
};

}  // namespace paddock::models
