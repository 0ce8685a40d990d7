// Every shipped file is read without a problem, agrees with the published schema, and survives being written.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/language/compose.hpp"
#include "scenarios/language/reader.hpp"
#include "scenarios/language/scenario_spec.hpp"
#include "scenarios/language/schema.hpp"
#include "scenarios/language/writer.hpp"
#include "tests/scenarios/language/validator.hpp"

namespace paddock::scenarios {
namespace {

std::vector<std::filesystem::path> shipped(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(PADDOCK_ROOT) / folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

template <class T>
void expect_sound(const char* folder) {
  const fixture::Validator validator(schema<T>("shipped"));
  const auto files = shipped(folder);
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    Problems problems;
    Assumptions assumptions;
    const auto written = parse_file(file, problems);
    const auto node = compose(file, {}, problems);
    ASSERT_TRUE(written && node) << problems.to_text();
    EXPECT_EQ(validator.complaints(*written), "") << file;
    T value{};
    ASSERT_TRUE(read(*node, value, problems, assumptions)) << problems.to_text();

    const std::string text = write(value);
    const auto again = parse_text("written.yaml", text, problems);
    T copy{};
    ASSERT_TRUE(again && read(*again, copy, problems, assumptions)) << problems.to_text() << text;
    EXPECT_EQ(write(copy), text);
    EXPECT_EQ(validator.complaints(*again), "") << text;
  }
}

TEST(Shipped, Fleets) { expect_sound<models::FleetSpec>("scenarios/fleets"); }
/// Scenarios need their fleets: tenants that a step adds are like the fleet's templates.
TEST(Shipped, Scenarios) {
  const fixture::Validator validator(schema<ScenarioSpec>("shipped"));
  for (const auto& file : shipped("scenarios/library")) {
    Problems problems;
    const auto written = parse_file(file, problems);
    ASSERT_TRUE(written) << problems.to_text();
    EXPECT_EQ(validator.complaints(*written), "") << file;
    EXPECT_TRUE(load_designs(file.string(), {}, problems)) << problems.to_text();
  }
}

}  // namespace
}  // namespace paddock::scenarios
