#include "server/services/map_layer.hpp"

#include "geo/label_point.hpp"
#include "geo/stopped.hpp"

#include <cmath>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yuntu::services {
namespace {

/// Of the outer ring, in square units; only to tell which part is the larger.
double size_of(geo::Polygon const &polygon) {
  double twice = 0;
  auto const &ring = polygon.outer;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    double const west = double{1} * ring[i - 1].lon_e7() - ring[0].lon_e7();
    double const east = double{1} * ring[i].lon_e7() - ring[0].lon_e7();
    twice += west * (double{1} * ring[i].lat_e7() - ring[0].lat_e7()) -
             east * (double{1} * ring[i - 1].lat_e7() - ring[0].lat_e7());
  }
  return std::abs(twice) / 2;
}

/// An area in several parts is named once, in the largest.
std::vector<bool> label_carriers(std::vector<model::LayerFeature> const &features) {
  std::unordered_map<std::string_view, std::pair<double, std::size_t>> largest;
  largest.reserve(features.size());
  std::vector<bool> carries(features.size(), false);
  for (std::size_t i = 0; i < features.size(); ++i) {
    auto const size = size_of(std::get<geo::Polygon>(features[i].geometry));
    auto const [entry, is_new] = largest.try_emplace(features[i].code, size, i);
    if (!is_new && size > entry->second.first) {
      entry->second = {size, i};
    }
  }
  for (auto const &[code, part] : largest) {
    carries[part.second] = true;
  }
  return carries;
}

LayerDrawing make_drawing(model::LayerVersion const &version, std::stop_token const &stop) {
  LayerDrawing drawing;
  std::vector<geo::Envelope> boxes;
  boxes.reserve(version.features.size());
  bool const is_area = model::holds_areas(version.layer);
  for (auto const &feature : version.features) {
    geo::go_on_unless(stop);
    boxes.push_back(geo::envelope_of(feature.geometry));
    if (is_area) {
      drawing.label_points.push_back(geo::label_point(std::get<geo::Polygon>(feature.geometry)));
    }
  }
  if (is_area) {
    drawing.carries_label = label_carriers(version.features);
  }
  drawing.boxes = geo::BoxIndex(boxes);
  return drawing;
}

} // namespace

struct MapLayer::Made {
  std::once_flag once;
  LayerDrawing drawing;
};

MapLayer::MapLayer(std::shared_ptr<model::LayerVersion const> of)
    : version(std::move(of)), made_(std::make_shared<Made>()) {}

LayerDrawing const &MapLayer::drawing(std::stop_token const &stop) const {
  std::call_once(made_->once, [&] { made_->drawing = make_drawing(*version, stop); });
  return made_->drawing;
}

} // namespace yuntu::services
