#include "tools/yuntu/demo/county_slot.hpp"

#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace yuntu::demo {

geo::LonLat origin_in(DemoDefinition const &definition, CountySlot slot) {
  double const lean =
      std::max(std::abs(definition.rotation_deg[0]), std::abs(definition.rotation_deg[1])) *
      std::numbers::pi / 180;
  // Rivers and railways go on for 200 m, outlines bulge by less than 100.
  constexpr double margin_m = 2 * (200 + 100);
  double const wide =
      definition.width_m * std::cos(lean) + definition.height_m * std::sin(lean) + margin_m;
  double const high =
      definition.height_m * std::cos(lean) + definition.width_m * std::sin(lean) + margin_m;
  auto const columns =
      static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(slot.of) * high / wide)));
  std::size_t const rows = (slot.of + columns - 1) / columns;
  auto const from_middle = [](std::size_t at, std::size_t count) {
    return static_cast<double>(at) - static_cast<double>(count - 1) / 2;
  };
  return geo::LocalFrame(definition.origin)
      .to_lon_lat({from_middle(slot.index % columns, columns) * wide,
                   -from_middle(slot.index / columns, rows) * high});
}

std::uint64_t seed_in(std::uint64_t seed, CountySlot slot) {
  if (slot.of == 1) {
    return seed;
  }
  return Random(seed ^ Random(slot.index + 1).next()).next();
}

std::size_t first_subdistrict_in(DemoDefinition const &definition, CountySlot slot) {
  constexpr std::size_t most = 999;
  if (slot.index >= slot.of || slot.of * definition.subdistricts.size() > most) {
    throw std::runtime_error("county " + std::to_string(slot.index + 1) + " of " +
                             std::to_string(slot.of) + ": expected at most " +
                             std::to_string(most / definition.subdistricts.size()) + " counties");
  }
  return slot.index * definition.subdistricts.size();
}

} // namespace yuntu::demo
