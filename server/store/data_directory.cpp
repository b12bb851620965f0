#include "server/store/data_directory.hpp"

#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace yuntu::store {

DataDirectory open_data_directory(std::filesystem::path const &root) {
  if (root.empty()) {
    throw StorageFailed("the data directory has no name; give one with --data");
  }
  auto path = std::filesystem::absolute(root).lexically_normal();
  if (!path.has_filename()) {
    path = path.parent_path(); // "data/" and "data" are the same
  }
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) {
    throw StorageFailed(path.parent_path().string() +
                        ": cannot create the folder: " + error.message());
  }
  if (::mkdir(path.c_str(), S_IRWXU) == 0) {
    sync_folder(path.parent_path());
  } else if (errno != EEXIST) {
    raise_errno(path, "create the data directory", errno);
  }
  if (!std::filesystem::is_directory(path, error)) {
    throw StorageFailed(path.string() + ": the data directory is not a folder");
  }
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    raise_errno(path, "use the data directory", errno);
  }
  return {path};
}

WriterLock::WriterLock(DataDirectory const &directory) {
  auto const file = directory.lock_file();
  int const descriptor =
      ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    raise_errno(file, "open the lock", errno);
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    int const error = errno;
    ::close(descriptor);
    if (error == EWOULDBLOCK) {
      throw StorageBusy(StorageBusy::Cause::locked,
                        directory.root.string() + ": in use by another yuntu process; stop it or "
                                                  "name another data directory");
    }
    raise_errno(file, "lock the file", error);
  }
  descriptor_ = descriptor;
}

WriterLock::~WriterLock() {
  ::close(descriptor_);
}

} // namespace yuntu::store
