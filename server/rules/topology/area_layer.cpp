#include "server/rules/topology/area_layer.hpp"

#include "geo/inner_point.hpp"
#include "geo/predicates.hpp"
#include "geo/validity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace yuntu::rules::topology {
namespace {

using Edge = std::pair<geo::LonLat, geo::LonLat>;

std::set<Edge> edges_of(geo::Polygon const &polygon) {
  std::set<Edge> edges;
  auto const add = [&](geo::Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      edges.insert(std::minmax({ring[i - 1], ring[i]}));
    }
  };
  add(polygon.outer);
  std::for_each(polygon.holes.begin(), polygon.holes.end(), add);
  return edges;
}

bool cross(geo::Ring const &one, geo::Ring const &other) {
  for (std::size_t i = 1; i < one.size(); ++i) {
    for (std::size_t j = 1; j < other.size(); ++j) {
      if (geo::segments_cross(one[i - 1], one[i], other[j - 1], other[j])) {
        return true;
      }
    }
  }
  return false;
}

/// Parts of one row cannot: they would be one part, or none.
bool share_land_or_border(geo::Polygon const &one, geo::Polygon const &other) {
  if (!geo::envelope_of(one).intersects(geo::envelope_of(other))) {
    return false;
  }
  auto const edges = edges_of(one);
  auto const others = edges_of(other);
  return std::any_of(others.begin(), others.end(),
                     [&](Edge const &e) { return edges.contains(e); }) ||
         cross(one.outer, other.outer) || geo::covers(one, geo::inner_point(other)) ||
         geo::covers(other, geo::inner_point(one));
}

} // namespace

AreaLayer::AreaLayer(model::LayerVersion const &version) : version_(&version) {
  auto const count = static_cast<std::uint32_t>(version.features.size());
  area_of_.reserve(count);
  for (std::uint32_t part = 0; part < count; ++part) {
    if (!is_next_part(part)) {
      first_.push_back(part);
    }
    area_of_.push_back(static_cast<std::uint32_t>(first_.size() - 1));
  }
  first_.push_back(count);
  sort_by_code();
}

void AreaLayer::sort_by_code() {
  by_code_.resize(size());
  std::iota(by_code_.begin(), by_code_.end(), 0U);
  auto const comes_before = [&](auto one, auto other) { return code_of(one) < code_of(other); };
  if (!std::is_sorted(by_code_.begin(), by_code_.end(), comes_before)) { // files mostly are
    std::stable_sort(by_code_.begin(), by_code_.end(), comes_before);
  }
}

bool AreaLayer::is_next_part(std::uint32_t part) const {
  if (part == 0) {
    return false;
  }
  auto const &feature = version_->features[part];
  auto const &before = version_->features[part - 1];
  if (feature.code.empty() || feature.code != before.code || feature.name != before.name ||
      feature.parent != before.parent || feature.attributes != before.attributes) {
    return false;
  }
  for (auto other = first_.back(); other < part; ++other) {
    if (share_land_or_border(polygon_of(feature), polygon_of(version_->features[other]))) {
      return false;
    }
  }
  return true;
}

std::span<model::LayerFeature const> AreaLayer::parts_of(std::uint32_t area) const {
  return {version_->features.data() + first_[area], version_->features.data() + first_[area + 1]};
}

geo::LonLat AreaLayer::place_of(std::uint32_t area) const {
  auto const parts = parts_of(area);
  auto const largest =
      std::max_element(parts.begin(), parts.end(), [](auto const &one, auto const &other) {
        return std::abs(geo::signed_area2(polygon_of(one).outer)) <
               std::abs(geo::signed_area2(polygon_of(other).outer));
      });
  return geo::inner_point(polygon_of(*largest));
}

std::span<std::uint32_t const> AreaLayer::with_code(std::string const &code) const {
  auto const begin = std::partition_point(by_code_.begin(), by_code_.end(),
                                          [&](std::uint32_t area) { return code_of(area) < code; });
  auto end = begin;
  while (end != by_code_.end() && code_of(*end) == code) {
    ++end;
  }
  return {begin, end};
}

std::vector<std::span<std::uint32_t const>> AreaLayer::with_repeated_codes() const {
  std::vector<std::span<std::uint32_t const>> runs;
  for (auto begin = by_code_.begin(); begin != by_code_.end();) {
    auto const end = std::find_if(begin, by_code_.end(), [&](std::uint32_t area) {
      return code_of(area) != code_of(*begin);
    });
    if (end - begin > 1) {
      runs.emplace_back(begin, end);
    }
    begin = end;
  }
  return runs;
}

AreaLookup::AreaLookup(AreaLayer const &layer) : layer_(&layer) {
  std::vector<geo::Envelope> boxes;
  std::vector<std::uint32_t> parts(layer.parts());
  std::iota(parts.begin(), parts.end(), 0U);
  for (auto const part : parts) {
    boxes.push_back(geo::envelope_of(polygon_of(layer.part_at(part))));
  }
  std::stable_sort(parts.begin(), parts.end(), [&](auto one, auto other) {
    return layer.part_at(one).code < layer.part_at(other).code;
  });
  std::vector<geo::AreaCells::Member> members;
  for (auto const part : parts) {
    members.push_back({&polygon_of(layer.part_at(part)), layer.area_of_part(part)});
  }
  cells_ = geo::AreaCells(members);
  boxes_ = geo::BoxIndex(boxes);
}

std::uint32_t AreaLookup::first_at(geo::LonLat place) const {
  static_assert(AreaLayer::none == geo::AreaCells::nowhere);
  return cells_.find(place);
}

std::vector<std::uint32_t> AreaLookup::all_at(geo::LonLat place) const {
  geo::Envelope here;
  here.expand(place);
  std::vector<std::uint32_t> areas;
  for (auto const part : boxes_.find(here)) {
    if (geo::covers(polygon_of(layer_->part_at(part)), place)) {
      areas.push_back(layer_->area_of_part(part));
    }
  }
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  return areas;
}

std::vector<std::uint32_t> AreaLookup::near(geo::Envelope const &box) const {
  std::vector<std::uint32_t> areas;
  for (auto const part : boxes_.find(box)) {
    areas.push_back(layer_->area_of_part(part));
  }
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  return areas;
}

} // namespace yuntu::rules::topology
