// Where the values of an imported fleet come from, and what it could not know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/emit.hpp"

namespace paddock::scenarios {

/// Read in an object; worked out from several; a guess.
enum class Origin : std::uint8_t { observed, derived, assumed };
std::string_view text_of(Origin origin);

/// One value of the fleet that says where it comes from.
struct Provenance {
  std::string path;  // "regions.us-east-1.cluster.kubernetes"
  Origin origin = Origin::observed;
  std::string how;  // "newest kubelet"
};

/// What the importer knows, guessed and could not know.
struct ImportCoverage {
  std::vector<std::string> described, assumed, not_described, not_modelled;
};

}  // namespace paddock::scenarios
