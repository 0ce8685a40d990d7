#include "scenarios/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

namespace paddock::scenarios {

namespace {

namespace fs = std::filesystem;

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

bool refuse(const fs::path& path, int error, Problems& problems) {
  problems.add_file(path.string(), "cannot be written: " + std::generic_category().message(error));
  return false;
}

/// What a name leads to, through symbolic links; the last of them need not be there. Empty: they go round in circles.
std::optional<fs::path> followed(fs::path path) {
  constexpr int most_links = 40;  // as Linux
  for (int links = 0; links < most_links; ++links) {
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (error) return path;  // no link
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::nullopt;
}

/// The descriptor of our own that this file is open as: /dev/stdout, or what it was redirected to.
std::optional<int> open_as(const struct stat& file) {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (::fstat(descriptor, &own) == 0 && own.st_dev == file.st_dev && own.st_ino == file.st_ino) return descriptor;
  }
  return std::nullopt;
}

/// Into what is there: a device, a FIFO, a file behind /dev/fd.
bool write_through(const fs::path& path, std::string_view bytes, Problems& problems) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return refuse(path, errno, problems);
  int error = write_all(descriptor, bytes) ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  return error == 0 || refuse(path, error, problems);
}

/// A new file beside `path` with a name that nobody has; `name` becomes it. Negative: errno says why.
int make_beside(const fs::path& path, mode_t mode, fs::path& name) {
  constexpr int tries = 100;
  for (int i = 0; i < tries; ++i) {
    name = path.parent_path() / (".paddock-" + std::to_string(::getpid()) + "-" + std::to_string(i) + ".tmp");
    const int descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

/// Under another name, which then becomes this one. `before`: the file that is there, whose owner and mode stay.
bool replace(const fs::path& path, const struct stat* before, std::string_view bytes, Problems& problems) {
  if (before != nullptr && ::access(path.c_str(), W_OK) != 0) return refuse(path, errno, problems);
  constexpr mode_t everybody = 0666;  // the umask takes away what the user does not want to give
  constexpr mode_t bits = 07777;
  fs::path temporary;
  const int descriptor = make_beside(path, before != nullptr ? before->st_mode & everybody : everybody, temporary);
  if (descriptor < 0) return refuse(path, errno, problems);
  int error = 0;
  if (before != nullptr) {
    // Who may not give the file away keeps it; the mode is what matters.
    if (::fchown(descriptor, before->st_uid, before->st_gid) != 0) errno = 0;
    if (::fchmod(descriptor, before->st_mode & bits) != 0) error = errno;
  }
  if (error == 0 && !(write_all(descriptor, bytes) && ::fsync(descriptor) == 0)) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return true;
  ::unlink(temporary.c_str());
  return refuse(path, error, problems);
}

}  // namespace

bool write_file_atomically(const fs::path& path, std::string_view bytes, Problems& problems) {
  struct stat there {};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (!exists && errno != ENOENT) return refuse(path, errno, problems);
  if (exists && S_ISDIR(there.st_mode)) return refuse(path, EISDIR, problems);
  if (exists && open_as(there)) {
    if (write_all(*open_as(there), bytes)) return true;
    return refuse(path, errno, problems);
  }
  const std::string name = path.lexically_normal().string();
  const bool live = name.starts_with("/dev/") || name.starts_with("/proc/");
  if (exists && (live || !S_ISREG(there.st_mode))) return write_through(path, bytes, problems);
  const auto target = followed(path);
  if (!target) return refuse(path, ELOOP, problems);
  return replace(*target, exists ? &there : nullptr, bytes, problems);
}

bool same_file(const fs::path& a, const fs::path& b) {
  const auto plain = [](const fs::path& path) { return path == "-" ? fs::path("/dev/stdin") : path; };
  struct stat first {
  }, second{};
  return ::stat(plain(a).c_str(), &first) == 0 && ::stat(plain(b).c_str(), &second) == 0 && S_ISREG(first.st_mode) &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

}  // namespace paddock::scenarios
