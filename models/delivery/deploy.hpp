// The rows of delivery: one run of one stack's pipeline, and each change that it makes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "models/cloud/retry.hpp"
#include "models/delivery/checkpoints.hpp"
#include "models/events/cloud.hpp"
#include "models/events/delivery.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// How a deploy ended. locked: another one held the stack. throttled, api_refused: a look-up ran out of attempts.
enum class DeployOutcome : std::uint8_t { ok, locked, throttled, api_refused, rollout_timeout, job_limit };
constexpr std::array<std::string_view, 6> names(DeployOutcome) {
  return {"ok", "locked", "throttled", "api-refused", "rollout-timeout", "job-limit"};
}

/// What a deploy is to bring to one tenant.
struct Change {
  DeployId deploy;
  TenantId tenant{};
  bool creates = false;        // its plain resources too: the tenant is new
  std::uint32_t level = 0;     // of its plain resources, the level being created
  std::uint32_t open = 0;      // of that level, not yet recorded
  std::optional<Time> sent;    // the release is in the cluster's hands
  std::optional<Time> served;  // the cluster says that the rollout is done
  std::optional<sim::EventId> deadline;
  bool failed = false;
  bool recorded = false;
};

/// One run of one stack's pipeline. Stays readable after its end.
///   deploy.queued = started - pushed     deploy.sync = ended - started     deploy.lead_time = served - pushed
struct Deploy {
  StackId stack{};
  std::uint32_t push = 0;   // 1, 2, ...: which version of the repository it brings
  std::uint32_t count = 0;  // how many deploys its stack had before
  Time pushed{};
  std::optional<Time> started, ended;
  std::optional<Time> served;  // all its changes serve; empty if it has none, or one that never did
  std::optional<DeployOutcome> outcome;
  std::uint32_t turned_away = 0;  // attempts of its look-ups that were throttled or refused

  std::uint32_t first_change = 0, changes = 0;  // rows of its changes, in the order of the walk
  std::uint32_t reached = 0;                    // of them, passed by the step generator
  std::uint32_t begun = 0, running = 0, recorded = 0, serving = 0;

  std::int64_t pass = 0;
  std::uint32_t tenants = 0;             // in its walk, and in its state
  bool walked = false;                   // the last pass is through
  std::optional<DeployOutcome> failing;  // a step has failed: nothing new begins, what runs is waited for
  std::optional<Because> walk_because;

  std::uint32_t lookups_open = 0, back_offs = 0;
  Time last_lookup{};
  RetryQuota quota;
  Checkpoints checkpoints;
  std::optional<sim::EventId> limit;
};

/// A look-up that was turned away.
struct LookupCall {
  DeployId deploy;
  ApiId api{};
  std::uint32_t turned_away = 0;
  Time first{};  // attempt
};

}  // namespace paddock::models
