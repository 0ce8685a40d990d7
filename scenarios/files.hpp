// Files out: a reader never sees half a file, and a failed write leaves the old one as it was.
#pragma once

#include <filesystem>
#include <string_view>

#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Writes `bytes` to a temporary name beside `path`, then renames it. False with a problem: `path` is as it was, and
/// the temporary file is gone.
bool write_file_atomically(const std::filesystem::path& path, std::string_view bytes, Problems& problems);

}  // namespace paddock::scenarios
