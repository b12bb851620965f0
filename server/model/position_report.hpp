#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// One fix as a device sent it: unchecked degrees in the device's datum.
struct PositionReport {
  std::uint64_t seq = 0; ///< from 1, unique within (device, boot)
  Time time;
  double lon = 0;
  double lat = 0;
  double accuracy_m = 0; ///< 68 % radius, or what the device's profile says
  std::string datum{};   ///< "wgs84", "gcj02" or "bd09"; empty: as the device's profile says
  std::optional<double> speed_mps;
  std::optional<double> heading_deg;
  std::optional<double> battery; ///< 0 to 1
  std::string worker{};          ///< named by role gateway only; empty = the batch's

  friend bool operator==(PositionReport const &, PositionReport const &) = default;
};

/// What one POST or one `positions` message carries.
struct PositionBatch {
  std::string device; ///< [A-Za-z0-9._-]{1,64}
  std::uint64_t boot = 0;
  std::vector<PositionReport> reports;
  std::string worker; ///< named by role gateway only; empty = the principal's own, or each report's

  friend bool operator==(PositionBatch const &, PositionBatch const &) = default;
};

/// Why a fix was refused or marked. Closed list of design section 7; none = accepted, unmarked.
enum class PositionVerdict : std::uint8_t {
  accepted,
  not_finite,
  out_of_range,
  zero_zero,
  outside_county,
  too_fast,
  off_duty
};
enum class PositionFlag : std::uint8_t { none, inaccurate, future, late };

[[nodiscard]] std::string_view to_string(PositionVerdict verdict);
[[nodiscard]] std::string_view to_string(PositionFlag flag);

/// Where the decided state found a fix to lie, so that the published state need not search again.
/// `map` names the layers it was found in (Locate::map); 0 = not looked for.
struct FoundAreas {
  std::uint64_t map = 0;
  AreaCodes areas;
};

/// A judged fix, as it goes to the journal. Rejected ones keep their identity only.
struct PositionRecord {
  std::string worker;
  std::string device;
  std::uint64_t boot = 0;
  std::uint64_t seq = 0;
  std::uint64_t content_hash = 0; ///< of the report as sent, to tell a repeat from a conflict
  PositionVerdict verdict = PositionVerdict::accepted;
  PositionFlag flag = PositionFlag::none;
  Time time; ///< corrected: server time for fixes from the future
  geo::LonLat position;
  std::uint32_t accuracy_dm = 0; ///< decimetres, 68 % radius
  FoundAreas found = {};         ///< derived: neither stored nor compared

  friend bool operator==(PositionRecord const &a, PositionRecord const &b);
};

/// The answer to a batch.
struct Acknowledgement {
  struct Item {
    std::uint64_t seq = 0;
    std::string word;
    friend bool operator==(Item const &, Item const &) = default;
  };
  std::string device;
  std::uint64_t boot = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> accepted; ///< closed ranges, ascending
  std::vector<Item> rejected;
  std::vector<Item> flagged;
  std::vector<std::uint64_t> conflicts;
  std::uint64_t acked_through = 0; ///< every seq up to it has been decided

  friend bool operator==(Acknowledgement const &, Acknowledgement const &) = default;
};

} // namespace yuntu::model
