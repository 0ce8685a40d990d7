// The program itself, called as a shell calls it: arguments, standard input, exit code, both outputs. Files live in a
// folder of the test's own, which is the program's working directory.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/report/next.hpp"

namespace paddock::scenarios {

struct Ended {
  int code = -1;  // of exit; 128 and more: a signal
  std::string out, err;
};

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A fleet of twelve tenants in three zones.
inline const std::string cli_fleet = R"(paddock: 1
fleet: small
regions:
  here:
    zones: [a, b, c]
    nodes: {general: {type: t4g.xlarge, size: {now: 9, min: 3, max: 30}}}
    databases: {pg: {count: 3, name: "pg-{n}"}}
plans:
  pro: {slo: {good: "99.9% of minutes in 30d", bad_minute: "errors > 5%"}}
tenants:
  - group: t
    count: 12
    plan: pro
    replicas: 2
    requests: {cpu: 250m, memory: 200Mi}
    database: {place: "fill, 4 per database"}
    traffic:
      poll: {rate: 4/s, needs: [pod]}
      write: {rate: 0.2/s, needs: [pod, database]}
)";

/// A zone is lost for an hour; `target` must hold during it. More lines of the scenario may follow.
inline std::string cli_scenario(const std::string& target, const std::string& more = "") {
  return "paddock: 1\nscenario: loss-of-a\nfleet: fleet.yaml\nhorizon: 2h\ntimeline:\n"
         "  - {name: loss, at: 10m, lose: {zone: a}, for: 1h}\ntargets:\n  - \"" +
         target + " during loss\"\n" + more;
}

inline const std::string holds = "min(tenant.ready_replicas) >= 1";
inline const std::string misses = "max(tenant.outage) <= 5s";

class Program : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("paddock-" + std::string(test->test_suite_name()) + "-" + test->name() + "-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    write("fleet.yaml", cli_fleet);
    write("pass.yaml", cli_scenario(holds));
    write("fail.yaml", cli_scenario(misses));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const { return text_of_file(folder_ / name); }
  /// Everything in the folder, the files that catch the outputs aside.
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) names.insert(entry.path().filename());
    for (const char* own : {".in", ".out", ".err"}) names.erase(own);
    return names;
  }

  /// `environment`: words before the command, such as NO_COLOR=1.
  Ended paddock(const std::vector<std::string>& arguments, const std::string& in = "",
                const std::string& environment = "") const {
    write(".in", in);
    std::string command =
        "cd " + shell_word(folder_.string()) + " && " + environment + " " + shell_word(PADDOCK_PROGRAM);
    for (const std::string& argument : arguments) command += " " + shell_word(argument);
    const int status = std::system((command + " <.in >.out 2>.err").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read(".out"), read(".err")};
  }

  std::filesystem::path folder_;
};

}  // namespace paddock::scenarios
