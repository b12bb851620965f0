#pragma once

#include "server/model/day.hpp"
#include "server/store/digest.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::store {

/// A segment as it stands in a day's file: magic, length, salt, body, digest. It says by itself
/// whether it is whole; whether it is the right one says the digest in the log's fact.
struct SealedSegment {
  std::string bytes;
  std::string digest; ///< hex
};
[[nodiscard]] SealedSegment seal_segment(std::string const &body, SaltSource const &salt);
/// The body; nullopt when the bytes are not a whole segment with this digest.
[[nodiscard]] std::optional<std::string> open_segment(std::string const &bytes,
                                                      std::string const &digest);

/// The folder of track files, one a day ("2026-11-20", 0600). Bytes behind the last segment that
/// the log knows are what a kill left; the next append writes over them. Any thread for reading,
/// one for writing.
class TrackFiles {
public:
  explicit TrackFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Durable when it returns. Throws StorageBusy without space, StorageFailed also when the file is
  /// shorter than `offset`: segments are missing.
  void append(model::Day day, std::uint64_t offset, std::string const &bytes) const;
  /// Fewer bytes when the file ends earlier; nullopt: there is no such file.
  [[nodiscard]] std::optional<std::string> read(model::Day day, std::uint64_t offset,
                                                std::uint64_t bytes) const;
  /// nullopt: there is no such file.
  [[nodiscard]] std::optional<std::uint64_t> size_of(model::Day day) const;
  /// Durable; nothing happens when there is none.
  void remove(model::Day day) const;
  /// In order.
  [[nodiscard]] std::vector<model::Day> days() const;
  [[nodiscard]] std::filesystem::path file_of(model::Day day) const {
    return folder_ / model::day_text(day);
  }

private:
  void make_folder() const;

  std::filesystem::path folder_;
};

} // namespace yuntu::store
