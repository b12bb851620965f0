#pragma once

#include "server/model/import_job.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::store {

/// The folder of imports that are not decided yet: for each a record and a folder of its files.
/// File names are made here, never taken from a request. Throws StorageBusy (no space) and
/// StorageFailed. One thread.
class ImportSpool {
public:
  /// Made when absent.
  explicit ImportSpool(std::filesystem::path folder);

  /// The records of former runs. Their files, and whatever else was left, are removed; but not what
  /// `yuntu import` may be writing at this moment (files younger than an hour).
  [[nodiscard]] std::vector<model::ImportJob> take_over();
  /// Whole or not at all.
  void save(model::ImportJob const &job) const;
  /// At the place given, which must be the file's end.
  void write(std::string const &id, std::string const &part, std::uint64_t at,
             std::string_view bytes) const;
  void remove_files(std::string const &id) const;
  void remove_record(std::string const &id) const;
  [[nodiscard]] std::uint64_t free_bytes() const;

  [[nodiscard]] std::filesystem::path source(std::string const &id, std::string const &part) const;
  /// "staged.sqlite", "findings.geojson"; in the import's folder.
  [[nodiscard]] std::filesystem::path file(std::string const &id, std::string const &name) const;

private:
  [[nodiscard]] std::filesystem::path record(std::string const &id) const;

  std::filesystem::path folder_;
};

/// A file's first and last part, `most` bytes together, with a mark between them when something is
/// left out; "" when it is absent.
[[nodiscard]] std::string read_ends(std::filesystem::path const &file, std::uint64_t most);

/// A whole file; "" when it is absent or larger than `most`.
[[nodiscard]] std::string read_text(std::filesystem::path const &file, std::uint64_t most);

} // namespace yuntu::store
