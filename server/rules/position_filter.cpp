#include "server/rules/position_filter.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "geo/position_error.hpp"

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

/// The known fixes before and after a time; nullptr: none.
struct Neighbours {
  model::TimedPlace const *before = nullptr; ///< or at the time itself
  model::TimedPlace const *after = nullptr;

  void offer(model::TimedPlace const &fix, model::Time at) {
    if (fix.time <= at) {
      before = before == nullptr || before->time <= fix.time ? &fix : before;
    } else {
      after = after == nullptr || fix.time < after->time ? &fix : after;
    }
  }
};

bool is_too_fast_between(JudgedPosition const &judged, model::TimedPlace const *other,
                         double fastest_mps) {
  if (other == nullptr) {
    return false;
  }
  double const apart_s =
      std::max(1.0, std::abs(static_cast<double>((judged.time - other->time).count())) / 1000.0);
  double const radii_m = (judged.accuracy_dm + other->accuracy_dm) / 10.0;
  return geo::distance_m(judged.position, other->position) > fastest_mps * apart_s + radii_m;
}

/// Faster than anybody walks or drives, from the fix before or to the one after in time.
bool is_too_fast(JudgedPosition const &judged, model::Worker const &worker, double fastest_mps) {
  Neighbours neighbours;
  for (auto const *const fixes : {&worker.path, &worker.late}) {
    for (auto const &fix : *fixes) {
      neighbours.offer(fix, judged.time);
    }
  }
  return is_too_fast_between(judged, neighbours.before, fastest_mps) ||
         is_too_fast_between(judged, neighbours.after, fastest_mps);
}

double radius_68_m(double accuracy_m, std::uint32_t percent) {
  return percent == 95 ? accuracy_m * geo::sigmas_68 / geo::sigmas_95 : accuracy_m;
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
  auto const datum = geo::parse_datum(report.datum.empty() ? context.datum : report.datum);
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
  double const accuracy_m =
      std::min(radius_68_m(report.accuracy_m, context.radius_percent), 100'000.0);
  judged.accuracy_dm = static_cast<std::uint32_t>(std::lround(accuracy_m * 10));
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
  if (is_too_fast(judged, *context.worker, limits.fastest_mps)) {
    return refuse(PositionVerdict::too_fast);
  }
  if (judged.flag == PositionFlag::none && accuracy_m > limits.inaccurate_m) {
    judged.flag = PositionFlag::inaccurate;
  }
  return judged;
}

} // namespace yuntu::rules
