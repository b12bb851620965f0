#pragma once

#include <filesystem>
#include <string>

namespace yuntu::store {

/// The data directory (0700) and the names in it. Everything yuntu keeps lies here.
struct DataDirectory {
  std::filesystem::path root;

  [[nodiscard]] std::filesystem::path base() const { return root / "base.sqlite"; }
  [[nodiscard]] std::filesystem::path log() const { return root / "log.sqlite"; }
  [[nodiscard]] std::filesystem::path tracks() const { return root / "tracks"; }
  [[nodiscard]] std::filesystem::path socket() const { return root / "yuntu.sock"; }
  [[nodiscard]] std::filesystem::path spool() const { return root / "spool"; }
  [[nodiscard]] std::filesystem::path photos() const { return root / "photos"; }
  /// Where other systems lay down files of incidents.
  [[nodiscard]] std::filesystem::path inbox() const { return root / "inbox"; }
  /// Indexes made once, to be mapped at the next start; removing them is always harmless.
  [[nodiscard]] std::filesystem::path indexes() const { return root / "index"; }
  [[nodiscard]] std::filesystem::path lock_file() const { return root / "yuntu.lock"; }
};

/// Makes the folder when absent. Throws StorageFailed with the path and the reason.
[[nodiscard]] DataDirectory open_data_directory(std::filesystem::path const &root);

/// The right to write, held while it lives: flock on yuntu.lock. One writer per data directory.
class WriterLock {
public:
  /// Throws StorageBusy (locked) when another process holds it.
  explicit WriterLock(DataDirectory const &directory);
  ~WriterLock();
  WriterLock(WriterLock const &) = delete;
  WriterLock &operator=(WriterLock const &) = delete;

private:
  int descriptor_ = -1;
};

} // namespace yuntu::store
