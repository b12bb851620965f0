#include "tools/yuntu/demo/footprint.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"

namespace yuntu::demo {

double floor_area_m2(Building const &building) {
  geo::LocalFrame const frame(building.polygon.outer.front());
  PlanRing ring;
  for (std::size_t i = 0; i + 1 < building.polygon.outer.size(); ++i) {
    ring.push_back(frame.to_metric(building.polygon.outer[i]));
  }
  return area_m2(ring);
}

FootprintIndex::FootprintIndex(std::vector<Building> const &buildings) : buildings_(buildings) {
  std::vector<geo::Envelope> boxes;
  boxes.reserve(buildings.size());
  for (Building const &building : buildings) {
    boxes.push_back(geo::envelope_of(building.polygon));
  }
  boxes_ = geo::BoxIndex(boxes);
}

std::optional<std::size_t> FootprintIndex::building_at(geo::LonLat point) const {
  geo::Envelope box;
  box.expand(point);
  for (auto const i : boxes_.find(box)) {
    if (geo::covers(buildings_[i].polygon, point)) {
      return i;
    }
  }
  return std::nullopt;
}

} // namespace yuntu::demo
