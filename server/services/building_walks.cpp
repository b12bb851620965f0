#include "server/services/building_walks.hpp"

#include "server/services/reach_picture.hpp"
#include "server/services/station_places.hpp"

#include <array>
#include <span>

namespace yuntu::services {
namespace {

using Origins = std::span<std::optional<geo::StreetPoint> const>;

std::vector<std::optional<geo::NearestOrigin>> walks_to(WalkView const &view, Origins origins,
                                                        std::int32_t limit_mm) {
  auto const &city = *view.city;
  return geo::nearest_origins(city.walk().graph(), city.targets(), origins, city.closed(),
                              limit_mm);
}

} // namespace

std::vector<std::optional<geo::NearestOrigin>> station_walks(WalkView const &view,
                                                             std::int32_t limit_mm) {
  return walks_to(view, station_points(*view.city, view.stations), limit_mm);
}

tl::expected<protocol::BuildingWalks, protocol::Problem>
building_walks(WalkView const &view, std::optional<CoverageOriginRequest> const &origin,
               double limit_s, WalkPlaces places) {
  auto const limit_mm = geo::cost_within_mm(view.walker.profile, limit_s);
  std::vector<std::optional<geo::NearestOrigin>> walks;
  if (origin) {
    auto const at = street_at(*view.city, *origin);
    if (!at) {
      return tl::unexpected(at.error());
    }
    walks = walks_to(view, std::array{std::optional(*at)}, limit_mm);
  } else {
    walks = station_walks(view, limit_mm);
  }
  protocol::BuildingWalks answer{limit_s, view.walker.name, {}};
  for (std::size_t i = 0; i < walks.size(); ++i) {
    if (walks[i]) {
      auto const &station =
          origin ? origin->station : view.city->base().stations()[walks[i]->origin].code;
      answer.buildings.push_back({view.city->walk().buildings()[i].code,
                                  geo::seconds_of(view.walker.profile, walks[i]->cost_mm),
                                  station});
      if (places == WalkPlaces::included) {
        answer.buildings.back().place = view.city->places().place(static_cast<geo::TargetId>(i));
      }
    }
  }
  return answer;
}

} // namespace yuntu::services
