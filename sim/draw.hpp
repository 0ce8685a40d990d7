// Luck. A source of luck is (purpose, entity), both hashes of stable names; its n-th variate is a pure function of the
// run's key, the source and n. So a new zone leaves the luck of every other zone alone, a copied run continues exactly
// like its original, and the order in which models ask does not matter.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/philox.hpp"

namespace paddock::sim {

/// FNV-1a (Fowler, Noll, Vo; RFC 9923), 64 bits: the stable number of a stable name.
constexpr std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

/// The number of what is made of two numbers, in that order: an owner's n-th child, a stream's n-th branch. The
/// scrambling is the finaliser of splitmix64 (Steele, Lea, Flood 2014), twice.
constexpr std::uint64_t hash_pair(std::uint64_t owner, std::uint64_t n) {
  constexpr auto scramble = [](std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  };
  return scramble(scramble(owner + 0x9E3779B97F4A7C15U) + n);
}

/// One source of luck. Purpose and entity are hashes of stable names, never indices or enumerators.
struct Luck {
  std::uint64_t purpose = 0;
  std::uint64_t entity = 0;
  friend constexpr bool operator==(Luck, Luck) = default;
};

/// luck("node.failure", hash_name("eu-central-1/a/general/7"))
constexpr Luck luck(std::string_view purpose, std::uint64_t entity_hash) { return {hash_name(purpose), entity_hash}; }

/// What separates runs: the user's seed, and the replication mixed with every branch that a fork took (hash_pair).
struct LuckKey {
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;
  friend constexpr bool operator==(LuckKey, LuckKey) = default;
};

/// A word as a number inside the open interval (0, 1): odd multiples of 2^-53, so neither end can occur. Uses bits 11
/// to 63.
constexpr double unit_of(std::uint64_t word) {
  return static_cast<double>(static_cast<std::int64_t>(word >> 11U) | 1) * 0x1p-53;
}

/// The n-th variate of one source. As many words as a sampler asks for; whatever it takes, the variate is still one n.
/// Nothing is computed before the first word is asked for.
class Draw {
 public:
  constexpr Draw(LuckKey key, Luck source, std::uint64_t n) : key_(key), luck_(source), n_(n) {}
  /// With its first word already at hand: `first` must be what Draw(key, source, n) would give.
  constexpr Draw(LuckKey key, Luck source, std::uint64_t n, std::uint64_t first)
      : key_(key), luck_(source), n_(n), first_(first), has_first_(true) {}

  /// The next 64 random bits of this variate.
  constexpr std::uint64_t bits() {
    const std::uint64_t word = used_++;
    if (word == 0) return has_first_ ? first_ : first_block(key_, luck_, n_)[n_ % 4];
    return further_block(word - 1)[(word - 1) % 4];
  }
  /// Uniform on (0, 1), both ends excluded.
  constexpr double unit() { return unit_of(bits()); }
  /// Uniform on 0 ... count-1, without bias (multiply and reject: Lemire 2019). Requires: count > 0.
  constexpr std::uint64_t below(std::uint64_t count) {
    auto product = detail::Wide{bits()} * count;
    if (static_cast<std::uint64_t>(product) < count) {
      const std::uint64_t unfair = (0 - count) % count;
      while (static_cast<std::uint64_t>(product) < unfair) product = detail::Wide{bits()} * count;
    }
    return static_cast<std::uint64_t>(product >> 64U);
  }

  /// The block that holds the first words of variates 4 * (n / 4) ... 4 * (n / 4) + 3.
  static constexpr PhiloxBlock first_block(LuckKey key, Luck source, std::uint64_t n) {
    return philox_block({source.purpose, source.entity, n / 4, 0}, {key.seed, key.stream});
  }

 private:
  // The last counter word tells first words (0) from the further words of one variate (1, 2, ...), so they never meet.
  constexpr PhiloxBlock further_block(std::uint64_t word) const {
    return philox_block({luck_.purpose, luck_.entity, n_, 1 + word / 4}, {key_.seed, key_.stream});
  }

  LuckKey key_;
  Luck luck_;
  std::uint64_t n_;
  std::uint64_t used_ = 0;
  std::uint64_t first_ = 0;
  bool has_first_ = false;
};

/// The variates 0, 1, 2, ... of one source, for sources that draw millions (arrivals, service times): the same bits as
/// Draw(key, source, n) at a quarter of a block each. A value that lives in a row. The key comes with each call, so a
/// fork that changes it changes this source's luck from the next variate on, exactly as it does for an unbuffered one.
class BufferedLuck {
 public:
  BufferedLuck() = default;
  constexpr explicit BufferedLuck(Luck source) : luck_(source) {}

  /// Variate n, which is then n + 1.
  constexpr Draw next(LuckKey key) {
    const std::uint64_t at = n_++;
    if (at % 4 == 0 || key != key_) [[unlikely]]
      refill(key, at);
    return {key, luck_, at, block_[at % 4]};
  }
  /// How many variates were taken.
  constexpr std::uint64_t count() const { return n_; }

  friend constexpr bool operator==(const BufferedLuck&, const BufferedLuck&) = default;

 private:
  constexpr void refill(LuckKey key, std::uint64_t at) {
    key_ = key;
    block_ = Draw::first_block(key, luck_, at);
  }

  Luck luck_;
  LuckKey key_;
  std::uint64_t n_ = 0;
  PhiloxBlock block_{};
};

}  // namespace paddock::sim
