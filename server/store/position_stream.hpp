#pragma once

#include "server/store/track_catalogue.hpp"
#include "server/store/track_files.hpp"
#include "server/store/track_segment.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::store {

/// A position block that no track holds yet.
struct HotBlock {
  std::uint64_t tick = 0;
  std::string body;
};

/// The positions of the commits of (after, through] in order, from track files and then from
/// blocks; one range of commits in memory at a time.
class PositionStream {
public:
  PositionStream(TrackFiles const &files, std::vector<model::TrackSegmentSealed> segments,
                 std::vector<HotBlock> blocks, std::uint64_t after, std::uint64_t through);

  /// Of the next commit that holds any; 0 at the end.
  [[nodiscard]] std::uint64_t next_tick();
  /// Appends that commit's; they live until next_tick() is asked again.
  void take(std::vector<model::PositionRecord const *> &into);

private:
  bool load_segments();
  bool load_block();

  TrackFiles const &files_;
  std::vector<model::TrackSegmentSealed> segments_; ///< by range of commits
  std::vector<HotBlock> blocks_;
  std::uint64_t after_;
  std::uint64_t through_;
  std::size_t next_segment_ = 0;
  std::size_t next_block_ = 0;
  std::vector<TrackRecord> records_;
  std::vector<TrackRecord const *> order_;
  std::size_t at_ = 0;
};

} // namespace yuntu::store
