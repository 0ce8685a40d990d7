#include "tests/house/planted.hpp"

namespace paddock::house {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> layering(const std::map<std::string, std::string>& files) {
  const Planted tree(files);
  return printed(check_layering(tree.sources()));
}

TEST(Layering, AcceptsATreeThatPointsDown) {
  EXPECT_THAT(layering({{"sim/time.hpp", "#include <chrono>\n"},
                        {"models/fwd.hpp", "#include \"sim/time.hpp\"\n"},
                        {"models/events/node.hpp", "#include \"models/fwd.hpp\"\n"},
                        {"models/infrastructure/node.hpp", "#include \"models/events/node.hpp\"\n"},
                        {"models/world.hpp", "#include <memory>\n#include \"models/infrastructure/node.hpp\"\n"},
                        {"models/reactions/node.cpp", "#include \"models/world.hpp\"\n"},
                        {"scenarios/report.cpp", "#include <nlohmann/json.hpp>\n#include \"models/world.hpp\"\n"},
                        {"viz/window.cpp", "#include <QWidget>\n#include \"scenarios/report.hpp\"\n"},
                        {"tests/models/node_test.cpp", "#include <gtest/gtest.h>\n#include \"models/world.hpp\"\n"}}),
              IsEmpty());
}

TEST(Layering, RefusesAnIncludeThatPointsUpWithItsLine) {
  EXPECT_THAT(
      layering({{"sim/run.hpp", "#pragma once\n// why not\n#include \"models/fwd.hpp\"\n"}}),
      ElementsAre("sim/run.hpp:3: sim includes models/fwd.hpp. Includes point down: sim <- models <- scenarios <- viz; "
                  "move the shared part down or invert the call."));
  EXPECT_THAT(layering({{"models/a/pod.cpp", "#include \"scenarios/verdict.hpp\"\n"},
                        {"scenarios/run.cpp", "#include \"viz/window.hpp\"\n#include \"tests/support.hpp\"\n"}}),
              ElementsAre(StartsWith("models/a/pod.cpp:1: models includes scenarios/verdict.hpp"),
                          StartsWith("scenarios/run.cpp:1: scenarios includes viz/window.hpp"),
                          StartsWith("scenarios/run.cpp:2: scenarios includes tests/support.hpp")));
}

TEST(Layering, ReadsNoIncludeInACommentOrAfterABlockComment) {
  EXPECT_THAT(layering({{"sim/run.hpp", "// #include \"models/fwd.hpp\"\n/*\n#include \"viz/x.hpp\"\n*/\n"}}),
              IsEmpty());
  EXPECT_THAT(layering({{"sim/run.hpp", "/* a\n b */\n  #  include \"viz/x.hpp\"\n"}}),
              ElementsAre(StartsWith("sim/run.hpp:3: ")));
}

TEST(Layering, AsksForTheLayerInEveryQuotedInclude) {
  EXPECT_THAT(layering({{"models/a/pod.cpp", "#include \"pod.hpp\"\n"}}),
              ElementsAre(StartsWith("models/a/pod.cpp:1: \"pod.hpp\" does not say its layer")));
}

TEST(Layering, KeepsTheFloorsOfModels) {
  EXPECT_THAT(layering({{"models/events/node.hpp", "#include \"models/infrastructure/node.hpp\"\n"}}),
              ElementsAre(StartsWith("models/events/node.hpp:1: an event includes models/infrastructure/node.hpp")));
  EXPECT_THAT(layering({{"models/infrastructure/node.cpp", "\n#include \"models/world.hpp\"\n"}}),
              ElementsAre(StartsWith("models/infrastructure/node.cpp:2: a noun includes models/world.hpp")));
  EXPECT_THAT(layering({{"models/world.cpp", "#include \"models/reactions/all.hpp\"\n"}}),
              ElementsAre(StartsWith("models/world.cpp:1: models/reactions/all.hpp is included from below")));
}

TEST(Layering, KeepsLibrariesInTheirPlaces) {
  EXPECT_THAT(layering({{"scenarios/report.cpp", "#include <QtCharts/QChart>\n"}}),
              ElementsAre(StartsWith("scenarios/report.cpp:1: Qt (QtCharts/QChart) is included outside viz/")));
  EXPECT_THAT(layering({{"models/a/pod.cpp",
                         "#include <nlohmann/json.hpp>\n#include <yaml-cpp/yaml.h>\n#include <CLI/CLI.hpp>\n"}}),
              ElementsAre(HasSubstr(":1: nlohmann_json"), HasSubstr(":2: yaml-cpp"), HasSubstr(":3: CLI11")));
  EXPECT_THAT(
      layering({{"sim/run.cpp", "#include <boost/graph/adjacency_list.hpp>\n#include <fmt/core.h>\n"}}),
      ElementsAre(HasSubstr(":1: Boost.Graph"), HasSubstr(":2: sim and models include the standard library alone")));
  EXPECT_THAT(layering({{"scenarios/verdict.cpp", "#include <boost/math/special_functions/beta.hpp>\n"}}),
              ElementsAre(HasSubstr("Boost.Math")));
}

TEST(Layering, FindsACircleOfNounsAndSaysItsWay) {
  EXPECT_THAT(layering({{"models/kubernetes/pod.cpp", "#include \"models/infrastructure/node.hpp\"\n"},
                        {"models/infrastructure/node.hpp", "#include \"models/kubernetes/scheduler/pick.hpp\"\n"},
                        {"models/kubernetes/scheduler/pick.cpp", "#include \"models/kubernetes/pod.hpp\"\n"}}),
              ElementsAre(AllOf(
                  HasSubstr("nouns read each other in a circle"),
                  HasSubstr("infrastructure/node -> kubernetes/scheduler -> kubernetes/pod -> infrastructure/node"))));
}

TEST(Layering, FindsACircleOfHeaders) {
  EXPECT_THAT(layering({{"sim/a.hpp", "#include \"sim/b.hpp\"\n"}, {"sim/b.hpp", "#include \"sim/a.hpp\"\n"}}),
              ElementsAre(HasSubstr("files include each other in a circle: sim/a.hpp -> sim/b.hpp -> sim/a.hpp")));
}

TEST(Layering, HearsTheDomainInTheKernelButNotInItsComments) {
  EXPECT_THAT(layering({{"sim/run.hpp", "// a pod, say\nint podium;\nint lost_zones;\nconst char* s = \"tenant\";\n"}}),
              ElementsAre(StartsWith("sim/run.hpp:3: the kernel speaks of the domain: zones"),
                          StartsWith("sim/run.hpp:4: the kernel speaks of the domain: tenant")));
}

TEST(Layering, CountsWhoCompilesAHeavyHeaderThroughOurOwn) {
  const Planted tree({{"scenarios/yaml.hpp", "#include <yaml-cpp/yaml.h>\n"},
                      {"scenarios/a.cpp", "#include \"scenarios/yaml.hpp\"\n"},
                      {"scenarios/b.cpp", "#include \"scenarios/yaml.hpp\"\n"},
                      {"scenarios/c.cpp", "int c;\n"},
                      {"tests/scenarios/a_test.cpp", "#include <yaml-cpp/yaml.h>\n"}});
  EXPECT_THAT(heavy_users(tree.sources()).at("yaml-cpp/"), ElementsAre("scenarios/a.cpp", "scenarios/b.cpp"));
  EXPECT_THAT(
      printed(check_layering(tree.sources())),
      ElementsAre(AllOf(StartsWith("scenarios/b.cpp:1:"), HasSubstr("compiled by 2 shipped files, at most 1"))));
}

TEST(Layering, PrintsWhoReadsWhom) {
  const Planted tree({{"models/kubernetes/pod.cpp", "#include \"models/infrastructure/node.hpp\"\n"},
                      {"models/infrastructure/node.hpp", "int n;\n"}});
  std::ostringstream out;
  print_readers(out, tree.sources());
  EXPECT_THAT(out.str(), HasSubstr("  infrastructure/node: nothing\n  kubernetes/pod: infrastructure/node\n"));
}

}  // namespace
}  // namespace paddock::house
