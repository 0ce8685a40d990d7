// Where output goes: through links and into devices, without taking a file's mode, and never over an input.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "scenarios/files.hpp"

namespace paddock::scenarios {
namespace {

namespace fs = std::filesystem;

class OutputFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("paddock-files-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  static std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static mode_t mode_of(const fs::path& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0);
    return found.st_mode & 07777;
  }
  bool put(const fs::path& path, std::string_view text) {
    problems_ = {};
    return write_file_atomically(path, text, problems_);
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
  Problems problems_;
};

TEST_F(OutputFile, AFileKeepsItsMode) {
  const auto path = file("secret", "old");
  ::chmod(path.c_str(), 0600);
  ASSERT_TRUE(put(path, "new")) << problems_.to_text();
  EXPECT_EQ(text_of(path), "new");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFile, SymbolicLinksAreFollowed) {
  const auto target = file("target", "old");
  fs::create_symlink("target", folder_ / "link");
  ASSERT_TRUE(put(folder_ / "link", "new")) << problems_.to_text();
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(text_of(target), "new");

  fs::create_symlink("later", folder_ / "dangling");
  ASSERT_TRUE(put(folder_ / "dangling", "made")) << problems_.to_text();
  EXPECT_EQ(text_of(folder_ / "later"), "made");
  EXPECT_TRUE(fs::is_symlink(folder_ / "dangling"));

  fs::create_symlink("circle", folder_ / "circle");
  EXPECT_FALSE(put(folder_ / "circle", "x"));
}

TEST_F(OutputFile, DevicesStayDevices) {
  ASSERT_TRUE(put("/dev/null", "gone")) << problems_.to_text();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_FALSE(put("/dev/full", "no room"));
}

TEST_F(OutputFile, AFifoIsWrittenInto) {
  const auto path = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = text_of(path); });
  EXPECT_TRUE(put(path, "through")) << problems_.to_text();
  reader.join();
  EXPECT_EQ(read, "through");
  EXPECT_TRUE(fs::is_fifo(path));
}

TEST_F(OutputFile, AFileBehindADescriptorIsWrittenInto) {
  const auto path = file("behind", "");
  const int descriptor = ::open(path.c_str(), O_WRONLY);
  ASSERT_GE(descriptor, 0);
  EXPECT_TRUE(put("/dev/fd/" + std::to_string(descriptor), "text")) << problems_.to_text();
  ::close(descriptor);
  EXPECT_EQ(text_of(path), "text");
}

TEST_F(OutputFile, OneFileHasManyNames) {
  const auto path = file("a", "x");
  fs::create_symlink("a", folder_ / "link");
  fs::create_hard_link(path, folder_ / "hard");
  EXPECT_TRUE(same_file(path, folder_ / "link"));
  EXPECT_TRUE(same_file(folder_ / "." / "a", folder_ / "hard"));
  EXPECT_FALSE(same_file(path, folder_ / "none"));
  EXPECT_FALSE(same_file("/dev/null", "/dev/null"));  // nothing is lost there
}

}  // namespace
}  // namespace paddock::scenarios
