// Broken promises. A check is always on; a failed one ends the run and is an internal error, never a user's mistake.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace paddock::sim {

/// A promise in the code was broken: the message says which, with file and line.
class CheckFailed : public std::logic_error {
  using std::logic_error::logic_error;
};

/// The place of a call. (std::source_location would say the same, but clang 14 has it not.)
struct Where {
  const char* file;
  int line;
  static constexpr Where current(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
};

[[noreturn]] inline void fail_check(std::string_view message, Where where = Where::current()) {
  throw CheckFailed(std::string(where.file) + ":" + std::to_string(where.line) + ": " + std::string(message));
}

/// Throws CheckFailed with `message` unless `holds`.
constexpr void check(bool holds, std::string_view message, Where where = Where::current()) {
  if (!holds) [[unlikely]]
    fail_check(message, where);
}

}  // namespace paddock::sim
