#include "geo/area_odds.hpp"

#include "geo/local_frame.hpp"
#include "geo/metric_point.hpp"
#include "geo/position_error.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <span>

namespace yuntu::geo {
namespace {

constexpr std::size_t point_count = 4096;
/// Beyond any position error worth asking with; the index looks for borders as far as 2.448 of it.
constexpr double max_sigma_m = 40'000;

/// A normal of sigma 1 in points of equal shares: a spiral by the golden angle, in which no
/// direction is preferred, out to the radii that hold (i + 1/2) / n of it.
std::vector<MetricPoint> normal_points() {
  std::vector<MetricPoint> points;
  points.reserve(point_count);
  double const golden_angle = std::numbers::pi * (3 - std::sqrt(5.0));
  for (std::size_t i = 0; i < point_count; ++i) {
    double const within = (static_cast<double>(i) + 0.5) / double{point_count};
    double const radius = std::sqrt(-2 * std::log1p(-within));
    double const angle = static_cast<double>(i) * golden_angle;
    points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  return points;
}

/// nullopt beyond the world.
std::optional<LonLat> moved(LonLat p, LocalFrame const &frame, MetricPoint by) {
  auto const east = std::round(by.easting / std::max(frame.metres_per_lon_unit(), 1e-9));
  auto const north = std::round(by.northing / frame.metres_per_lat_unit());
  return LonLat::from_degrees((p.lon_e7() + east) / LonLat::units_per_degree,
                              (p.lat_e7() + north) / LonLat::units_per_degree);
}

/// Who owns each point of the error; none is nowhere for all layers.
std::vector<AreaIndex::Owners> owners_around(AreaIndex const &index, LonLat p, double sigma_m) {
  static std::vector<MetricPoint> const normal = normal_points();
  LocalFrame const frame(p);
  std::vector<LonLat> points;
  points.reserve(normal.size());
  for (auto const &place : normal) {
    if (auto const point = moved(p, frame, {place.easting * sigma_m, place.northing * sigma_m})) {
      points.push_back(*point);
    }
  }
  AreaIndex::Owners none{};
  none.fill(AreaIndex::nowhere);
  std::vector<AreaIndex::Owners> owners(normal.size(), none);
  index.find_owners(points, std::span(owners).first(points.size()));
  return owners;
}

LayerOdds counted(std::vector<AreaIndex::Owners> const &owners, std::size_t layer) {
  std::vector<std::uint32_t> found;
  found.reserve(owners.size());
  for (auto const &owner : owners) {
    found.push_back(owner[layer]);
  }
  std::sort(found.begin(), found.end());
  LayerOdds odds;
  for (auto first = found.begin(); first != found.end();) {
    auto const end = std::upper_bound(first, found.end(), *first);
    odds.push_back({*first, static_cast<double>(end - first) / static_cast<double>(found.size())});
    first = end;
  }
  std::stable_sort(odds.begin(), odds.end(), [](AreaOdds const &one, AreaOdds const &other) {
    return one.probability > other.probability;
  });
  return odds;
}

} // namespace

std::array<LayerOdds, AreaIndex::layer_count> odds_of(AreaIndex const &index, LonLat p,
                                                      double sigma_m) {
  std::array<LayerOdds, AreaIndex::layer_count> odds;
  if (!(sigma_m > 0)) {
    return odds;
  }
  double const sigma = std::min(sigma_m, max_sigma_m);
  auto const near = index.find(p, sigmas_95 * sigma);
  if (!near.ambiguous) {
    return odds;
  }
  auto const owners = owners_around(index, p, sigma);
  for (std::size_t layer = 0; layer < odds.size(); ++layer) {
    if (near.ambiguous_in[layer]) {
      odds[layer] = counted(owners, layer);
    }
  }
  return odds;
}

} // namespace yuntu::geo
