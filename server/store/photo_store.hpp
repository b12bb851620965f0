#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace yuntu::store {

/// Photos outside of the database, by the SHA-256 of their bytes, and those that are coming in.
/// File names are made here, never taken from a request. Throws StorageBusy (no space) and
/// StorageFailed. One thread; `file` any.
class PhotoStore {
public:
  /// Made when absent. What was coming in when a server ended is removed.
  explicit PhotoStore(std::filesystem::path folder);

  struct Kept {
    std::string digest; ///< SHA-256, hex
    std::uint64_t bytes = 0;
  };
  /// A file of `incoming` becomes one of the photos, durable when this returns.
  [[nodiscard]] Kept keep(std::filesystem::path const &file) const;
  /// Removes the photos that are not `known`, and gives how many they were.
  std::size_t sweep(std::set<std::string> const &known) const;

  [[nodiscard]] std::filesystem::path file(std::string const &digest) const;

  /// Of a photo that is coming in; `name` is ours.
  [[nodiscard]] std::filesystem::path incoming(std::string const &name) const;
  /// At the place given, which must be the file's end.
  void append(std::string const &name, std::uint64_t at, std::string_view bytes) const;
  void drop(std::string const &name) const;

private:
  std::filesystem::path folder_;
};

} // namespace yuntu::store
