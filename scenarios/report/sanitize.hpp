// Names are data: whatever comes from a file or a dump passes through here before it becomes part of a report, so that
// no name can move a terminal's cursor, close an element, open a table cell or speak to a CI runner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace paddock::scenarios {

/// Where a text is going to stand.
enum class Medium : std::uint8_t {
  terminal,    ///< one line of plain text, also in a CI log: a runner's commands (`::`, `##[`) lose their meaning
  xml,         ///< content or a quoted attribute of XML 1.0
  markdown,    ///< GitHub's Markdown: a table cell, a paragraph, or inside an HTML element; mentions nobody
  annotation,  ///< the message of a GitHub workflow command
  annotation_property  ///< a property of one, such as its title
};

/// `text` on one line with control characters, line ends, hidden characters and invalid UTF-8 as \xNN, \n or \t, and
/// what `medium` would act upon replaced. The result is valid UTF-8. Reports are printed in CI logs, so what a GitHub
/// runner takes for a command at the beginning of a line (`::`, `##[`) loses its meaning too.
std::string safe(std::string_view text, Medium medium);

/// As a terminal and a CI log may show it.
inline std::string shown(std::string_view text) { return safe(text, Medium::terminal); }

/// Valid JSON with every hidden character (a control sequence to some terminals) as \uNNNN. Requires: `json` is valid
/// JSON in UTF-8, so that such characters stand inside strings alone; line ends between values stay.
std::string json_without_hidden(std::string_view json);

}  // namespace paddock::scenarios
