// The map of the documentation lists every page, and every page that it lists is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path docs = fs::path(PADDOCK_ROOT) / "docs";

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Docs, TheMapListsEveryPage) {
  const std::string map = text_of(docs / "README.md");
  for (const auto& entry : fs::recursive_directory_iterator(docs)) {
    const std::string page = fs::relative(entry.path(), docs).string();
    if (entry.path().extension() != ".md" || page == "README.md") continue;
    EXPECT_NE(map.find("](" + page + ")"), std::string::npos) << "docs/README.md does not list " << page;
  }
}

TEST(Docs, LinksLeadSomewhere) {
  const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
  for (const auto& entry : fs::recursive_directory_iterator(docs)) {
    if (entry.path().extension() != ".md") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at)
      EXPECT_TRUE(fs::exists(entry.path().parent_path() / (*at)[1].str())) << entry.path() << ": " << (*at)[1];
  }
}

}  // namespace
