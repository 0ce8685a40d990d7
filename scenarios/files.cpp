#include "scenarios/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace paddock::scenarios {

namespace {

/// Everything, although one write() may take only a part. False: errno says why.
bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A name that two processes writing the same file do not share.
std::filesystem::path temporary_for(const std::filesystem::path& path) {
  auto temporary = path;
  temporary.replace_filename("." + path.filename().string() + "." + std::to_string(::getpid()) + ".tmp");
  return temporary;
}

bool refuse(const std::filesystem::path& path, int error, Problems& problems) {
  problems.add_file(path.string(), "cannot be written: " + std::generic_category().message(error));
  return false;
}

}  // namespace

bool write_file_atomically(const std::filesystem::path& path, std::string_view bytes, Problems& problems) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return refuse(path, EISDIR, problems);
  const auto temporary = temporary_for(path);
  constexpr mode_t everybody = 0666;  // the umask takes away what the user does not want to give
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, everybody);
  if (descriptor < 0) return refuse(path, errno, problems);
  int error = write_all(descriptor, bytes) && ::fsync(descriptor) == 0 ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return true;
  ::unlink(temporary.c_str());
  return refuse(path, error, problems);
}

}  // namespace paddock::scenarios
