#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::tools {

/// The entries of a ZIP file, read with a bound on what they unpack to, whatever they say of
/// themselves.
class ZipArchive {
public:
  /// Throws CommandError when the file is larger than 64 MiB or no ZIP.
  explicit ZipArchive(std::filesystem::path const &file);
  ~ZipArchive();
  ZipArchive(ZipArchive const &) = delete;
  ZipArchive &operator=(ZipArchive const &) = delete;

  /// nullopt: no such entry. Throws CommandError when it cannot be read or unpacks to more than
  /// 64 MiB; all entries together may have 128 MiB.
  [[nodiscard]] std::optional<std::string> read(std::string const &entry);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::tools
