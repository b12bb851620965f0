#pragma once

#include "server/model/layer.hpp"

#include <string>

namespace yuntu::services {

/// A layer as a GeoJSON FeatureCollection, exactly what is stored: one feature a part, with code,
/// name, parent and the attributes as properties, absent ones left out. Written feature by feature:
/// memory is that of the text.
[[nodiscard]] std::string layer_geojson(model::LayerVersion const &version);

} // namespace yuntu::services
