#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace yuntu::store {

/// Makes an empty file with mode 0600 when there is none, and makes its name durable. An existing
/// file is left as it is. Throws StorageBusy (no space) and StorageFailed.
void create_private_file(std::filesystem::path const &file);
/// Makes the names in a folder durable.
void sync_folder(std::filesystem::path const &folder);
/// All of the bytes at the given place, however the system splits or interrupts it. `doing` is for
/// the message. Throws StorageBusy (no space) and StorageFailed.
void write_all(int descriptor, std::string_view bytes, std::size_t at,
               std::filesystem::path const &file, std::string const &doing);
/// Throws StorageBusy for "no space left", else StorageFailed: "FILE: cannot DOING: reason".
[[noreturn]] void raise_errno(std::filesystem::path const &file, std::string const &doing,
                              int error);

/// An open file descriptor, closed with the object.
class FileDescriptor {
public:
  FileDescriptor() = default;
  explicit FileDescriptor(int value) : value_(value) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor const &) = delete;
  FileDescriptor &operator=(FileDescriptor const &) = delete;

  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool is_open() const { return value_ >= 0; }

private:
  int value_ = -1;
};

} // namespace yuntu::store
