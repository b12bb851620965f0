#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::tools {

struct TrackPoint {
  geo::LonLat place;
  model::Time time;
};

/// One recorded movement, in order of time.
struct Track {
  std::string id;
  std::vector<TrackPoint> points;
};

struct TrackOptions {
  std::string track_field; ///< empty: the whole file is one track
  std::string time_field;
};

struct TracksOfFile {
  std::vector<Track> tracks; ///< by id
  std::int64_t read = 0;
  std::vector<std::pair<std::int64_t, std::string>> refused; ///< (row, reason)
};

/// Points of any format that geo/io reads. A time without a zone is refused; "+00" counts as
/// "+00:00". Throws CommandError naming the file and the missing field.
[[nodiscard]] TracksOfFile read_tracks(std::filesystem::path const &file,
                                       TrackOptions const &options);

/// The track as if it started at `start`: intervals kept, gaps over `longest_gap` cut to it, all of
/// it `speed` times as fast.
[[nodiscard]] Track restarted(Track const &track, model::Time start, model::Duration longest_gap,
                              double speed);

} // namespace yuntu::tools
