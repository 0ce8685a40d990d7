// Files in: YAML or JSON text to a tree of nodes. Whatever the bytes are, the answer is a tree or a list of problems.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// How much a file may ask for. Generous for what people write; dumps of a cluster are read by the importers instead.
struct ParseLimits {
  std::size_t bytes = std::size_t{32} << 20U;  ///< of one file
  std::size_t depth = 100;                     ///< of nesting
  std::size_t nodes = 2'000'000;               ///< of one tree, aliases expanded
  std::size_t alias_nodes = 100'000;           ///< that aliases may add to it: "billion laughs" stops here
};

enum class Syntax : std::uint8_t { yaml, json };

/// The tree in the file at `path`, or empty with at least one problem added. "-" is standard input. `.json` is JSON,
/// `.yaml` and `.yml` are YAML; otherwise the first character decides: `{`, `[` or a comment of JSON, else YAML.
std::optional<Node> parse_file(const std::filesystem::path& path, Problems& problems, const ParseLimits& limits = {});

/// The same for text that is already here; `name` stands where the file's name would.
std::optional<Node> parse_text(std::string_view name, std::string_view text, Problems& problems,
                               std::optional<Syntax> syntax = {}, const ParseLimits& limits = {});

/// The documents of a YAML text, those that are empty left out; empty with at least one problem added.
std::vector<Node> parse_documents(std::string_view name, std::string_view text, Problems& problems,
                                  const ParseLimits& limits = {});

/// The bytes of a file ("-": standard input), or empty with a problem: not there, a directory, not readable, too large.
std::optional<std::string> read_bytes(const std::filesystem::path& path, Problems& problems,
                                      const ParseLimits& limits = {});

/// For the two syntaxes: `text` is valid UTF-8 without a byte order mark. Requires: file is not null.
std::optional<Node> parse_yaml(const std::shared_ptr<const std::string>& file, std::string_view text,
                               Problems& problems, const ParseLimits& limits);
std::vector<Node> parse_yaml_documents(const std::shared_ptr<const std::string>& file, std::string_view text,
                                       Problems& problems, const ParseLimits& limits);
std::optional<Node> parse_json(std::shared_ptr<const std::string> file, std::string_view text, Problems& problems,
                               const ParseLimits& limits);

}  // namespace paddock::scenarios
