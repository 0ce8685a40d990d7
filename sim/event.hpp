// What an event is: a small plain struct with a stable name.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "sim/draw.hpp"
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace paddock::sim {

/// The stable name of a kind of event, "zone.lost". Digests and traces use it, so renaming one is a visible change.
struct Kind {
  std::string_view name;
  std::uint64_t hash;

  template <std::size_t N>
  consteval Kind(const char (&text)[N]) : name(text, N - 1), hash(hash_name(name)) {}
};

/// Names a posted event, for cancelling it. Never reused.
enum class EventId : std::uint64_t {};

/// The number of an event in its run: 1, 2, ... in order of posting, posted and emitted alike.
enum class EventNumber : std::uint64_t {};

/// The event that made something wait, kept beside what waits and handed on when it ends.
struct Because {
  EventNumber event{};
};

inline constexpr std::size_t max_payload_bytes = 16;
/// The bytes of an event, least significant first; what it does not use is zero. The same event is always the same
/// words.
using Payload = std::array<std::uint64_t, 2>;

template <class E>
constexpr Payload pack(const E& event) {
  Payload payload{};
  if constexpr (!std::is_empty_v<E>) {
    const auto bytes = std::bit_cast<std::array<std::uint8_t, sizeof(E)>>(event);
    for (std::size_t i = 0; i < bytes.size(); ++i) payload[i / 8] |= std::uint64_t{bytes[i]} << 8 * (i % 8);
  }
  return payload;
}
/// The event that pack() was given.
template <class E>
constexpr E unpack(const Payload& payload) {
  std::array<std::uint8_t, sizeof(E)> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(payload[i / 8] >> 8 * (i % 8));
  return std::bit_cast<E>(bytes);
}

template <class World>
class Agenda;

/// A small plain struct with a stable name, for which `react` says what it does to the world. Optionally it names its
/// rank: `static constexpr sim::Rank rank = sim::Rank::tick;`.
template <class E, class World>
concept Event = std::is_trivially_copyable_v<E> && sizeof(E) <= max_payload_bytes &&
                (std::is_empty_v<E> || std::has_unique_object_representations_v<E>)&&requires(World& world,
                                                                                              Agenda<World>& agenda,
                                                                                              const E& e) {
  { E::kind } -> std::convertible_to<Kind>;
  react(world, agenda, e);
};

template <class E>
constexpr Rank rank_of() {
  if constexpr (requires { E::rank; }) return E::rank;
  return Rank::state_change;
}

/// A handled event, as observers and traces see it.
struct EventRecord {
  EventNumber number{};
  std::optional<Because> because;  ///< empty: posted from outside the run
  Time when{};
  Kind kind;
  Payload payload{};

  /// The event itself if it is an E.
  template <class E>
  std::optional<E> as() const {
    if (kind.hash != E::kind.hash) return std::nullopt;
    return unpack<E>(payload);
  }
};

}  // namespace paddock::sim
