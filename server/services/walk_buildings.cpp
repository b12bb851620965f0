#include "server/services/walk_buildings.hpp"

#include "geo/box_index.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "server/services/attribute_values.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

namespace yuntu::services {
namespace {

class BuildingRegister {
public:
  void add(model::LayerFeature const &feature) {
    auto const part = static_cast<std::uint32_t>(made_.outlines.size());
    made_.outlines.push_back(std::get<geo::Polygon>(feature.geometry));
    auto const [entry, is_new] = by_code_.try_emplace(feature.code, made_.list.size());
    if (is_new) {
      auto const households = number_of<std::int64_t>(attribute(feature, "households"));
      auto const older = number_of<std::int64_t>(attribute(feature, "older"));
      made_.list.push_back({feature.code, households, older, {}});
      made_.households += households;
      made_.tells_older = made_.tells_older || feature.find_attribute("older") != nullptr;
    }
    made_.list[entry->second].parts.push_back(part);
    building_of_.push_back(entry->second);
  }

  /// When every building is there.
  void add_entrance(model::LayerFeature const &feature) {
    auto const place = std::get<geo::LonLat>(feature.geometry);
    auto const code = attribute(feature, "building");
    if (code.empty()) {
      if (auto const building = building_at(place)) {
        made_.list[*building].entrances.push_back(place);
      }
      return;
    }
    auto const found = by_code_.find(code);
    if (found == by_code_.end()) {
      return;
    }
    auto &building = made_.list[found->second];
    bool const is_near = std::any_of(building.parts.begin(), building.parts.end(), [&](auto part) {
      auto const &outline = made_.outlines[part];
      return geo::covers(outline, place) ||
             geo::boundary_distance_m(outline, place) <= farthest_entrance_m;
    });
    if (is_near) {
      building.entrances.push_back(place);
    }
  }

  [[nodiscard]] WalkBuildings take() { return std::move(made_); }

private:
  /// The one whose outline passes by the place, the nearest of several.
  std::optional<std::size_t> building_at(geo::LonLat place) {
    if (!index_) {
      std::vector<geo::Envelope> boxes;
      std::transform(made_.outlines.begin(), made_.outlines.end(), std::back_inserter(boxes),
                     [](geo::Polygon const &outline) { return geo::envelope_of(outline); });
      index_.emplace(boxes);
    }
    auto const frame = geo::LocalFrame(place);
    geo::Envelope around;
    for (double const m : {-entrance_on_wall_m, entrance_on_wall_m}) {
      around.expand(frame.to_lon_lat({m, m}));
    }
    std::optional<std::size_t> nearest;
    auto nearest_m = entrance_on_wall_m;
    for (auto const part : index_->find(around)) {
      auto const distance_m = geo::boundary_distance_m(made_.outlines[part], place);
      if (distance_m < nearest_m || (!nearest && distance_m <= nearest_m)) {
        nearest = building_of_[part];
        nearest_m = distance_m;
      }
    }
    return nearest;
  }

  WalkBuildings made_;
  std::vector<std::size_t> building_of_; ///< by feature: in the list
  std::optional<geo::BoxIndex> index_;   ///< of the features, when asked for
  std::map<std::string, std::size_t, std::less<>> by_code_;
};

} // namespace

WalkBuildings read_walk_buildings(model::LayerVersion const *buildings,
                                  model::LayerVersion const *entrances) {
  BuildingRegister all;
  for (std::size_t i = 0; buildings != nullptr && i < buildings->features.size(); ++i) {
    all.add(buildings->features[i]);
  }
  for (std::size_t i = 0; entrances != nullptr && i < entrances->features.size(); ++i) {
    all.add_entrance(entrances->features[i]);
  }
  return all.take();
}

} // namespace yuntu::services
