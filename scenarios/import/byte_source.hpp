// A file or standard input as a stream of bytes, a block at a time, that knows where it stands.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

class ByteSource {
 public:
  /// `in` outlives the source.
  ByteSource(std::istream& in, std::string name);
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  bool at_end() { return at_ == filled_ && !fill(); }
  /// Requires: not at_end().
  char peek() const { return block_[at_]; }
  /// What is at hand from here on: at least the byte that comes next, often a block.
  std::string_view ahead() const { return std::string_view(block_.data(), filled_).substr(at_); }
  void next() {
    if (block_[at_] == '\n') ++line_, line_begin_ = offset() + 1;
    ++at_;
  }
  /// What has not been read yet, up to `most` bytes of it; empty: there is more.
  std::optional<std::string> rest(std::size_t most);

  /// Bytes read so far.
  std::uint64_t offset() const { return before_ + at_; }
  /// The byte read last.
  Position position() const;
  const std::string& name() const { return *name_; }
  /// Reading stopped because of an error, not because the file is over.
  bool failed() const { return in_->bad(); }

 private:
  bool fill();

  std::istream* in_;
  std::shared_ptr<const std::string> name_;
  std::array<char, 1U << 16U> block_{};
  std::size_t at_ = 0, filled_ = 0;
  std::uint64_t before_ = 0;  // bytes of the blocks before this one
  std::uint64_t line_begin_ = 0;
  std::uint32_t line_ = 1;
};

/// The bytes of a source for algorithms that want iterators. Copies share their source and so their place.
class ByteIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  ByteIterator() = default;  // the end
  explicit ByteIterator(ByteSource& source) : source_(&source) {}

  char operator*() const { return source_->peek(); }
  ByteIterator& operator++() { return source_->next(), *this; }
  ByteIterator operator++(int) { return source_->next(), *this; }
  friend bool operator==(const ByteIterator& a, const ByteIterator& b) { return a.over() == b.over(); }
  friend bool operator!=(const ByteIterator& a, const ByteIterator& b) { return !(a == b); }

 private:
  bool over() const { return source_ == nullptr || source_->at_end(); }
  ByteSource* source_ = nullptr;
};

/// A source together with the stream that it reads.
struct OpenFile {
  std::unique_ptr<std::istream> stream;  // empty: standard input
  std::unique_ptr<ByteSource> source;
};

/// Opens a file ("-": standard input), or empty with a problem: not there, a directory, not readable.
std::optional<OpenFile> open_file(const std::string& path, Problems& problems);

}  // namespace paddock::scenarios
