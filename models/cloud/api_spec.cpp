#include "models/cloud/api_spec.hpp"

#include <algorithm>

namespace paddock::models {

namespace {

void check_range(Visitor& v, const std::vector<double>& range) {
  if (!v.reading() || range.empty()) return;
  if (range.size() != 2 || range[0] > range[1]) v.problem("a range is two numbers, the smaller first: [50, 100]");
}

struct KnownApi {
  std::string_view name;
  std::int64_t burst;
  double refill_per_s;
  Confidence confidence;
};

// EC2: the user guide's page on API throttling. ELB: its example for Describe calls. EKS and RDS publish nothing: EKS
// is inferred from two reports of node-boot storms (awslabs/amazon-eks-ami 720 and 803), RDS is assumed. Route 53: 5
// requests a second for the account (EKS best practices, quotas).
constexpr std::array known_apis = {
    KnownApi{"eks:DescribeCluster", 50, 10, Confidence::low},
    KnownApi{"rds:DescribeDBClusters", 50, 10, Confidence::low},
    KnownApi{"rds:DescribeDBInstances", 50, 10, Confidence::low},
    KnownApi{"ec2:DescribeInstances", 50, 10, Confidence::high},  // neither filtered nor paginated
    KnownApi{"ec2:RunInstances", 5, 2, Confidence::high},
    KnownApi{"elasticloadbalancing:DescribeLoadBalancers", 40, 10, Confidence::high},
    KnownApi{"route53:ChangeResourceRecordSets", 5, 5, Confidence::high},
};

}  // namespace

void describe(Visitor& v, ApiRangeSpec& s) {
  v.field("burst", s.burst, "least and most that the bucket may hold", at_least(1));
  check_range(v, s.burst);
  v.field("refill", s.refill, "slowest and fastest refill", per_second(), positive());
  check_range(v, s.refill);
}

void describe(Visitor& v, ApiSpec& s) {
  v.field("burst", s.burst, "calls that pass at once after a rest: the size of the token bucket", between(1, 1'000'000),
          assumed("inferred from two public reports of node-boot storms; sweep it"));
  v.field("refill", s.refill, "calls a second that pass for ever", per_second(), between(0.001, 1e6),
          assumed("inferred from two public reports of node-boot storms; sweep it"));
  v.field("confidence", s.confidence, "how far these numbers are to be trusted");
  v.field("range", s.range, "between which numbers the truth is thought to lie");
}

std::optional<ApiSpec> known_api(std::string_view name) {
  const auto* const at = std::ranges::find(known_apis, name, &KnownApi::name);
  if (at == known_apis.end()) return std::nullopt;
  return ApiSpec{at->burst, at->refill_per_s, at->confidence, std::nullopt};
}

}  // namespace paddock::models
