// The `delivery` and `apis` blocks of a fleet, as users write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "models/delivery/delivery_spec.hpp"
#include "scenarios/language/writer.hpp"
#include "tests/scenarios/language/fixture.hpp"

namespace paddock::fixture {

struct DeliveryBlocks {
  models::DeliverySpec delivery;
  models::NamedMap<models::ApiSpec> apis;
};
inline void describe(Visitor& v, DeliveryBlocks& s) {
  v.field("delivery", s.delivery, "how changes reach the clusters");
  v.field("apis", s.apis, "limits of APIs");
}

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view whole = R"(
delivery:
  repository: {select: changed-stacks, shared_file_change: 6% of pushes}
  runner: {kind: self-hosted, concurrent: 20, start: {lognormal: {median: 6s, p95: 30s}}}
  engine: {kind: pulumi, preset: pulumi-2022, state: s3, up: preview_and_update, parallel: 8, wait_for_rollout: false, timeout: 200s,
           lookups: {"rds:DescribeDBClusters": 2}, retry: {mode: standard, attempts: 4}, state_per_tenant: 120k}
  stacks: {cut: {by: database}, per_tenant: {resources: 8, releases: 1, chart: vendored}}
apis: {"eks:DescribeCluster": {burst: 60, refill: 8/s, confidence: low, range: {burst: [50, 100], refill: [5/s, 10/s]}}}
)";

TEST(DeliveryBlock, every_word_is_read) {
  const auto read = read_text<DeliveryBlocks>(whole);
  ASSERT_TRUE(read.good) << read.text();
  const auto& d = read.value.delivery;
  EXPECT_DOUBLE_EQ(d.repository.shared_file_change.share, 0.06);
  EXPECT_EQ(d.runner.kind, models::RunnerKind::self_hosted);
  EXPECT_EQ(d.engine.state, models::StateBackend::s3);
  EXPECT_EQ(d.engine.up, models::Up::preview_and_update);
  EXPECT_EQ(d.engine.parallel.limit, 8);
  EXPECT_FALSE(d.engine.wait_for_rollout);
  EXPECT_EQ(d.engine.timeout, 200s);
  EXPECT_EQ(d.engine.state_per_tenant.value, 120'000);
  ASSERT_EQ(d.engine.lookups.size(), 2U);  // the default one stands beside it
  EXPECT_EQ(d.engine.retry.attempts, 4);
  EXPECT_EQ(d.stacks.cut.rule, models::CutSpec::Rule::database);
  EXPECT_EQ(d.stacks.per_tenant.chart, models::Chart::vendored);
  ASSERT_EQ(read.value.apis.size(), 1U);
  const auto& api = read.value.apis[0].second;
  EXPECT_EQ(api.burst, 60);
  EXPECT_DOUBLE_EQ(api.refill, 8);
  EXPECT_EQ(api.confidence, models::Confidence::low);
  EXPECT_EQ(api.range->refill, (std::vector<double>{5, 10}));
}

TEST(DeliveryBlock, stacks_are_cut_four_ways) {
  using Rule = models::CutSpec::Rule;
  for (const auto& [text, rule] : {std::pair{"one", Rule::one}, std::pair{"{by: database}", Rule::database},
                                   std::pair{"{by: tenant}", Rule::tenant}, std::pair{"{of: 7}", Rule::size}}) {
    const auto read = read_text<DeliveryBlocks>(std::string("delivery: {stacks: {cut: ") + text + "}}");
    ASSERT_TRUE(read.good) << read.text();
    EXPECT_EQ(read.value.delivery.stacks.cut.rule, rule) << text;
    EXPECT_EQ(read.value.delivery.stacks.cut.size, rule == Rule::size ? 7 : 20);
  }
}

TEST(DeliveryBlock, what_is_written_is_read_again) {
  for (const std::string cut : {"one", "{by: database}", "{by: tenant}", "{of: 7}"}) {
    const auto first = read_text<DeliveryBlocks>(
        "delivery: {repository: {shared_file_change: 6.5% of pushes}, engine: "
        "{parallel: 3}, stacks: {cut: " +
        cut + "}}");
    ASSERT_TRUE(first.good) << first.text();
    const std::string written = scenarios::write(first.value);
    const auto second = read_text<DeliveryBlocks>(written);
    ASSERT_TRUE(second.good) << written << second.text();
    EXPECT_EQ(scenarios::write(second.value), written);
    EXPECT_EQ(second.value.delivery.stacks.cut.rule, first.value.delivery.stacks.cut.rule) << written;
    EXPECT_EQ(second.value.delivery.engine.parallel.limit, 3);
    EXPECT_DOUBLE_EQ(second.value.delivery.repository.shared_file_change.share, 0.065);
  }
}

TEST(DeliveryBlock, what_is_not_modelled_is_refused) {
  for (const auto& [text, message] :
       {std::pair{"delivery: {engine: {kind: terraform}}", "pulumi"},
        std::pair{"delivery: {engine: {refresh: true}}", "unknown key 'refresh'"},
        std::pair{"delivery: {engine: {parallel: 0}}", "unlimited"},
        std::pair{"delivery: {engine: {timeout: 300}}", "did you mean 300s?"},
        std::pair{"delivery: {repository: {shared_file_change: 6%}}", "6% of pushes"},
        std::pair{"delivery: {repository: {shared_file_change: 106% of pushes}}", "6% of pushes"},
        std::pair{"delivery: {stacks: {cut: two}}", "{of: 20}"},
        std::pair{"delivery: {stacks: {cut: {by: tenant, of: 3}}}", "either"},
        std::pair{"delivery: {stacks: {cut: {}}}", "either"},
        std::pair{"delivery: {stacks: {cut: {of: 0}}}", "1000000"},
        std::pair{"delivery: {stacks: {cut: {of: -1}}}", "1000000"},
        std::pair{"delivery: {engine: {lookups: {\"eks:DescribeCluster\": -1}}}", "1000"},
        std::pair{"delivery: {engine: {retry: {mode: adaptive}}}", "legacy"}, std::pair{"apis: {x: {burst: 0}}", "1"},
        std::pair{"apis: {x: {refill: 0/s}}", "0.001"},
        std::pair{"apis: {x: {range: {burst: [100, 50]}}}", "the smaller first"},
        std::pair{"apis: {x: {range: {refill: [5, 10]}}}", "5/s"}}) {
    const auto read = read_text<DeliveryBlocks>(text);
    EXPECT_FALSE(read.good) << text;
    EXPECT_THAT(read.text(), HasSubstr(message)) << text;
  }
}

}  // namespace
}  // namespace paddock::fixture
