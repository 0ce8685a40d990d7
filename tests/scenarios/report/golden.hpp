// Output compared with a file beside the tests. PADDOCK_GOLDEN=write writes the files instead; read the difference.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace paddock::scenarios {

inline void expect_golden(const std::string& name, const std::string& found) {
  const std::string path = std::string(PADDOCK_ROOT) + "/tests/scenarios/report/golden/" + name;
  const char* mode = std::getenv("PADDOCK_GOLDEN");
  if (mode && std::string(mode) == "write") std::ofstream(path, std::ios::binary) << found;
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " cannot be read";
  std::ostringstream expected;
  expected << in.rdbuf();
  EXPECT_EQ(found, expected.str()) << "differs from " << path << "; if it should: PADDOCK_GOLDEN=write";
}

}  // namespace paddock::scenarios
