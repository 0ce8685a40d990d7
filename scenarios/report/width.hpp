// How wide a text is on a screen, and how it is made to fit. Texts are valid UTF-8 without control characters
// (`safe`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paddock::scenarios {

/// The code point of one UTF-8 character. Requires: `character` is exactly one valid character.
std::uint32_t code_point(std::string_view character);

/// Columns on a terminal: 2 for wide characters (East Asian, most emoji), 0 for combining marks.
std::size_t columns_of(std::string_view text);

/// `text`, or its beginning and end around "..." in at most `columns`. Names differ at either end, so both stay.
std::string elided(std::string_view text, std::size_t columns);

/// `text`, or its beginning and "..." in at most `columns`.
std::string cut(std::string_view text, std::size_t columns);

/// `text` broken at spaces into lines of at most `columns`; a word that is longer is elided.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Spaces added up to `columns`, before the text if `right`.
std::string padded(std::string_view text, std::size_t columns, bool right = false);

}  // namespace paddock::scenarios
