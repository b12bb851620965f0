#pragma once

#include "geo/box_index.hpp"
#include "server/model/layer.hpp"

#include <memory>
#include <stop_token>
#include <vector>

namespace yuntu::services {

/// What drawing a layer needs, by the numbers of its features.
struct LayerDrawing {
  geo::BoxIndex boxes;
  std::vector<geo::LonLat> label_points; ///< of layers of areas and fences, one a feature
  std::vector<bool> carries_label;       ///< likewise: the largest of the parts with one code
};

/// One layer in use. Copies share.
class MapLayer {
public:
  explicit MapLayer(std::shared_ptr<model::LayerVersion const> of);

  std::shared_ptr<model::LayerVersion const> version;

  /// Made when it is first asked for, which may take a second for a hundred thousand buildings; who
  /// asks meanwhile waits. Throws geo::Stopped when asked to stop. Any thread.
  [[nodiscard]] LayerDrawing const &drawing(std::stop_token const &stop = {}) const;

private:
  struct Made;
  std::shared_ptr<Made> made_;
};

} // namespace yuntu::services
