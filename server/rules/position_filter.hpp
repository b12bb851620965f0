#pragma once

#include "geo/envelope.hpp"
#include "server/model/position_report.hpp"
#include "server/model/worker.hpp"

#include <cstdint>
#include <string_view>

namespace yuntu::rules {

/// Metres; farther than this from the layers in use is no place of this county.
inline constexpr double county_margin = 50'000;

/// Thresholds of reliability.md section 3, "GPS garbage".
struct PositionLimits {
  double county_margin_m = county_margin;
  double fastest_mps = 60;
  double inaccurate_m = model::inaccurate_dm / 10.0;
  model::Duration future{std::chrono::minutes{5}};
  model::Duration history_only{std::chrono::hours{72}};
};

/// What one fix is judged against.
struct PositionContext {
  model::Time now;
  geo::Envelope county; ///< of the loaded layers; empty = nothing loaded, no county check
  model::Worker const *worker = nullptr; ///< nullptr: never heard of
  std::string_view datum = "wgs84";      ///< of a report that names none
  std::uint32_t radius_percent = 68;     ///< of fixes within the radius reported, 68 or 95
};

struct JudgedPosition {
  model::PositionVerdict verdict = model::PositionVerdict::accepted;
  model::PositionFlag flag = model::PositionFlag::none;
  model::Time time;     ///< corrected: `now` for a fix from the future
  geo::LonLat position; ///< WGS 84, when accepted
  std::uint32_t accuracy_dm = 0;
};

/// Judges one fix: finite first (NaN passes every range test), then range, 0/0, county, duty at the
/// fix's corrected time, speed against the known neighbours in time on both sides, whatever the
/// order in which they came. Unknown datum counts as out of range.
[[nodiscard]] JudgedPosition judge_position(model::PositionReport const &report,
                                            PositionContext const &context,
                                            PositionLimits const &limits = {});

} // namespace yuntu::rules
