#include "server/rules/topology/strip.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <numeric>

namespace yuntu::rules::topology {
namespace {

constexpr double on_border_m = 0.03; ///< borders were drawn through vertices up to a unit away

template <typename Visit>
void visit_edges(geo::Polygon const &shape, Visit visit) {
  auto const ring = [&](geo::Ring const &points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      visit(points[i - 1], points[i]);
    }
  };
  ring(shape.outer);
  std::for_each(shape.holes.begin(), shape.holes.end(), ring);
}

geo::LonLat middle_of(geo::LonLat a, geo::LonLat b) {
  return geo::LonLat::from_units(
             static_cast<std::int32_t>((std::int64_t{a.lon_e7()} + b.lon_e7()) / 2),
             static_cast<std::int32_t>((std::int64_t{a.lat_e7()} + b.lat_e7()) / 2))
      .value();
}

geo::Envelope grown(geo::Envelope box) {
  constexpr std::int32_t units = 4;
  return {box.west - units, box.south - units, box.east + units, box.north + units};
}

bool borders_at(AreaLayer const &areas, std::uint32_t area, geo::LonLat place) {
  auto const parts = areas.parts_of(area);
  return std::any_of(parts.begin(), parts.end(), [&](auto const &part) {
    return geo::boundary_distance_m(polygon_of(part), place) < on_border_m;
  });
}

} // namespace

std::map<std::uint32_t, double> borders_with(geo::Polygon const &shape, AreaLayer const &areas,
                                             AreaLookup const &lookup) {
  std::map<std::uint32_t, double> metres;
  visit_edges(shape, [&](geo::LonLat a, geo::LonLat b) {
    geo::Envelope box;
    box.expand(a);
    box.expand(b);
    for (auto const area : lookup.near(grown(box))) {
      if (borders_at(areas, area, middle_of(a, b))) {
        metres[area] += geo::distance_m(a, b);
      }
    }
  });
  return metres;
}

std::uint32_t longest_border(Strip const &strip) {
  return std::max_element(
             strip.bordering.begin(), strip.bordering.end(),
             [](auto const &one, auto const &other) { return one.second < other.second; })
      ->first;
}

std::vector<std::vector<Strip const *>> grouped(std::vector<Strip> const &strips) {
  std::vector<std::size_t> leader(strips.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  auto const leader_of = [&](std::size_t i) {
    while (leader[i] != i) {
      i = leader[i] = leader[leader[i]];
    }
    return i;
  };
  std::map<std::pair<std::vector<std::uint32_t>, geo::LonLat>, std::size_t> met;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    visit_edges(strips[i].size.shape, [&](geo::LonLat a, geo::LonLat) {
      auto const [found, is_new] = met.try_emplace({strips[i].areas, a}, i);
      if (!is_new) {
        auto const one = leader_of(found->second);
        auto const other = leader_of(i);
        leader[std::max(one, other)] = std::min(one, other);
      }
    });
  }
  std::map<std::size_t, std::vector<Strip const *>> groups;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    groups[leader_of(i)].push_back(&strips[i]);
  }
  std::vector<std::vector<Strip const *>> result;
  for (auto &[first, group] : groups) {
    result.push_back(std::move(group));
  }
  return result;
}

} // namespace yuntu::rules::topology
