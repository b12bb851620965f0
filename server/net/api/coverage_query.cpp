#include "server/net/api/coverage_query.hpp"

#include "server/net/api/query.hpp"

#include "server/protocol/walk_limits.hpp"
#include "server/services/station_places.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::net {
namespace {

protocol::Problem does_not_count(services::WalkCity const &city, services::Station const &station,
                                 model::StationFilter const &filter) {
  if (!filter.kind.empty() && station.kind != filter.kind) {
    return {422,
            "Of another kind",
            "station \"" + station.code + "\" is of the kind \"" + station.kind + "\", not \"" +
                filter.kind + "\"",
            {}};
  }
  if (city.is_closed(station.code, filter.at)) {
    return {422,
            "Closed",
            "station \"" + station.code + "\" is closed for now: GET /api/v1/closures",
            {}};
  }
  return {422,
          "Closed then",
          "station \"" + station.code + "\" is closed at " + model::format_rfc3339(*filter.at) +
              "; its hours are " + station.hours_text,
          {}};
}

/// Seconds, from exactly one of `minutes` and `metres`; at most two hours.
tl::expected<double, protocol::Problem> limit_of(Request const &request,
                                                 services::Walker const &walker) {
  auto const minutes = find_number(request, "minutes");
  auto const metres = find_number(request, "metres");
  if (!minutes || !metres) {
    return tl::unexpected(!minutes ? minutes.error() : metres.error());
  }
  if (minutes->has_value() == metres->has_value()) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "give exactly one of \"minutes\" and \"metres\"", {}});
  }
  double const limit_s = *minutes ? **minutes * 60 : **metres / walker.profile.speed_mps;
  if (!(limit_s >= 0) || limit_s > protocol::longest_walk_s) {
    return tl::unexpected(protocol::Problem{400,
                                            "Bad parameter",
                                            std::string("\"") + (*minutes ? "minutes" : "metres") +
                                                "\": the walk must take between 0 and " +
                                                std::to_string(protocol::longest_walk_min) +
                                                " minutes",
                                            {}});
  }
  return limit_s;
}

/// The place of `lon` and `lat`, or the station of `station`; nullopt when neither is given.
tl::expected<std::optional<services::CoverageOriginRequest>, protocol::Problem>
origin_of(Request const &request, services::WalkCity const &city,
          model::StationFilter const &filter) {
  using Origin = std::optional<services::CoverageOriginRequest>;
  bool const has_place = find_text(request, "lon") || find_text(request, "lat");
  if (has_place && find_text(request, "station")) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "give \"station\", or \"lon\" and \"lat\", not both", {}});
  }
  if (has_place) {
    return place_of(request).map([](geo::LonLat place) -> Origin {
      return services::CoverageOriginRequest{place, {}};
    });
  }
  auto const code = find_text(request, "station");
  if (!code) {
    return Origin{};
  }
  return station_of(*code, city, filter)
      .map([](services::CoverageOriginRequest const &station) -> Origin { return station; });
}

} // namespace

tl::expected<services::Walker, protocol::Problem>
walker_of(Request const &request, services::WalkProfiles const &profiles) {
  auto walker = profiles.find(find_text(request, "profile").value_or("standard"));
  if (!walker) {
    return tl::unexpected(
        protocol::Problem{400, "Bad parameter", "\"profile\" must be " + profiles.choices(), {}});
  }
  return std::move(*walker);
}

tl::expected<model::StationFilter, protocol::Problem> stations_of(Request const &request,
                                                                  services::BaseMap const &base) {
  auto const at = find_time(request, "at");
  if (!at) {
    return tl::unexpected(at.error());
  }
  model::StationFilter filter{*at, find_text(request, "kind").value_or("")};
  if (auto const problem = services::unknown_kind(filter, base)) {
    return tl::unexpected(*problem);
  }
  return filter;
}

tl::expected<services::CoverageOriginRequest, protocol::Problem>
station_of(std::string const &code, services::WalkCity const &city,
           model::StationFilter const &filter) {
  auto const *const found = city.base().station(code);
  if (found == nullptr) {
    return tl::unexpected(
        protocol::Problem{404, "No such station", "there is no station \"" + code + "\"", {}});
  }
  if (!services::counts(city, filter, *found)) {
    return tl::unexpected(does_not_count(city, *found, filter));
  }
  return services::CoverageOriginRequest{found->place, found->code};
}

tl::expected<WalkQuestion, protocol::Problem>
walk_question(std::shared_ptr<services::WalkCity const> walk, Request const &request) {
  if (!walk) {
    return tl::unexpected(services::no_streets());
  }
  auto walker = walker_of(request, walk->base().profiles());
  if (!walker) {
    return tl::unexpected(walker.error());
  }
  auto const limit_s = limit_of(request, *walker);
  if (!limit_s) {
    return tl::unexpected(limit_s.error());
  }
  auto stations = stations_of(request, walk->base());
  if (!stations) {
    return tl::unexpected(stations.error());
  }
  auto origin = origin_of(request, *walk, *stations);
  if (!origin) {
    return tl::unexpected(origin.error());
  }
  return WalkQuestion{std::move(walk), std::move(*walker), *limit_s, std::move(*stations), *origin};
}

} // namespace yuntu::net
