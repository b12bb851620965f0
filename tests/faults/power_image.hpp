#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace yuntu::faults {

/// What of a folder a power cut now would leave: of every file the content at its last fsync, under
/// the names that the last fsync of its folder has made durable. Told of every change; all paths
/// are relative to the folder. Not thread-safe.
///
/// Stricter than most file systems: nothing that was not synced survives. After a sync that failed
/// what was to be synced is lost, and a later sync does not bring it back (as Linux does it).
class PowerImage {
public:
  /// `image`/durable must hold a copy of the folder to begin with.
  PowerImage(std::filesystem::path folder, std::filesystem::path image);

  void created(std::string const &file);
  void written(std::string const &file, std::uint64_t from, std::uint64_t to);
  void renamed(std::string const &from, std::string const &to);
  void removed(std::string const &file);
  /// `descriptor`: the program's own.
  void synced_file(std::string const &file, int descriptor);
  void sync_failed(std::string const &file);
  void synced_folder(std::string const &folder);

private:
  struct Range {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
  };

  [[nodiscard]] std::filesystem::path target_of(std::string const &file) const;
  void sync_entry(std::string const &file, bool is_folder);

  std::filesystem::path folder_;
  std::filesystem::path durable_;
  std::filesystem::path pending_;      ///< content that is safe, under names that are not
  std::map<std::string, Range> dirty_; ///< written since the last sync
  std::set<std::string> fresh_names_;  ///< made, renamed or removed since their folder's last sync
};

} // namespace yuntu::faults
