#include "server/services/reach_picture.hpp"

#include "geo/outline.hpp"

#include <cstdio>

namespace yuntu::services {
namespace {

constexpr double band_minutes = 5;
constexpr double minute_s = 60;

std::string name_of(CoverageOriginRequest const &origin) {
  if (!origin.station.empty()) {
    return "station \"" + origin.station + "\"";
  }
  char place[64];
  std::snprintf(place, sizeof place, "%.7f,%.7f", origin.place.lon(), origin.place.lat());
  return place;
}

std::vector<double> bands_to(double limit_s) {
  std::vector<double> minutes;
  for (double band = band_minutes; band * minute_s < limit_s; band += band_minutes) {
    minutes.push_back(band);
  }
  minutes.push_back(limit_s / minute_s);
  return minutes;
}

protocol::ReachOutline answer_of(double minutes, geo::Outline outline) {
  return {minutes,
          std::move(outline.parts),
          static_cast<std::int64_t>(outline.reached.targets),
          outline.reached.weight,
          static_cast<std::int64_t>(outline.reached_outside.targets),
          static_cast<std::int64_t>(outline.unreached_inside.targets)};
}

} // namespace

tl::expected<geo::StreetPoint, protocol::Problem> street_at(WalkCity const &city,
                                                            CoverageOriginRequest const &origin) {
  auto const at = city.walk().attach(origin.place, city.closed());
  if (!at) {
    return tl::unexpected(protocol::Problem{
        422, "No street there", "no street is within 100 m of " + name_of(origin), {}});
  }
  return *at;
}

tl::expected<protocol::ReachAnswer, protocol::Problem>
reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s) {
  auto const &city = *view.city;
  auto const at = street_at(city, origin);
  if (!at) {
    return tl::unexpected(at.error());
  }
  geo::ReachSearch search(city.walk().graph());
  geo::OutlineSketch sketch(city.walk().raster());
  protocol::ReachAnswer answer;
  for (auto const minutes : bands_to(limit_s)) {
    search.run_to(*at, geo::cost_within_mm(view.profile, minutes * minute_s), city.closed());
    answer.outlines.push_back(
        answer_of(minutes, sketch.outline(search, city.targets(), city.places())));
  }
  auto reached = search.streets();
  answer.minutes = limit_s / minute_s;
  answer.street_m = reached.street_m;
  answer.streets = std::move(reached.lines);
  return answer;
}

} // namespace yuntu::services
