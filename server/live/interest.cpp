#include "server/live/interest.hpp"

#include "geo/lon_lat.hpp"

namespace yuntu::live {

using model::AreaLevel;
using protocol::LiveLayer;

ZoomClass zoom_class_of(double zoom) {
  return zoom < 9.5    ? ZoomClass::county
         : zoom < 11   ? ZoomClass::town
         : zoom < 12.5 ? ZoomClass::district
         : zoom < 14   ? ZoomClass::streets
                       : ZoomClass::houses;
}

Interest interest_of(protocol::Subscribe const &subscribe) {
  Interest interest;
  interest.cells = cells_of(subscribe.bbox);
  auto const &box = subscribe.bbox;
  interest.box.expand(geo::LonLat::from_degrees(box.west, box.south).value_or(geo::LonLat{}));
  interest.box.expand(geo::LonLat::from_degrees(box.east, box.north).value_or(geo::LonLat{}));
  interest.layers = LayerSet(subscribe.layers);
  interest.everywhere = LayerSet(subscribe.everywhere);
  if (interest.wants(LiveLayer::count)) {
    interest.zoom = zoom_class_of(subscribe.zoom);
  }
  return interest;
}

std::optional<CellRange> Interest::worker_cells() const {
  if (!wants(LiveLayer::worker)) {
    return std::nullopt;
  }
  if (everywhere.has(LiveLayer::worker)) {
    return all_cells;
  }
  return zoom >= ZoomClass::streets ? std::optional(cells) : std::nullopt;
}

bool Interest::shows_incident(Cell cell, model::Severity severity) const {
  if (!wants(LiveLayer::incident)) {
    return false;
  }
  if (everywhere.has(LiveLayer::incident)) {
    return true;
  }
  auto const from = severity == model::Severity::critical ? ZoomClass::district
                    : severity == model::Severity::urgent ? ZoomClass::streets
                                                          : ZoomClass::houses;
  return zoom >= from && cells.covers(cell);
}

std::optional<AreaLevel> Interest::count_level() const {
  if (!wants(LiveLayer::count)) {
    return std::nullopt;
  }
  return zoom == ZoomClass::county ? AreaLevel::subdistrict
         : zoom == ZoomClass::town ? AreaLevel::community
                                   : AreaLevel::grid;
}

} // namespace yuntu::live
