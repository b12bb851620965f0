#pragma once

#include "geo/envelope.hpp"
#include "geo/reference_map.hpp"
#include "server/model/layer.hpp"

#include <filesystem>

namespace yuntu::tools {

/// What is in use already, for the detective to hold a new layer against.
struct Neighbourhood {
  geo::Envelope extent; ///< of the deployment; empty in a new data directory
  geo::ReferenceMap map;
};

/// The areas of every level but the building in use in the data directory; for buildings and
/// entrances the buildings too, for what is drawn as lines the lines. Where none of them is in use,
/// the extent of the other layers and an empty map. Nothing in a directory that is not there yet.
[[nodiscard]] Neighbourhood load_neighbourhood(std::filesystem::path const &data,
                                               model::LayerKind layer);

} // namespace yuntu::tools
