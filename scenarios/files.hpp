// Files out: a reader never sees half a file, and a failed write leaves the old one as it was.
#pragma once

#include <filesystem>
#include <string_view>

#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Writes `bytes` to a temporary name beside `path`, then renames it. False with a problem: `path` is as it was, and
/// the temporary file is gone. Symbolic links are followed, and a file that is there keeps its mode. What is no plain
/// file (a device, a FIFO, /dev/stdout) is written into as it stands.
bool write_file_atomically(const std::filesystem::path& path, std::string_view bytes, Problems& problems);

/// Whether both names lead to one plain file, through links of either kind. "-" is standard input.
bool same_file(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace paddock::scenarios
