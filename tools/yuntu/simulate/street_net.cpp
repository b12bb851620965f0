#include "tools/yuntu/simulate/street_net.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuntu::simulate {

StreetNet::StreetNet(std::span<geo::LineString const> streets) {
  std::vector<std::pair<geo::LonLat, geo::LonLat>> ways;
  for (auto const &street : streets) {
    for (std::size_t i = 0; i + 1 < street.size(); ++i) {
      if (street[i] != street[i + 1]) {
        ways.emplace_back(street[i], street[i + 1]);
        ways.emplace_back(street[i + 1], street[i]);
      }
    }
  }
  std::sort(ways.begin(), ways.end());
  ways.erase(std::unique(ways.begin(), ways.end()), ways.end());
  for (auto const &[tail, head] : ways) { // both ends of each way are tails of another
    if (places_.empty() || places_.back() != tail) {
      places_.push_back(tail);
      first_.push_back(heads_.size());
    }
    heads_.push_back(0);
  }
  first_.push_back(heads_.size());
  std::vector<geo::Envelope> boxes;
  boxes.reserve(places_.size());
  for (auto const place : places_) {
    boxes.push_back(box_at(place));
  }
  for (std::size_t i = 0; i < ways.size(); ++i) {
    auto const found = std::lower_bound(places_.begin(), places_.end(), ways[i].second);
    heads_[i] = static_cast<std::uint32_t>(found - places_.begin());
  }
  index_ = geo::BoxIndex(boxes);
}

std::span<std::uint32_t const> StreetNet::ways_from(std::uint32_t point) const {
  return {heads_.data() + first_[point], first_[point + 1] - first_[point]};
}

std::vector<std::uint32_t> StreetNet::points_in(geo::Envelope const &box) const {
  return index_.find(box);
}

std::optional<std::uint32_t> StreetNet::nearest_point(geo::LonLat to, double radius_m) const {
  std::optional<std::uint32_t> nearest;
  double best_m = radius_m;
  for (auto const point : index_.find(grown(box_at(to), radius_m))) {
    double const apart_m = geo::distance_m(to, places_[point]);
    if (apart_m < best_m) {
      best_m = apart_m;
      nearest = point;
    }
  }
  return nearest;
}

geo::Envelope grown(geo::Envelope box, double metres) {
  // A degree of latitude has 111 km everywhere, of longitude at least half as much south of 60 N.
  auto const north_south = static_cast<std::int32_t>(std::ceil(metres / 111'000 * 1e7));
  auto const east_west = 2 * north_south;
  return {box.west - east_west, box.south - north_south, box.east + east_west,
          box.north + north_south};
}

geo::Envelope box_at(geo::LonLat place) {
  return {place.lon_e7(), place.lat_e7(), place.lon_e7(), place.lat_e7()};
}

} // namespace yuntu::simulate
