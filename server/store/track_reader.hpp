#pragma once

#include "server/store/track_catalogue.hpp"
#include "server/store/track_files.hpp"
#include "server/store/track_segment.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::store {

/// How a segment stands on the disk.
enum class SegmentState : std::uint8_t {
  whole,
  missing, ///< the file is gone, and no fact says that it expired
  damaged  ///< not what was sealed
};
[[nodiscard]] SegmentState state_of(TrackFiles const &files,
                                    model::TrackSegmentSealed const &segment);
/// For decode_segment. Throws StorageFailed, with what to do, when it is missing or damaged.
[[nodiscard]] std::string read_body(TrackFiles const &files,
                                    model::TrackSegmentSealed const &segment);
[[nodiscard]] std::vector<TrackRecord> read_segment(TrackFiles const &files,
                                                    model::TrackSegmentSealed const &segment);

/// The sealed positions of one commit after the other; holds one range of commits in memory.
class TrackReader {
public:
  TrackReader(TrackFiles files, TrackCatalogue const &catalogue)
      : files_(std::move(files)), catalogue_(catalogue) {}

  /// In the order in which they were committed, as far as it matters. Without those whose day has
  /// expired. Ascending ticks are quick.
  [[nodiscard]] std::vector<model::PositionRecord> positions_of(std::uint64_t tick);

private:
  void load(std::uint64_t tick);

  TrackFiles files_;
  TrackCatalogue const &catalogue_;
  std::uint64_t from_ = 1;
  std::uint64_t to_ = 0;
  std::vector<TrackRecord> records_;
  std::vector<TrackRecord const *> order_;
};

} // namespace yuntu::store
