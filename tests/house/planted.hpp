// Small trees with planted violations, written to a folder of their own and read as the house program reads the
// project.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/house/rules.hpp"

namespace paddock::house {

/// path -> text, written below a new folder that goes away with the object.
class Planted {
 public:
  explicit Planted(const std::map<std::string, std::string>& files) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = std::filesystem::path(testing::TempDir()) /
            (std::string("paddock_house_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(root_);
    for (const auto& [path, text] : files) {
      std::filesystem::create_directories((root_ / path).parent_path());
      std::ofstream(root_ / path) << text;
    }
  }
  Planted(const Planted&) = delete;
  Planted& operator=(const Planted&) = delete;
  ~Planted() { std::filesystem::remove_all(root_); }

  Sources sources() const { return read_tree(root_); }

 private:
  std::filesystem::path root_;
};

/// The problems as they are printed, one string each.
inline std::vector<std::string> printed(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const auto& p : problems) {
    std::ostringstream out;
    out << p;
    lines.push_back(out.str());
  }
  return lines;
}

}  // namespace paddock::house
