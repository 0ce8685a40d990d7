// How a client of the cloud tries again when a call was throttled or refused.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "models/describe.hpp"

namespace paddock::models {

/// aws-provider: the Terraform and Pulumi providers of AWS, on the Go SDK v1. standard: botocore and the Go SDK v2.
/// legacy: botocore and the command line v1.
enum class RetryMode : std::uint8_t { aws_provider, standard, legacy };
constexpr std::array<std::string_view, 3> names(RetryMode) { return {"aws-provider", "standard", "legacy"}; }

struct RetrySpec {
  RetryMode mode = RetryMode::aws_provider;
  std::optional<std::int64_t> attempts;  // in all, the first included; by default the mode's
};
void describe(Visitor& v, RetrySpec& s);

/// Attempts that stand: 26 (25 retries) of aws-provider, 3 of standard, 5 of legacy, unless the spec says otherwise.
std::int64_t attempts_of(const RetrySpec& spec);

}  // namespace paddock::models
