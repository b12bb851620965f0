#include "server/store/file_io.hpp"

#include "server/store/event_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace yuntu::store {

FileDescriptor::~FileDescriptor() {
  if (value_ >= 0) {
    ::close(value_);
  }
}

void raise_errno(std::filesystem::path const &file, std::string const &doing, int error) {
  auto const what =
      file.string() + ": cannot " + doing + ": " + std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT) {
    throw StorageBusy(StorageBusy::Cause::full, what + "; free space on the disk");
  }
  throw StorageFailed(what);
}

void write_all(int descriptor, std::string_view bytes, std::size_t at,
               std::filesystem::path const &file, std::string const &doing) {
  while (!bytes.empty()) {
    auto const written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      raise_errno(file, doing, written < 0 ? errno : EIO);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::size_t>(written);
  }
}

void sync_folder(std::filesystem::path const &folder) {
  auto const path = folder.empty() ? std::filesystem::path{"."} : folder;
  FileDescriptor const descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open()) {
    raise_errno(path, "open the folder", errno);
  }
  if (::fsync(descriptor.get()) != 0) {
    raise_errno(path, "make the folder durable", errno);
  }
}

void create_private_file(std::filesystem::path const &file) {
  FileDescriptor const descriptor(
      ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (descriptor.is_open()) {
    sync_folder(file.parent_path());
  } else if (errno != EEXIST) {
    raise_errno(file, "create the file", errno);
  }
}

} // namespace yuntu::store
