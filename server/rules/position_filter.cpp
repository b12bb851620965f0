#include "server/rules/position_filter.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace yuntu::rules {
namespace {

using model::PositionFlag;
using model::PositionVerdict;

bool is_finite(model::PositionReport const &report) {
  return std::isfinite(report.lon) && std::isfinite(report.lat) && std::isfinite(report.accuracy_m);
}

/// Faster than anybody walks or drives from the fix held, in whichever order of time.
bool is_too_fast(JudgedPosition const &judged, model::Worker const *worker, double fastest_mps) {
  if (worker == nullptr || !worker->fix) {
    return false;
  }
  auto const &fix = *worker->fix;
  double const apart_m = geo::distance_m(judged.position, fix.position) -
                         (judged.accuracy_dm + fix.accuracy_dm) / 10.0;
  double const apart_s =
      std::max(1.0, std::abs(static_cast<double>((judged.time - fix.time).count())) / 1000.0);
  return apart_m / apart_s > fastest_mps;
}

} // namespace

JudgedPosition judge_position(model::PositionReport const &report, PositionContext const &context,
                              PositionLimits const &limits) {
  JudgedPosition judged;
  auto const refuse = [&](PositionVerdict verdict) {
    judged.verdict = verdict;
    judged.flag = PositionFlag::none;
    return judged;
  };
  judged.time = report.time;
  if (!is_finite(report)) {
    return refuse(PositionVerdict::not_finite);
  }
  auto const datum = geo::parse_datum(report.datum);
  if (!datum || report.accuracy_m < 0 || std::abs(report.lon) > 180 || std::abs(report.lat) > 90) {
    return refuse(PositionVerdict::out_of_range);
  }
  if (report.lon == 0 && report.lat == 0) {
    return refuse(PositionVerdict::zero_zero);
  }
  auto const true_place = geo::to_wgs84({report.lon, report.lat}, *datum);
  auto const place = geo::LonLat::from_degrees(true_place.lon, true_place.lat);
  if (!place) {
    return refuse(PositionVerdict::out_of_range);
  }
  judged.position = *place;
  judged.accuracy_dm =
      static_cast<std::uint32_t>(std::lround(std::min(report.accuracy_m, 100'000.0) * 10));
  if (!context.county.is_empty() &&
      geo::distance_m(*place, context.county) > limits.county_margin_m) {
    return refuse(PositionVerdict::outside_county);
  }
  if (report.time > context.now + limits.future) {
    judged.flag = PositionFlag::future;
    judged.time = context.now;
  } else if (report.time < context.now - limits.history_only ||
             (context.worker != nullptr && context.worker->fix &&
              report.time < context.worker->fix->time)) {
    judged.flag = PositionFlag::late;
  }
  if (context.worker == nullptr || !context.worker->was_on_duty(judged.time)) {
    return refuse(PositionVerdict::off_duty);
  }
  if (is_too_fast(judged, context.worker, limits.fastest_mps)) {
    return refuse(PositionVerdict::too_fast);
  }
  if (judged.flag == PositionFlag::none && report.accuracy_m > limits.inaccurate_m) {
    judged.flag = PositionFlag::inaccurate;
  }
  return judged;
}

} // namespace yuntu::rules
