#include "server/rules/datum_guard.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::rules {
namespace {

/// What the witnesses say of one fix by one reading.
struct Testimony {
  bool is_in_own_area = false;
  bool is_on_street = false;
};

std::vector<Testimony> testimonies(std::vector<SentFix> const &fixes, geo::DatumReading reading,
                                   DatumWitnesses const &witnesses) {
  std::vector<Testimony> said;
  said.reserve(fixes.size());
  for (auto const &fix : fixes) {
    auto const place = geo::read_as(fix.sent, reading);
    said.push_back(place ? Testimony{witnesses.is_in_own_area(fix.worker, *place),
                                     witnesses.is_on_street(*place)}
                         : Testimony{});
  }
  return said;
}

/// For the other reading and against it, where the two differ.
struct Votes {
  std::size_t areas_for = 0;
  std::size_t areas_against = 0;
  std::size_t streets_for = 0;
  std::size_t streets_against = 0;

  [[nodiscard]] bool are_clear(DatumGuardLimits const &limits) const {
    return areas_for >= limits.areas_for && areas_against <= limits.areas_against &&
           streets_for >= streets_against + limits.streets_lead;
  }
  /// Of clear ones.
  [[nodiscard]] std::size_t lead() const {
    return areas_for - areas_against + streets_for - streets_against;
  }
};

Votes compare(std::vector<Testimony> const &declared, std::vector<Testimony> const &other) {
  Votes votes;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    votes.areas_for += other[i].is_in_own_area && !declared[i].is_in_own_area ? 1 : 0;
    votes.areas_against += declared[i].is_in_own_area && !other[i].is_in_own_area ? 1 : 0;
    votes.streets_for += other[i].is_on_street && !declared[i].is_on_street ? 1 : 0;
    votes.streets_against += declared[i].is_on_street && !other[i].is_on_street ? 1 : 0;
  }
  return votes;
}

/// Standard deviation in metres across the way the fixes stretch.
double spread_of(std::vector<SentFix> const &fixes) {
  auto const middle = geo::LonLat::from_degrees(fixes.front().sent.lon, fixes.front().sent.lat);
  if (!middle) {
    return 0;
  }
  geo::LocalFrame const frame(*middle);
  double const east_m = frame.metres_per_lon_unit() * geo::LonLat::units_per_degree;
  double const north_m = frame.metres_per_lat_unit() * geo::LonLat::units_per_degree;
  double x = 0;
  double y = 0;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (auto const &fix : fixes) {
    double const east = (fix.sent.lon - middle->lon()) * east_m;
    double const north = (fix.sent.lat - middle->lat()) * north_m;
    x += east;
    y += north;
    xx += east * east;
    yy += north * north;
    xy += east * north;
  }
  auto const count = static_cast<double>(fixes.size());
  double const var_x = xx / count - x / count * (x / count);
  double const var_y = yy / count - y / count * (y / count);
  double const cov = xy / count - x / count * (y / count);
  double const smaller = (var_x + var_y) / 2 - std::hypot((var_x - var_y) / 2, cov);
  return std::sqrt(std::max(0.0, smaller));
}

} // namespace

std::optional<geo::DatumReading> better_reading(std::vector<SentFix> const &fixes,
                                                geo::DatumReading declared,
                                                std::vector<geo::DatumReading> const &others,
                                                DatumWitnesses const &witnesses,
                                                DatumGuardLimits const &limits) {
  if (fixes.empty() || spread_of(fixes) < limits.spread_m) {
    return std::nullopt;
  }
  auto const as_declared = testimonies(fixes, declared, witnesses);
  std::optional<geo::DatumReading> best;
  std::size_t best_lead = 0;
  for (auto const other : others) {
    auto const votes = compare(as_declared, testimonies(fixes, other, witnesses));
    if (votes.are_clear(limits) && votes.lead() > best_lead) {
      best = other;
      best_lead = votes.lead();
    }
  }
  return best;
}

} // namespace yuntu::rules
