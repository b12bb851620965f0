#include "server/rules/topology/standing.hpp"

#include "geo/box_clip.hpp"
#include "geo/inner_point.hpp"
#include "geo/noding.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace yuntu::rules::topology {
namespace {

geo::Envelope grown(geo::Envelope box, std::int32_t units) {
  return {box.west - units, box.south - units, box.east + units, box.north + units};
}

geo::Envelope between(geo::LonLat one, geo::LonLat other) {
  geo::Envelope box;
  box.expand(one);
  box.expand(other);
  return box;
}

/// So that the box between is looked through quickly.
bool are_near(geo::LonLat one, geo::LonLat other) {
  constexpr std::int64_t near = 20'000; // units, some 200 m
  return std::abs(std::int64_t{one.lon_e7()} - other.lon_e7()) < near &&
         std::abs(std::int64_t{one.lat_e7()} - other.lat_e7()) < near;
}

geo::BorderGrid borders_of(AreaLayer const &areas) {
  std::vector<geo::Polygon const *> shapes;
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    for (auto const &part : areas.parts_of(area)) {
      shapes.push_back(&polygon_of(part));
    }
  }
  return geo::BorderGrid(shapes);
}

} // namespace

OwnerBorders::OwnerBorders(Owner const &owner, Thresholds const &thresholds)
    : owner_(owner), tolerance_m_(thresholds.tolerance_m), borders_(borders_of(owner.layer.areas)) {
}

Standing OwnerBorders::measured(std::span<model::LayerFeature const> parts,
                                geo::Envelope const &box) const {
  Standing result;
  double most_m2 = 0;
  for (auto const area : owner_.lookup.near(box)) {
    double shared_m2 = 0;
    std::vector<geo::Polygon> rest;
    for (auto const &face : faces_with(parts, area, box)) {
      auto const size = geo::size_of(face.shape);
      if (face.cover[0] == 0 || size.width_m() < tolerance_m_) {
        continue;
      }
      if (face.cover[1] > 0) {
        shared_m2 += size.area_m2;
      } else {
        rest.push_back(face.shape);
      }
    }
    if (shared_m2 == 0) {
      continue;
    }
    auto holder = area;
    if (shared_m2 > most_m2) {
      most_m2 = shared_m2;
      std::swap(holder, result.owner);
      result.rest = std::move(rest);
    }
    if (holder != AreaLayer::none) {
      result.others.push_back(holder);
    }
  }
  auto const in_gap = [&](geo::Polygon const &shape) {
    return owner_.bare.holds(geo::inner_point(shape));
  };
  result.is_excused =
      result.owner == AreaLayer::none
          ? in_gap(polygon_of(parts.front()))
          : !result.rest.empty() && std::all_of(result.rest.begin(), result.rest.end(), in_gap);
  return result;
}

std::vector<geo::Face> OwnerBorders::faces_with(std::span<model::LayerFeature const> parts,
                                                std::uint32_t area,
                                                geo::Envelope const &box) const {
  constexpr std::int32_t margin = 1'000; // units, some 10 m: cuts lie far from the building
  geo::WindingSum sum;
  for (auto const &part : parts) {
    sum.add(polygon_of(part), 0);
  }
  for (auto const &part : owner_.layer.areas.parts_of(area)) {
    sum.add(geo::clipped(polygon_of(part), grown(box, margin)), 1);
  }
  return geo::faces_between(geo::noded(sum.take()));
}

Standing OwnerWalk::standing_of(std::span<model::LayerFeature const> parts,
                                geo::Envelope const &box) {
  if (borders_->any_in(box)) {
    return borders_->measured(parts, box);
  }
  auto const corner = polygon_of(parts.front()).outer.front(); // all of it lies where this lies
  Standing result;
  result.owner = owner_at(corner);
  result.is_excused = result.owner == AreaLayer::none && owner().bare.holds(corner);
  return result;
}

std::uint32_t OwnerWalk::owner_at(geo::LonLat corner) {
  if (!last_ || !are_near(*last_, corner) || borders_->any_in(between(*last_, corner))) {
    last_owner_ = owner().lookup.first_at(corner);
  }
  last_ = corner;
  return last_owner_;
}

} // namespace yuntu::rules::topology
