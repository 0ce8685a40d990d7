// Vector files: cases with the answers that the real thing gave, held against the models that scenarios run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace paddock::scenarios {

/// A case that went wrong: what was expected and what was found, both as compact JSON or text.
struct ConformFailure {
  std::string name, expected, found;
};

/// A case that was not tried, and the feature that is not modelled.
struct ConformSkip {
  std::string name, feature;
};

/// A case that cannot be read: what is wrong with which of its fields.
struct ConformProblems {
  std::vector<std::string> found;
};

struct ConformResult {
  std::uint64_t passed = 0;
  std::vector<ConformFailure> failures;
  std::vector<ConformSkip> skips;
  std::vector<std::string> problems;  ///< a file that cannot be read, a line that is no case, a field that is wrong

  ConformResult& operator+=(const ConformResult&);
};

using CaseOutcome = std::variant<std::monostate, ConformFailure, ConformSkip, ConformProblems>;  ///< monostate: passed

/// Runs every case of a .jsonl, .jsonl.gz or .json file. The family is the case name's prefix ("preemption/017": the
/// folder before the first slash), or the file's stem where a case has no such name.
ConformResult conform_file(const std::filesystem::path&);

/// Runs one case, a JSON object.
ConformResult conform_case(std::string_view json, std::string_view file_stem);

}  // namespace paddock::scenarios
