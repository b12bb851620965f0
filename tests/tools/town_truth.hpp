#pragma once

#include "server/model/layer.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <vector>

/// What an import of a demo town's files must give.
namespace yuntu::demo::checks {

/// The town's own things as the rows of a layer, in the files' order.
[[nodiscard]] std::vector<model::LayerFeature> truth_of(DemoTown const &town,
                                                        model::LayerKind layer);

/// The same town with one or two things of each kind that it has none of, so that no layer is
/// empty.
[[nodiscard]] DemoTown with_every_layer(DemoTown town);

/// Largest distance in metres between vertices of the same number; a great one when the shapes do
/// not correspond.
[[nodiscard]] double deviation_m(geo::Geometry const &read, geo::Geometry const &truth);

} // namespace yuntu::demo::checks
