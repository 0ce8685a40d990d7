// Files made from files: `extends`, `like`, and settings from the command line, all of them on trees, before any
// schema.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scenarios/language/node.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// PATH=VALUE. The value is YAML on one line: 2, 90s, none, [a, b], {uniform: [20m, 90m]}; null deletes.
struct Setting {
  std::string path, value;
  std::optional<Position> written = {};  ///< where; empty: `--set PATH=VALUE` on the command line
};

/// The place of a word of the command line: `--set PATH=VALUE`.
Position on_command_line(std::string text);

/// The tree in the file at `path`, with its bases, the settings and `like` worked in; empty on any problem.
std::optional<Node> compose(const std::filesystem::path& path, std::span<const Setting> settings, Problems& problems,
                            const ParseLimits& limits = {});

/// `over` laid over `base`, which becomes the result. Mappings merge key by key; null deletes a key; everything else,
/// lists too, replaces. A list under `KEY+` patches the list under `KEY`: an item with the same name, group or single
/// key (a plain text: the same text) is merged into the one there, any other is appended, `- KEY: null` deletes.
/// A value in words ({value, source, ...}) and a distribution of another family replace instead of mixing.
void merge(Node& base, const Node& over, const std::string& path, Problems& problems);

/// Reads the file at `path` and lays it over the file that its `extends` names (relative to it), and so on.
std::optional<Node> load(const std::filesystem::path& path, Problems& problems, const ParseLimits& limits = {});

/// Works in `like: NAME` everywhere: the same as the entry NAME of the same map again, with what differs beside it. In
/// the list `tenants` NAME is a template, or else the name or group of another tenant. Resolves what it can.
void resolve_like(Node& root, Problems& problems, const ParseLimits& limits = {});

/// Puts a value at a path: through mappings by key (a key with dots may be written as it is), through lists by index,
/// or by an item's name, group, single key, or plan (all items of that plan), `*` for everything. Through {value, ...}
/// to the value. Missing mappings are made; the schema has the last word about their names. False: a problem was added.
bool set_path(Node& root, std::string_view path, const Node& value, Problems& problems);
bool set_path(Node& root, const Setting& setting, Problems& problems);
bool set_path(Node& root, std::string_view path, std::string_view value, Problems& problems);

/// What a list item is called: its `name` or `group`, its single key, or its own text; empty if it has no name.
std::optional<std::string> item_name(const Node& item);

}  // namespace paddock::scenarios
