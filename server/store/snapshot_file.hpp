#pragma once

#include "geo/index_image.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace yuntu::store {

/// What a snapshot is of. One of another content or form is of no use.
struct SnapshotName {
  std::string content;    ///< which layers, by the hashes of their content
  std::uint32_t form = 0; ///< how the numbers are to be read

  friend bool operator==(SnapshotName const &, SnapshotName const &) = default;
};

/// Under another name first, made durable, then renamed: there is the whole file or none of it.
/// Throws StorageBusy (no space) and StorageFailed.
void write_snapshot(std::filesystem::path const &file, SnapshotName const &name,
                    geo::IndexImage const &image);

enum class SnapshotFault {
  absent,
  unreadable,
  other_form,    ///< written by another version of yuntu
  other_content, ///< of other layers
  damaged        ///< a byte is not what was written, or there are too few or too many
};
[[nodiscard]] char const *to_string(SnapshotFault fault);

/// Maps the file, read only. Every byte of it is read and checked once; the sections stay valid as
/// long as their keeper, whatever becomes of the file's name.
[[nodiscard]] tl::expected<geo::IndexImage, SnapshotFault>
map_snapshot(std::filesystem::path const &file, SnapshotName const &name);

} // namespace yuntu::store
