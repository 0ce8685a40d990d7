#include "tests/house/planted.hpp"

namespace paddock::house {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> members(const std::string& text, const std::string& path = "models/a/pod.hpp") {
  const Planted tree(std::map<std::string, std::string>{{path, text}});
  return printed(check_members(tree.sources()));
}

std::vector<std::string> determinism(const std::string& text, const std::string& path = "models/a/pod.cpp") {
  const Planted tree(std::map<std::string, std::string>{{path, text}});
  return printed(check_determinism(tree.sources()));
}

TEST(Members, AcceptsValuesAndFunctionsThatTakeReferences) {
  EXPECT_THAT(members("class Pods {\n"
                      " public:\n"
                      "  const Pod& at(PodId) const;\n"
                      "  Pods(Pods&&) noexcept;\n"
                      "  void lose(Agenda& agenda, const Zones& zones);\n"
                      "  Pod* find(PodId id) { return &rows_[id]; }\n"
                      "  Pods& operator=(const Pods&) = default;\n"
                      "  std::span<const Pod> all() const;\n"
                      "  static constexpr std::string_view kind = \"pod\";\n"
                      "  friend class Nodes;\n"
                      "  using View = const Pod*;\n"
                      " private:\n"
                      "  sim::Table<PodId, Pod> rows_;\n"
                      "  std::vector<int> free_ = {1 * 2};\n"
                      "  int bits_[2 * 3];\n"
                      "};\n"),
              IsEmpty());
}

TEST(Members, RefusesEveryWayToPointElsewhere) {
  EXPECT_THAT(
      members("struct Pod {\n"
              "  Node* node;\n"
              "  const Nodes& nodes;\n"
              "  std::unique_ptr<int> a;\n"
              "  std::vector<std::shared_ptr<int>> b;\n"
              "  std::span<int> c;\n"
              "  std::string_view d = \"x\";\n"
              "  mutable int e = 0;\n"
              "  void (*f)(int);\n"
              "};\n"),
      ElementsAre(
          AllOf(StartsWith("models/a/pod.hpp:2: Pod holds a pointer or reference: Node* node. A run is a value"),
                HasSubstr("lives for one call")),
          HasSubstr(":3: Pod holds a pointer or reference"), HasSubstr(":4: Pod holds a pointer in disguise"),
          HasSubstr(":5: Pod holds a pointer in disguise"), HasSubstr(":6: Pod holds a view"),
          HasSubstr(":7: Pod holds a view"), HasSubstr(":8: Pod holds mutable"),
          HasSubstr(":9: Pod holds a pointer or reference")));
}

TEST(Members, ExceptsTheConstantPartOfTheWorldAndWhatNoRunHolds) {
  EXPECT_THAT(members("struct World {\n  std::shared_ptr<const Fleet> fleet;\n};\n", "models/world.hpp"), IsEmpty());
  EXPECT_THAT(members("struct World {\n  std::shared_ptr<Fleet> fleet;\n};\n", "models/world.hpp"),
              ElementsAre(HasSubstr(":2: World holds a pointer in disguise")));
  EXPECT_THAT(members("/// What a pick reads; lives for one call.\nstruct Reads {\n  const Nodes& nodes;\n};\n"),
              IsEmpty());
}

TEST(Determinism, RefusesLibmButNotOurOwnNorWhatIsExact) {
  EXPECT_THAT(
      determinism("double a = std::log(x);\ndouble b = std::expf (x);\ndouble c = ::pow(x, y);\n"),
      ElementsAre(AllOf(StartsWith("models/a/pod.cpp:1: uses a function of libm"), HasSubstr("Use sim/math.hpp")),
                  HasSubstr("pod.cpp:2:"), HasSubstr("pod.cpp:3:")));
  EXPECT_THAT(determinism("double a = sim::log(x) + log(x) + std::sqrt(x) + std::floor(x); // std::log(x)\n"),
              IsEmpty());
}

TEST(Determinism, RefusesLuckAndClocksOfTheMachine) {
  EXPECT_THAT(determinism("#include <random>\nstd::mt19937_64 g;\nint r = rand();\nauto t = std::time(nullptr);\n"
                          "auto n = std::chrono::system_clock::now();\nauto s = std::chrono::steady_clock::now();\n"),
              testing::UnorderedElementsAre(HasSubstr("pod.cpp:1:"), HasSubstr("pod.cpp:2:"), HasSubstr("pod.cpp:3:"),
                                            HasSubstr("pod.cpp:4:"), HasSubstr("pod.cpp:5:"), HasSubstr("pod.cpp:6:")));
  EXPECT_THAT(determinism("auto s = std::chrono::steady_clock::now();\nauto e = std::getenv(\"X\");\n",
                          "scenarios/cli/run.cpp"),
              IsEmpty());
  EXPECT_THAT(determinism("auto e = std::getenv(\"X\");\n", "scenarios/report.cpp"),
              ElementsAre(HasSubstr("the environment")));
  const std::string today = "auto t = std::chrono::system_clock::now();\n";
  EXPECT_THAT(determinism(today, "scenarios/cli/run.cpp"), IsEmpty());
  EXPECT_THAT(determinism(today, "scenarios/report.cpp"), ElementsAre(HasSubstr("the wall clock")));
}

TEST(Determinism, RefusesAWalkOverAnUnorderedContainerButNotALookUp) {
  EXPECT_THAT(determinism("std::unordered_map<int, std::vector<int>> index_;\nint f() { return index_.at(1); }\n"),
              IsEmpty());
  EXPECT_THAT(determinism("std::unordered_map<int, int> index_;\nvoid f() {\n  for (auto& [k, v] : index_) g(k);\n}\n"),
              ElementsAre(StartsWith("models/a/pod.cpp:3: walks the unordered container index_")));
}

}  // namespace
}  // namespace paddock::house
