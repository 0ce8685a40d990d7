// Answers of the real kube-scheduler, where they lie beside the repository, through files and the command.
#include <zlib.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/scenarios/schedule/fixture.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;

std::string unpacked(const std::filesystem::path& path) {
  std::string all;
  const gzFile file = gzopen(path.c_str(), "rb");
  std::array<char, 1 << 16> buffer{};
  for (int n = 0; file != nullptr && (n = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
    all.append(buffer.data(), static_cast<std::size_t>(n));
  if (file != nullptr) gzclose(file);
  return all;
}

class Vectors : public ScheduleTest {
 protected:
  void check(const json& the_case) {
    const bool several = the_case.contains("pendingSequence");
    const Ran ran = schedule({file("case.json", the_case.dump()), several ? "--pods" : "--pod",
                              file("pods.json", the_case[several ? "pendingSequence" : "pending"].dump()),
                              "--ties=first", "--format=json"});
    ASSERT_NE(ran.code, 2) << ran.err;
    const json found = json::parse(ran.out);
    const json steps = several ? the_case["steps"] : json::array({the_case["expect"]});
    for (std::size_t i = 0; i < steps.size(); ++i)
      for (const auto& [part, expected] : steps[i].items())
        EXPECT_EQ(expected, (several ? found[i] : found).value(part, json()))
            << the_case["name"] << " " << i << " " << part;
  }
};

TEST_F(Vectors, AreAnsweredInTheirOwnShape) {
  const auto folder = std::filesystem::path(PADDOCK_ROOT).parent_path() / "shared/vectors/scheduler";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no vectors beside the repository";
  constexpr std::size_t every = 10;  // conform tries them all
  for (const char* family : {"tables", "directed", "random", "preemption", "sequences"}) {
    std::istringstream lines(unpacked(folder / (std::string(family) + ".jsonl.gz")));
    std::string line;
    for (std::size_t n = 0; std::getline(lines, line); ++n)
      if (n % every == 0) check(json::parse(line));
  }
}

}  // namespace
}  // namespace paddock::scenarios
