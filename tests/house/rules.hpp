// The house rules that a compiler does not hold. Each reads the sources and returns what is broken, in order of place.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/house/source.hpp"

namespace paddock::house {

using Sources = std::vector<Source>;

/// sim <- models <- scenarios <- viz, the floors of models/, and where outside libraries may be included.
std::vector<Problem> check_layering(const Sources&);
/// noun -> the nouns it includes; a noun is a file stem below models/AREA, or a folder there.
std::map<std::string, std::set<std::string>> noun_reads(const Sources&);
/// heavy header -> the shipped .cpp files that compile it, directly or through our headers.
std::map<std::string, std::set<std::string>> heavy_users(const Sources&);
/// What `layering` prints besides problems: who reads whom, and who compiles the heavy headers.
void print_readers(std::ostream&, const Sources&);

/// Files of at most 400 lines, functions of at most 60. `exceptions` is the text of size_exceptions.txt:
/// "YYYY-MM-DD PATH[:FUNCTION] LINES reason". An entry that is not needed, or malformed, is a problem of
/// `exceptions_path`.
std::vector<Problem> check_size(const Sources&, std::string_view exceptions, const std::string& exceptions_path);

/// Members of models/ are values: no pointer, reference, view, smart pointer or `mutable`.
std::vector<Problem> check_members(const Sources&);
/// No libm, <random>, clock, environment or unordered iteration where a result could come to depend on it.
std::vector<Problem> check_determinism(const Sources&);

}  // namespace paddock::house
