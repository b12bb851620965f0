#pragma once

#include "server/model/position_report.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::store {

/// A judged fix with the commit that took it.
struct TrackRecord {
  std::uint64_t tick = 0;
  /// Place among the commit's records where they were split over several days; else 0.
  std::uint64_t ordinal = 0;
  model::PositionRecord record;
  friend bool operator==(TrackRecord const &, TrackRecord const &) = default;
};

/// Many commits' positions as one block: grouped by worker and device, in columns of differences to
/// the same worker's (device's) fix before, bit-packed. Nothing is lost; the order is kept among
/// the records of one worker and of one device, which is all that folding them depends on.
[[nodiscard]] std::string encode_segment(std::vector<TrackRecord> const &records);
/// Grouped as encoded. Throws StorageFailed for bytes that encode_segment cannot have written.
[[nodiscard]] std::vector<TrackRecord> decode_segment(std::string_view bytes);
/// Whether a worker or device of this name is in it, without reading on.
[[nodiscard]] bool segment_names(std::string_view bytes, std::string_view name);
/// In the order of commits: by tick, then ordinal; else in the order they are in.
[[nodiscard]] std::vector<TrackRecord const *> by_commit(std::vector<TrackRecord> const &records);

} // namespace yuntu::store
