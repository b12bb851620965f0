// Preloaded into a program under test: the disk that fails, tears, fills or loses its power at the
// Nth call. Configured by the environment (see FaultyDisk); only calls on files below
// YUNTU_SHIM_DIR are touched. Nothing of this is in any binary that is delivered.
#include "tests/faults/power_image.hpp"
#include "tests/faults/shim_counts.hpp"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using yuntu::faults::PowerImage;
using yuntu::faults::ShimCounts;

template <typename Function>
Function *real(char const *name) {
  return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

std::uint64_t number(char const *name) {
  char const *const value = std::getenv(name);
  return value == nullptr ? 0 : std::strtoull(value, nullptr, 10);
}

/// Set while the shim itself works: its own calls go straight through.
thread_local bool is_inside = false;

class Shim {
public:
  static Shim &instance() {
    static auto *const shim = new Shim; // never destroyed: calls come until the very end
    return *shim;
  }

  /// Relative to the folder; nullopt = none of ours.
  [[nodiscard]] std::optional<std::string> ours(char const *path) const {
    if (folder_.empty()) {
      return std::nullopt;
    }
    auto const text =
        path[0] == '/' ? std::string(path) : (std::filesystem::current_path() / path).string();
    if (text == folder_) {
      return ".";
    }
    if (text.compare(0, folder_.size() + 1, folder_ + "/") != 0) {
      return std::nullopt;
    }
    return text.substr(folder_.size() + 1);
  }
  [[nodiscard]] std::optional<std::string> ours(int descriptor) const {
    char link[64];
    char target[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    auto const size = ::readlink(link, target, sizeof target - 1);
    if (size <= 0) {
      return std::nullopt;
    }
    target[size] = '\0';
    return std::strstr(target, " (deleted)") != nullptr ? std::nullopt : ours(target);
  }

  enum class Kind { write, sync, other };
  /// Before a call: dies or gives the error that the call shall fail with, else 0.
  int before(Kind kind) {
    ++counts_->calls;
    if (counts_->calls == kill_at_ && !(is_torn_ && kind == Kind::write)) {
      die();
    }
    if (kind == Kind::write && ++counts_->writes == fail_write_at_) {
      ++counts_->faults;
      return ENOSPC;
    }
    if (kind == Kind::sync && ++counts_->syncs == fail_sync_at_) {
      ++counts_->faults;
      return EIO;
    }
    return 0;
  }
  /// How much of a write goes through; 0 = interrupted.
  std::size_t share_of(std::size_t size) {
    if (short_every_ == 0 || counts_->writes % short_every_ != 0 || size < 2) {
      return size;
    }
    return ++counts_->faults % 2 == 0 ? 0 : size / 2;
  }
  [[nodiscard]] bool is_torn_now() const { return counts_->calls == kill_at_; }
  [[noreturn]] static void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;) {
      ::pause();
    }
  }

  PowerImage *image() { return image_.get(); }
  std::recursive_mutex mutex;

private:
  Shim() {
    char const *const folder = std::getenv("YUNTU_SHIM_DIR");
    char const *const counts = std::getenv("YUNTU_SHIM_COUNTS");
    if (folder == nullptr || counts == nullptr) {
      return;
    }
    int const file = real<int(char const *, int, ...)>("open")(counts, O_RDWR | O_CLOEXEC);
    void *const memory =
        ::mmap(nullptr, sizeof(ShimCounts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED) {
      std::fputs("disk shim: cannot map the counts\n", stderr);
      std::abort();
    }
    counts_ = static_cast<ShimCounts *>(memory);
    folder_ = folder;
    if (char const *const image = std::getenv("YUNTU_SHIM_IMAGE")) {
      image_ = std::make_unique<PowerImage>(folder_, image);
    }
  }

  std::string folder_;
  ShimCounts *counts_ = nullptr;
  std::unique_ptr<PowerImage> image_;
  std::uint64_t kill_at_ = number("YUNTU_SHIM_KILL_AT");
  std::uint64_t fail_sync_at_ = number("YUNTU_SHIM_FAIL_SYNC_AT");
  std::uint64_t fail_write_at_ = number("YUNTU_SHIM_FAIL_WRITE_AT");
  std::uint64_t short_every_ = number("YUNTU_SHIM_SHORT_EVERY");
  bool is_torn_ = number("YUNTU_SHIM_TORN") != 0;
};

/// The shim's lock, and the mark that what happens below it is the shim's own doing.
class Inside {
public:
  explicit Inside(Shim &shim) : lock_(shim.mutex) { is_inside = true; }
  ~Inside() { is_inside = false; }
  Inside(Inside const &) = delete;
  Inside &operator=(Inside const &) = delete;

private:
  std::lock_guard<std::recursive_mutex> lock_;
};

int failed(int error) {
  errno = error;
  return -1;
}

/// `put` writes so many bytes of the buffer for real.
template <typename Put>
ssize_t write_through(int descriptor, std::optional<off_t> at, std::size_t size, Put const &put) {
  if (is_inside) {
    return put(size);
  }
  auto &shim = Shim::instance();
  auto const file = shim.ours(descriptor);
  if (!file) {
    return put(size);
  }
  Inside const inside(shim);
  if (int const error = shim.before(Shim::Kind::write)) {
    return failed(error);
  }
  if (shim.is_torn_now()) {
    put(size / 2);
    Shim::die();
  }
  auto const share = shim.share_of(size);
  if (share == 0 && size != 0) {
    return failed(EINTR);
  }
  auto const from = at ? *at : ::lseek(descriptor, 0, SEEK_CUR);
  auto const done = put(share);
  if (done > 0 && shim.image() != nullptr) {
    auto const begin = static_cast<std::uint64_t>(from);
    shim.image()->written(*file, begin, begin + static_cast<std::uint64_t>(done));
  }
  return done;
}

int sync_through(char const *name, int descriptor) {
  auto &shim = Shim::instance();
  auto const file = is_inside ? std::nullopt : shim.ours(descriptor);
  if (!file) {
    return real<int(int)>(name)(descriptor);
  }
  Inside const inside(shim);
  int const error = shim.before(Shim::Kind::sync);
  auto *const image = shim.image();
  if (image == nullptr) {
    return error != 0 ? failed(error) : real<int(int)>(name)(descriptor);
  }
  struct ::stat status {};
  ::fstat(descriptor, &status);
  if (error != 0) {
    image->sync_failed(*file);
    return failed(error);
  }
  if (S_ISDIR(status.st_mode)) {
    image->synced_folder(*file);
  } else {
    image->synced_file(*file, descriptor);
  }
  return 0; // the image stands for the disk: no need to wait for the real one
}

int open_through(char const *name, char const *path, int flags, mode_t mode) {
  auto *const open = real<int(char const *, int, ...)>(name);
  if (is_inside || (flags & O_CREAT) == 0) {
    return open(path, flags, mode);
  }
  auto &shim = Shim::instance();
  auto const file = shim.ours(path);
  if (!file || ::access(path, F_OK) == 0) {
    return open(path, flags, mode);
  }
  Inside const inside(shim);
  if (int const error = shim.before(Shim::Kind::other)) {
    return failed(error);
  }
  int const descriptor = open(path, flags, mode);
  if (descriptor >= 0 && shim.image() != nullptr) {
    shim.image()->created(*file);
  }
  return descriptor;
}

int truncate_through(char const *name, int descriptor, off_t size) {
  auto *const truncate = real<int(int, off_t)>(name);
  auto &shim = Shim::instance();
  auto const file = is_inside ? std::nullopt : shim.ours(descriptor);
  if (!file) {
    return truncate(descriptor, size);
  }
  Inside const inside(shim);
  int const error = shim.before(Shim::Kind::other);
  return error != 0 ? failed(error) : truncate(descriptor, size);
}

int remove_through(char const *name, char const *path) {
  auto *const remove = real<int(char const *)>(name);
  auto &shim = Shim::instance();
  auto const file = is_inside ? std::nullopt : shim.ours(path);
  if (!file) {
    return remove(path);
  }
  Inside const inside(shim);
  if (int const error = shim.before(Shim::Kind::other)) {
    return failed(error);
  }
  int const code = remove(path);
  if (code == 0 && shim.image() != nullptr) {
    shim.image()->removed(*file);
  }
  return code;
}

mode_t mode_after(int flags, va_list &list) {
  return (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
}

} // namespace

extern "C" {

ssize_t write(int descriptor, void const *bytes, std::size_t size) {
  static auto *const next = real<ssize_t(int, void const *, std::size_t)>("write");
  return write_through(descriptor, std::nullopt, size,
                       [&](std::size_t n) { return next(descriptor, bytes, n); });
}
ssize_t pwrite(int descriptor, void const *bytes, std::size_t size, off_t at) {
  static auto *const next = real<ssize_t(int, void const *, std::size_t, off_t)>("pwrite");
  return write_through(descriptor, at, size,
                       [&](std::size_t n) { return next(descriptor, bytes, n, at); });
}
ssize_t pwrite64(int descriptor, void const *bytes, std::size_t size, off64_t at) {
  return pwrite(descriptor, bytes, size, at);
}
int fsync(int descriptor) {
  return sync_through("fsync", descriptor);
}
int fdatasync(int descriptor) {
  return sync_through("fdatasync", descriptor);
}
int open(char const *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  auto const mode = mode_after(flags, list);
  va_end(list);
  return open_through("open", path, flags, mode);
}
int open64(char const *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  auto const mode = mode_after(flags, list);
  va_end(list);
  return open_through("open64", path, flags, mode);
}
int ftruncate(int descriptor, off_t size) noexcept {
  return truncate_through("ftruncate", descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  return truncate_through("ftruncate64", descriptor, size);
}
int unlink(char const *path) noexcept {
  return remove_through("unlink", path);
}
int remove(char const *path) noexcept {
  return remove_through("remove", path);
}
int rename(char const *from, char const *to) noexcept {
  auto *const next = real<int(char const *, char const *)>("rename");
  auto &shim = Shim::instance();
  auto const file = is_inside ? std::nullopt : shim.ours(from);
  if (!file) {
    return next(from, to);
  }
  Inside const inside(shim);
  if (int const error = shim.before(Shim::Kind::other)) {
    return failed(error);
  }
  int const code = next(from, to);
  if (auto const target = shim.ours(to); code == 0 && target && shim.image() != nullptr) {
    shim.image()->renamed(*file, *target);
  }
  return code;
}

/// YUNTU_SHIM_SYNCHRONOUS=NORMAL: what yuntu would be if it had chosen the faster setting.
int sqlite3_exec(void *database, char const *sql, int (*row)(void *, int, char **, char **),
                 void *context, char **message) {
  using Exec = int(void *, char const *, int (*)(void *, int, char **, char **), void *, char **);
  auto *const next = real<Exec>("sqlite3_exec");
  std::string text = sql == nullptr ? "" : sql;
  char const *const wanted = std::getenv("YUNTU_SHIM_SYNCHRONOUS");
  std::string const ours = "synchronous = FULL";
  if (auto const at = text.find(ours); wanted != nullptr && at != std::string::npos) {
    text.replace(at, ours.size(), std::string("synchronous = ") + wanted);
    return next(database, text.c_str(), row, context, message);
  }
  return next(database, sql, row, context, message);
}
}
