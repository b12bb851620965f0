#pragma once

#include "tests/support/small_town.hpp"

namespace yuntu::test::town_with_hours {

// The small town, whose station in the west is open on working days and whose station in the east
// always. Local times, as RFC 3339.
inline constexpr auto monday_morning = "2026-11-23T10:00:00+08:00";
inline constexpr auto saturday_evening = "2026-11-28T20:00:00+08:00";

[[nodiscard]] inline model::Time time_of(char const *text) {
  return model::parse_rfc3339(text).value();
}

[[nodiscard]] inline services::BaseMap::Layers layers() {
  auto made = small_town::layers();
  made[model::LayerKind::station] = layer_version(
      model::LayerKind::station,
      {feature("T1", small_town::station_west, {{"kind", "hall"}, {"hours", "Mo-Fr 08:30-17:30"}}),
       feature("T2", small_town::station_east, {{"kind", "clinic"}, {"hours", "24/7"}})});
  return made;
}

[[nodiscard]] inline std::shared_ptr<services::WalkCity const>
city(services::BaseMap::Layers const &of = layers()) {
  return std::make_shared<services::WalkCity const>(std::make_shared<services::BaseMap const>(of),
                                                    std::map<std::string, model::Closure>{});
}

} // namespace yuntu::test::town_with_hours
