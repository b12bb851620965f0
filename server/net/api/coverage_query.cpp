#include "server/net/api/coverage_query.hpp"

#include "server/net/api/query.hpp"

#include <algorithm>

namespace yuntu::net {
namespace {

constexpr double longest_walk_s = 7200;

} // namespace

tl::expected<services::ProfileName, protocol::Problem> profile_of(Request const &request) {
  auto const profile = services::find_profile(find_text(request, "profile").value_or("standard"));
  if (!profile) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "\"profile\" must be standard, elder or wheelchair", {}});
  }
  return *profile;
}

tl::expected<double, protocol::Problem> limit_of(Request const &request,
                                                 services::ProfileName profile) {
  auto const minutes = find_number(request, "minutes");
  auto const metres = find_number(request, "metres");
  if (!minutes || !metres) {
    return tl::unexpected(!minutes ? minutes.error() : metres.error());
  }
  if (minutes->has_value() == metres->has_value()) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "give exactly one of \"minutes\" and \"metres\"", {}});
  }
  double const limit_s =
      *minutes ? **minutes * 60 : **metres / services::profile_of(profile).speed_mps;
  if (!(limit_s >= 0) || limit_s > longest_walk_s) {
    return tl::unexpected(protocol::Problem{400,
                                            "Bad parameter",
                                            std::string("\"") + (*minutes ? "minutes" : "metres") +
                                                "\": the walk must take between 0 and 120 minutes",
                                            {}});
  }
  return limit_s;
}

tl::expected<std::optional<services::CoverageOriginRequest>, protocol::Problem>
origin_of(Request const &request, services::BaseMap const &base) {
  using Origin = std::optional<services::CoverageOriginRequest>;
  if (find_text(request, "lon") || find_text(request, "lat")) {
    return place_of(request).map([](geo::LonLat place) -> Origin {
      return services::CoverageOriginRequest{place, {}};
    });
  }
  auto const code = find_text(request, "station");
  if (!code) {
    return Origin{};
  }
  return station_of(*code, base).map([](services::CoverageOriginRequest const &station) -> Origin {
    return station;
  });
}

tl::expected<services::CoverageOriginRequest, protocol::Problem>
station_of(std::string const &code, services::BaseMap const &base) {
  auto const &stations = base.stations();
  auto const found = std::find_if(stations.begin(), stations.end(),
                                  [&](auto const &station) { return station.code == code; });
  if (found == stations.end()) {
    return tl::unexpected(
        protocol::Problem{404, "No such station", "there is no station \"" + code + "\"", {}});
  }
  return services::CoverageOriginRequest{found->place, found->code};
}

protocol::Problem no_streets() {
  return {409, "No streets", "no walk layer is loaded; import one with --layer walk", {}};
}

} // namespace yuntu::net
