#include "geo/reference_map.hpp"

#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace yuntu::geo {

ReferenceMap::ReferenceMap(std::vector<AreaShape> areas, std::vector<LineString> const &lines) {
  auto const add = [&](LineString const &line) {
    extent_.expand(envelope_of(line));
    for (std::size_t i = 1; i < line.size(); ++i) {
      edges_.push_back(std::minmax({line[i - 1], line[i]}));
    }
  };
  std::map<std::pair<std::uint8_t, std::string>, std::uint32_t> numbers;
  for (auto &area : areas) {
    auto const next = static_cast<std::uint32_t>(numbers.size());
    area.payload = numbers.try_emplace({area.layer, area.code}, next).first->second;
    has_layer_[area.layer] = true;
    add(area.polygon.outer);
    std::for_each(area.polygon.holes.begin(), area.polygon.holes.end(), add);
  }
  areas_ = AreaIndex(areas);
  std::for_each(lines.begin(), lines.end(), add);
  if (extent_.is_empty() || edges_.empty()) {
    return;
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  grid_.emplace(extent_, 2 * edges_.size());
  lists_ = deal_segments(*grid_, edges_.size(), [this](std::uint32_t i) { return edges_[i]; });
}

ReferenceMap::Nearness ReferenceMap::nearness(LonLat p) const {
  Nearness found;
  if (!grid_) {
    return found;
  }
  LocalFrame const frame(p);
  Envelope box;
  box.expand(frame.to_lon_lat({-far_m, -far_m}));
  box.expand(frame.to_lon_lat({far_m, far_m}));
  grid_->visit_box(box, [&](std::size_t cell) {
    for (auto const i : (*lists_)[cell]) {
      auto const a = frame.to_metric(edges_[i].first);
      auto const b = frame.to_metric(edges_[i].second);
      found.to_edge_m = std::min(found.to_edge_m, approach(MetricPoint{}, a, b).distance_m);
      found.to_corner_m = std::min({found.to_corner_m, std::hypot(a.easting, a.northing),
                                    std::hypot(b.easting, b.northing)});
    }
  });
  return found;
}

} // namespace yuntu::geo
