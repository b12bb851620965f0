#pragma once

#include "server/model/position_report.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::protocol {

// What the apps OwnTracks and Traccar Client send, one fix a request and without a number.

/// Metres taken for a fix that comes without an accuracy.
inline constexpr double tracker_accuracy_m = 50;

struct OwnTracksMessage {
  /// Absent: a message of another type ("lwt", "waypoint"...), or an empty one; to be ignored.
  std::optional<model::PositionReport> report;
  std::string tracker; ///< the device in `topic`, else `tid`, in letters a device's name may have
};
/// `tst` in seconds, `acc` in metres, `vel` in km/h, `cog` in degrees, `batt` in percent. What
/// cannot be a place is the position filter's to refuse.
[[nodiscard]] tl::expected<OwnTracksMessage, Problem> parse_owntracks(std::string_view body);

struct OsmAndMessage {
  std::string id; ///< secret
  /// Absent: a message without a place.
  std::optional<model::PositionReport> report;
};
/// Query or form parameters: `id` or `deviceid`, `lat` and `lon` or `location=LAT,LON`, `timestamp`
/// (Unix seconds or milliseconds, or RFC 3339; absent: now), `accuracy` in metres, `speed` in
/// knots, `bearing` or `heading`, `batt` in percent; others are ignored.
[[nodiscard]] tl::expected<OsmAndMessage, Problem>
read_osmand(std::map<std::string, std::string> const &parameters, model::Time now);
/// The body of newer clients: {"location":{"timestamp","coords":{...},"battery":{"level"}},
/// "device_id"}; speed in m/s, battery level 0 to 1.
[[nodiscard]] tl::expected<OsmAndMessage, Problem> parse_osmand(std::string_view body,
                                                                model::Time now);

} // namespace yuntu::protocol
