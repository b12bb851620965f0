#include "server/services/reach_picture.hpp"

#include "geo/edited_reach.hpp"
#include "geo/outline.hpp"
#include "server/services/street_edits.hpp"
#include "server/services/what_if_shelf.hpp"

#include <cstdio>
#include <optional>
#include <utility>
#include <variant>

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

/// Where people set out for, by which ways, and who of them from another street than before.
struct ReachGoal {
  geo::StreetPoint at;
  geo::EditedWays ways;
  std::vector<geo::MovedTarget> moved;
};

protocol::ReachAnswer draw(WalkView const &view, ReachGoal const &goal, double limit_s) {
  auto const &city = *view.city;
  std::optional<geo::TargetSet> elsewhere;
  if (!goal.moved.empty()) {
    elsewhere = geo::moved(city.walk().graph(), city.targets(), goal.moved);
  }
  auto const &targets = elsewhere ? *elsewhere : city.targets();
  geo::ReachSearch search(city.walk().graph());
  geo::OutlineSketch sketch(city.walk().raster());
  protocol::ReachAnswer answer;
  for (auto const minutes : bands_to(limit_s)) {
    auto const limit_mm = geo::cost_within_mm(view.walker.profile, minutes * minute_s);
    geo::run_edited(search, goal.at, limit_mm, goal.ways);
    answer.outlines.push_back(answer_of(minutes, sketch.outline(search, targets, city.places())));
  }
  auto reached = search.streets();
  answer.minutes = limit_s / minute_s;
  answer.street_m = reached.street_m;
  answer.streets = std::move(reached.lines);
  return answer;
}

tl::expected<protocol::ReachAnswer, protocol::Problem>
picture_of(WalkView const &view, ReachGoal const &goal, double limit_s) {
  try {
    return draw(view, goal, limit_s);
  } catch (geo::TooFarToDraw const &error) { // a ferry may carry people anywhere
    return tl::unexpected(protocol::Problem{
        422, "Too far", std::string(error.what()) + "; ask for a shorter walk", {}});
  }
}

tl::expected<geo::StreetPoint, protocol::Problem> street_at(WalkMap const &walk,
                                                            CoverageOriginRequest const &origin,
                                                            geo::ClosedEdges const &closed) {
  auto const at = walk.attach(origin.place, closed);
  if (!at) {
    return tl::unexpected(protocol::Problem{
        422, "No street there", "no street is within 100 m of " + name_of(origin), {}});
  }
  return *at;
}

/// Where edits leave a station of the town; nullopt: they say nothing of it.
std::optional<tl::expected<geo::StreetPoint, protocol::Problem>>
edited_station(WalkCity const &city, std::string const &code,
               std::vector<geo::StreetEdit> const &edits) {
  std::optional<tl::expected<geo::StreetPoint, protocol::Problem>> found;
  auto const is_it = [&](std::uint32_t station) {
    return city.base().stations()[station].code == code;
  };
  for (auto const &edit : edits) {
    auto const *const moved = std::get_if<geo::MovedStation>(&edit);
    auto const *const removed = std::get_if<geo::RemovedStation>(&edit);
    if (moved != nullptr && is_it(moved->station)) {
      found = moved->to;
    } else if (removed != nullptr && is_it(removed->station)) {
      found = tl::unexpected(
          protocol::Problem{422, "Removed", "the edits remove station \"" + code + "\"", {}});
    }
  }
  return found;
}

} // namespace

tl::expected<geo::StreetPoint, protocol::Problem> street_at(WalkCity const &city,
                                                            CoverageOriginRequest const &origin) {
  return street_at(city.walk(), origin, city.closed());
}

std::optional<protocol::Problem>
place_off_street(WalkCity const &city, std::vector<CoverageOriginRequest> const &origins) {
  for (auto const &origin : origins) {
    if (!origin.station.empty()) {
      continue;
    }
    if (auto at = street_at(city, origin); !at) {
      return std::move(at.error());
    }
  }
  return std::nullopt;
}

tl::expected<protocol::ReachAnswer, protocol::Problem>
reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s) {
  return street_at(*view.city, origin).and_then([&](geo::StreetPoint const &at) {
    return picture_of(view, {at, {view.city->closed(), {}, {}}, {}}, limit_s);
  });
}

tl::expected<protocol::ReachAnswer, protocol::Problem>
edited_reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s,
                     std::vector<protocol::TownEdit> const &edits) {
  auto const &city = *view.city;
  auto const limit_mm = geo::cost_within_mm(view.walker.profile, limit_s);
  auto made = street_edits(view, served_town(view, limit_mm), edits);
  if (!made) {
    return tl::unexpected(made.error());
  }
  auto ways = geo::edited_ways(city.closed(), made->edits);
  auto at = edited_station(city, origin.station, made->edits);
  if (!at) {
    at = street_at(city.walk(), origin, ways.closed);
  }
  return at->and_then([&](geo::StreetPoint const &place) {
    return picture_of(view, {place, std::move(ways), std::move(made->moved)}, limit_s);
  });
}

} // namespace yuntu::services
