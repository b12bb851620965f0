#pragma once

#include "server/model/layer.hpp"
#include "server/protocol/import_messages.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace yuntu::services {

/// What becomes of one thing of a layer when another version takes its place.
struct LayerChange {
  protocol::LayerChangeKind kind = protocol::LayerChangeKind::added;
  std::vector<model::LayerFeature const *> before; ///< its parts; none of what is added
  std::vector<model::LayerFeature const *> after;  ///< none of what is removed
};

/// Things are the same by their code; those without one by where they lie. Points into both
/// versions.
struct LayerDifferences {
  protocol::LayerChangeCounts counts;
  /// What is removed first, then moved, added, edited; within each by code.
  std::vector<LayerChange> changes;
};
/// `before`: nullptr, nothing is in use.
[[nodiscard]] LayerDifferences differences_of(model::LayerVersion const *before,
                                              model::LayerVersion const &after);

/// As a GeoJSON FeatureCollection, of which no more than `most` changes are written, nor any once
/// `most_bytes` are: "counts" and "total" are of all. See the protocol page.
[[nodiscard]] std::string differences_geojson(LayerDifferences const &differences, std::size_t most,
                                              std::size_t most_bytes);

} // namespace yuntu::services
