#include "server/services/late_areas.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace yuntu::services {
namespace {

constexpr std::size_t note_bytes = 1 + 2 * sizeof(std::int32_t); ///< short: no allocation

std::optional<geo::LonLat> postponed_place(model::AreaCodes const &areas) {
  auto const &note = areas[model::AreaLevel::subdistrict];
  if (note.size() != note_bytes || note[0] != '\0') { // no code begins with a zero byte
    return std::nullopt;
  }
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  std::memcpy(&lon, note.data() + 1, sizeof lon);
  std::memcpy(&lat, note.data() + 1 + sizeof lon, sizeof lat);
  return geo::LonLat::from_units(lon, lat);
}

bool concerns(model::Worker const &worker, Settle which) {
  return worker.fix && (which == Settle::all || worker.fix->accuracy_dm > model::inaccurate_dm) &&
         postponed_place(worker.fix->areas);
}

} // namespace

model::AreaCodes postpone(geo::LonLat place) {
  std::string note(note_bytes, '\0');
  auto const lon = place.lon_e7();
  auto const lat = place.lat_e7();
  std::memcpy(note.data() + 1, &lon, sizeof lon);
  std::memcpy(note.data() + 1 + sizeof lon, &lat, sizeof lat);
  model::AreaCodes::Codes codes;
  codes[static_cast<std::size_t>(model::AreaLevel::subdistrict)] = std::move(note);
  return model::AreaCodes(std::move(codes));
}

bool is_unsettled(model::CityState const &state, Settle which) {
  return std::any_of(state.workers.begin(), state.workers.end(),
                     [&](auto const &entry) { return concerns(entry.second, which); });
}

void settle(model::CityState &state, Settle which, model::Locate const &locate) {
  for (auto &[id, worker] : state.workers) {
    if (concerns(worker, which)) {
      worker.fix->areas = locate(*postponed_place(worker.fix->areas));
    }
  }
}

} // namespace yuntu::services
