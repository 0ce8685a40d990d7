// What a user wrote, as a tree: YAML and JSON look the same from here on. Scalars stay text until a schema reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace paddock::scenarios {

/// Where something stands. `file` is shared by all nodes of one file; lines and columns count from 1, columns in bytes.
/// Line 0: it is no file but a word of the command line, which `file` repeats.
struct Position {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 1, column = 1;

  std::string_view file_name() const { return file ? std::string_view(*file) : std::string_view(); }
};

struct Entry;

/// One value of a file. `null` is what stands for nothing: an empty value, `~` or `null`.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  bool quoted = false;         ///< a scalar that was written in quotes, so that "none" is not none
  std::string text;            ///< scalar
  std::vector<Node> items;     ///< sequence
  std::vector<Entry> entries;  ///< mapping, in the order of the file, keys unique
  Position position;

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }

  /// The value under `key`, or nullptr (also when this is no mapping).
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  /// Removes `key` if it is there.
  void erase(std::string_view key);
};

/// How many nodes a tree has, itself counted.
std::size_t size_of(const Node& node);
/// The files in which the parts of a tree stand, each once.
std::vector<std::string> files_of(const Node& node);

struct Entry {
  std::string key;
  Position key_position;
  Node value;
};

/// One step of a path: a key of a mapping or an index of a sequence.
using PathStep = std::variant<std::string, std::size_t>;
using Path = std::vector<PathStep>;

/// "tenants[3].replicas"; a key that is no plain word stands in brackets and quotes: `quotas["vpc.subnet_ips"]`.
std::string to_text(const Path& path);
/// `path` with one more step, as text.
std::string path_join(std::string_view path, std::string_view key);
std::string path_join(std::string_view path, std::size_t index);
/// Reads what to_text writes, and `a.3.b` too (3 is a key then; who walks the path may take it as an index).
/// Empty: not a path.
std::optional<Path> parse_path(std::string_view text);

/// "a mapping", "a list", "nothing", or the scalar itself in quotes, escaped and cut: for "what was found".
std::string found_text(const Node& node);

}  // namespace paddock::scenarios
