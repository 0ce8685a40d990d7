// How much of a long loop over cases a sanitizer's build tries.
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PADDOCK_SANITIZED 1
#endif
#endif

namespace paddock {

#if defined(PADDOCK_SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// The step of a loop that tries every case, and one in `n` where a sanitizer makes each some ten times as slow: that
/// build looks for what code does to memory, not for the one case of many whose answer is wrong.
constexpr unsigned one_in(unsigned n) { return sanitized ? n : 1; }

}  // namespace paddock
