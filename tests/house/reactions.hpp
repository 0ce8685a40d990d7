// docs/reactions.md, made from the pages of reactions: for each event, who acts on it, in order.
#pragma once

#include <string>

#include "tests/house/rules.hpp"

namespace paddock::house {

/// The page as it must stand in docs/reactions.md.
std::string reactions_page(const Sources&);

}  // namespace paddock::house
