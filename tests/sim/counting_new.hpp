// This test program's operator new counts.
#pragma once

#include <cstdint>

namespace paddock::sim::testing {

/// How often memory was asked for so far, by any thread.
std::uint64_t allocations();

}  // namespace paddock::sim::testing
