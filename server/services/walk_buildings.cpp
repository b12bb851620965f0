#include "server/services/walk_buildings.hpp"

#include "geo/predicates.hpp"
#include "server/services/attribute_values.hpp"

#include <algorithm>
#include <map>

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
  }

  void add_entrance(model::LayerFeature const &feature) {
    auto const found = by_code_.find(attribute(feature, "building"));
    if (found == by_code_.end()) {
      return;
    }
    auto &building = made_.list[found->second];
    auto const place = std::get<geo::LonLat>(feature.geometry);
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
  WalkBuildings made_;
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
