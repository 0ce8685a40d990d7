#include "scenarios/import/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

namespace paddock::scenarios {

ByteSource::ByteSource(std::istream& in, std::string name)
    : in_(&in), name_(std::make_shared<const std::string>(std::move(name))) {}

bool ByteSource::fill() {
  before_ += filled_;
  at_ = filled_ = 0;
  if (!in_->good()) return false;
  in_->read(block_.data(), static_cast<std::streamsize>(block_.size()));
  filled_ = static_cast<std::size_t>(in_->gcount());
  return filled_ > 0;
}

std::optional<std::string> ByteSource::rest(std::size_t most) {
  std::string bytes;
  while (!at_end()) {
    bytes.append(block_.data() + at_, filled_ - at_);
    at_ = filled_;
    if (bytes.size() > most) return std::nullopt;
  }
  return bytes;
}

Position ByteSource::position() const {
  const std::uint64_t in_line = offset() > line_begin_ ? offset() - line_begin_ : 1;
  constexpr std::uint64_t widest = 0xFFFFFFFFU;
  return {name_, line_, static_cast<std::uint32_t>(std::min(in_line, widest))};
}

std::optional<OpenFile> open_file(const std::string& path, Problems& problems) {
  OpenFile file;
  if (path == "-") {
    file.source = std::make_unique<ByteSource>(std::cin, "standard input");
    return file;
  }
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) {
    problems.add_file(path, "is a directory", "a file that kubectl has written");
    return std::nullopt;
  }
  if (status.type() == std::filesystem::file_type::not_found) {
    problems.add_file(path, "no such file");
    return std::nullopt;
  }
  errno = 0;
  auto stream = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*stream) {
    problems.add_file(path, "cannot be read: " + std::generic_category().message(errno));
    return std::nullopt;
  }
  file.source = std::make_unique<ByteSource>(*stream, path);
  file.stream = std::move(stream);
  return file;
}

}  // namespace paddock::scenarios
