// Broken promises. A check is always on; a failed one ends the run and is an internal error, never a user's mistake.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace paddock::sim {

/// A promise in the code was broken: the message says which, with file and line.
class CheckFailed : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void fail_check(std::string_view message,
                                    std::source_location where = std::source_location::current()) {
  throw CheckFailed(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + std::string(message));
}

/// Throws CheckFailed with `message` unless `holds`.
constexpr void check(bool holds, std::string_view message,
                     std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    fail_check(message, where);
}

}  // namespace paddock::sim
