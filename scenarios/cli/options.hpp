// What each sub-command was asked to do: plain values, filled by app.cpp from the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paddock::scenarios::cli {

enum class Format : std::uint8_t { text, json, junit, github, markdown };
enum class Undecided : std::uint8_t { error, fail, pass, warn };

/// What run, test and gameday have in common.
struct CommonOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 0;  // 0: one for each core
  std::optional<std::int64_t> replications;
  std::int64_t most_replications = 1152;
  std::vector<std::string> set;   // PATH=VALUE
  std::vector<std::string> vary;  // PATH=VALUE,VALUE
  std::optional<std::string> fleet;
  std::optional<std::string> out;
  Format format = Format::text;
  Undecided undecided = Undecided::error;
  bool everything = false;
  bool no_color = false;
  std::optional<std::string> today;  // for the age of observations; tests give one
};

struct RunOptions {
  CommonOptions common;
  std::string scenario;
};
struct TestOptions {
  CommonOptions common;
  std::vector<std::string> paths;
  std::optional<std::string> post;  // docs/post.md, whose verdicts are written
};
struct GamedayOptions {
  CommonOptions common;
  std::vector<std::string> files;
  std::string tenant_from = "namespace";
};
struct ImportCommand {
  std::vector<std::string> files;
  std::string out = "-";
  std::string tenant_from = "namespace";
};
struct LintOptions {
  std::vector<std::string> files;
  std::optional<std::string> today;
};
struct SchemaOptions {
  std::string what = "scenario";
  bool causes = false, verbs = false, metrics = false;
};
struct InitOptions {
  std::string folder = ".";
  std::optional<std::string> fleet;  // a file; none is written then
};
struct ConformOptions {
  std::vector<std::string> paths;
};
struct ScheduleOptions {
  std::vector<std::string> cluster;
  std::optional<std::string> region;  // of a fleet file
  std::string pods;                   // a manifest
  bool several = false;               // --pods: every pod of it, replicas too
  std::optional<std::string> config, out;
  bool random_ties = true;
  std::uint64_t seed = 1;
  Format format = Format::text;
  bool everything = false;
};

// Each answers with an exit code: 0, 1, 2 or 4, as the manual has it.
int run_command(const RunOptions& options);
int test_command(const TestOptions& options);
int gameday_command(const GamedayOptions& options);
int import_command(const ImportCommand& options);
int lint_command(const LintOptions& options);
int schema_command(const SchemaOptions& options);
int init_command(const InitOptions& options);
int conform_command(const ConformOptions& options);
int schedule_command(const ScheduleOptions& options);

/// Parses the command line and calls one of them. 3: an internal error, said on stderr.
int app(int argc, char** argv);

}  // namespace paddock::scenarios::cli
