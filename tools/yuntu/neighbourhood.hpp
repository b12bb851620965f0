#pragma once

#include "geo/envelope.hpp"
#include "geo/reference_map.hpp"
#include "server/model/layer.hpp"

#include <filesystem>
#include <vector>

namespace yuntu::tools {

/// What is in use already, for the detective to hold a new layer against.
struct Neighbourhood {
  geo::Envelope extent; ///< of all that was read; empty in a new data directory
  geo::ReferenceMap map;
};

/// The areas of every level but the building in use in the data directory; for buildings and
/// entrances the buildings too, for what is drawn as lines the lines. Nothing in a directory that
/// is not there yet.
[[nodiscard]] Neighbourhood load_neighbourhood(std::filesystem::path const &data,
                                               model::LayerKind layer);
/// The same of layers at hand.
[[nodiscard]] Neighbourhood neighbourhood_of(std::vector<model::LayerVersion> const &layers);

} // namespace yuntu::tools
