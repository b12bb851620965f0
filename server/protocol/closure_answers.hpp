#pragma once

#include "geo/polygon.hpp"
#include "server/model/city_state.hpp"

#include <string>
#include <vector>

namespace yuntu::protocol {

struct ShownClosure {
  model::Closure closure; ///< a station's where that stands now
  geo::LineString street; ///< that it closes; empty: the map of now has none there, or a station's
};

[[nodiscard]] std::string closure_json(ShownClosure const &closure);
[[nodiscard]] std::string closures_json(std::vector<ShownClosure> const &closures);

} // namespace yuntu::protocol
