#include "server/app/count_areas.hpp"

namespace yuntu::app {
namespace {

using model::AreaLevel;
using model::LayerKind;

/// The areas around a place, down to the level whose own code is given.
model::Audience audience_at(model::AreaCodes codes, AreaLevel level, std::string const &code) {
  codes.set(level, code);
  for (auto const finer : {AreaLevel::community, AreaLevel::grid}) {
    if (finer > level) {
      codes.set(finer, {});
    }
  }
  return model::audience_of(codes);
}

} // namespace

std::vector<live::CountArea> count_areas(services::BaseMap const &base) {
  std::vector<live::CountArea> areas;
  for (auto const kind : {LayerKind::subdistrict, LayerKind::community, LayerKind::grid}) {
    auto const *const layer = base.find_layer(kind);
    if (layer == nullptr) {
      continue;
    }
    auto const level = model::area_level_of(kind).value();
    auto const &features = layer->version->features;
    auto const &drawing = layer->drawing();
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (drawing.carries_label[i]) {
        auto const label = drawing.label_points[i];
        auto const &code = features[i].code;
        areas.push_back({level, code, label, audience_at(base.locate(label), level, code)});
      }
    }
  }
  return areas;
}

} // namespace yuntu::app
