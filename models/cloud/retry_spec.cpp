#include "models/cloud/retry_spec.hpp"

namespace paddock::models {

void describe(Visitor& v, RetrySpec& s) {
  v.field("mode", s.mode,
          "whose rules: aws-provider (Terraform, Pulumi), standard (SDK v2, botocore), legacy (botocore)",
          assumed("the AWS provider of 2022 stood on the Go SDK v1 and asked for 25 retries"));
  v.field("attempts", s.attempts, "attempts in all; by default aws-provider 26, standard 3, legacy 5", between(1, 100),
          source("botocore retries/standard.py and _retry.json; hashicorp/aws-sdk-go-base"));
}

std::int64_t attempts_of(const RetrySpec& spec) {
  if (spec.attempts) return *spec.attempts;
  switch (spec.mode) {
    case RetryMode::standard:
      return 3;
    case RetryMode::legacy:
      return 5;
    case RetryMode::aws_provider:
      break;
  }
  return 26;
}

}  // namespace paddock::models
