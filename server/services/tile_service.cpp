#include "server/services/tile_service.hpp"

#include "geo/clip.hpp"
#include "geo/io/mvt_writer.hpp"

#include <zlib.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace yuntu::services {

using model::LayerKind;

namespace {

constexpr std::int32_t buffer = 128; // tile units: half a line width at most is outside the square

/// From which zoom a layer is drawn at all.
unsigned first_zoom(LayerKind kind) {
  switch (kind) {
  case LayerKind::building:
    return 13;
  case LayerKind::microgrid:
    return 12;
  case LayerKind::walk:
  case LayerKind::street:
    return 9;
  default:
    return 0;
  }
}

/// What the map draws differently; the road classes of OpenStreetMap folded into five.
std::string street_class(std::string_view highway) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 19> classes{{
      {"motorway", "main"},
      {"trunk", "main"},
      {"primary", "main"},
      {"secondary", "main"},
      {"tertiary", "minor"},
      {"unclassified", "minor"},
      {"residential", "minor"},
      {"motorway_link", "minor"},
      {"trunk_link", "minor"},
      {"primary_link", "minor"},
      {"secondary_link", "minor"},
      {"tertiary_link", "minor"},
      {"living_street", "lane"},
      {"service", "lane"},
      {"pedestrian", "lane"},
      {"track", "lane"},
      {"road", "lane"},
      {"alley", "lane"},
      {"steps", "steps"},
  }};
  for (auto const &[word, name] : classes) {
    if (word == highway) {
      return std::string(name);
    }
  }
  return "path";
}

/// At which zoom a street class appears, so that a low zoom stays light.
unsigned first_zoom_of_class(std::string const &name) {
  return name == "main" ? 9 : name == "minor" ? 12 : 13;
}

void add_number(geo::io::MvtFeature &out, model::LayerFeature const &feature,
                std::string const &key) {
  if (auto const *const text = feature.find_attribute(key)) {
    std::int64_t value = 0;
    std::from_chars(text->data(), text->data() + text->size(), value);
    out.attributes.emplace_back(key, value);
  }
}

geo::io::MvtFeature with_attributes(LayerKind kind, model::LayerFeature const &feature) {
  geo::io::MvtFeature out;
  if (!feature.code.empty()) {
    out.attributes.emplace_back("code", feature.code);
  }
  if (!feature.name.empty()) {
    out.attributes.emplace_back("name", feature.name);
  }
  if (kind == LayerKind::building) {
    add_number(out, feature, "floors");
    add_number(out, feature, "households");
  }
  if (kind == LayerKind::walk || kind == LayerKind::street) {
    auto const *const highway = feature.find_attribute("highway");
    out.attributes.emplace_back("class", highway ? street_class(*highway) : std::string("minor"));
  }
  if (kind == LayerKind::station) {
    if (auto const *const word = feature.find_attribute("kind")) {
      out.attributes.emplace_back("kind", *word);
    }
  }
  return out;
}

std::optional<geo::io::MvtGeometry> clipped(geo::Geometry const &geometry, geo::TileId tile) {
  if (auto const *const polygon = std::get_if<geo::Polygon>(&geometry)) {
    auto part = geo::clip_to_tile(*polygon, tile, buffer);
    if (!part) {
      return std::nullopt;
    }
    return std::vector<geo::TilePolygon>{std::move(*part)};
  }
  if (auto const *const line = std::get_if<geo::LineString>(&geometry)) {
    auto parts = geo::clip_to_tile(*line, tile, buffer);
    if (parts.empty()) {
      return std::nullopt;
    }
    return parts;
  }
  auto const point = geo::clip_to_tile(std::get<geo::LonLat>(geometry), tile, buffer);
  return point ? std::optional<geo::io::MvtGeometry>(*point) : std::nullopt;
}

bool is_too_small(LayerKind kind, model::LayerFeature const &feature, geo::TileId tile) {
  if (kind != LayerKind::walk && kind != LayerKind::street) {
    return false;
  }
  auto const *const highway = feature.find_attribute("highway");
  return highway != nullptr && tile.z < first_zoom_of_class(street_class(*highway));
}

} // namespace

std::optional<LayerKind> tile_layer(BaseMap const &base, std::string const &name) {
  auto kind = model::parse_layer_kind(name);
  if (kind == LayerKind::walk) {
    return std::nullopt; // the network is an engine's matter; `street` is what one sees
  }
  if (kind == LayerKind::street && base.find_layer(LayerKind::street) == nullptr) {
    kind = LayerKind::walk;
  }
  return kind && base.find_layer(*kind) != nullptr ? kind : std::nullopt;
}

std::string make_tile(BaseMap const &base, LayerKind kind, std::string const &name,
                      geo::TileId tile) {
  auto const &layer = *base.find_layer(kind);
  if (tile.z < first_zoom(kind)) {
    return {};
  }
  std::vector<geo::io::MvtLayer> layers(1);
  layers[0].name = name;
  bool const has_labels = !layer.label_points.empty();
  if (has_labels) {
    layers.push_back({name + "_label", {}});
  }
  for (auto const index : layer.boxes.find(geo::bounds_of(tile, buffer))) {
    auto const &feature = layer.version->features[index];
    if (is_too_small(kind, feature, tile)) {
      continue;
    }
    if (auto geometry = clipped(feature.geometry, tile)) {
      auto out = with_attributes(kind, feature);
      out.id = index + 1;
      out.geometry = std::move(*geometry);
      layers[0].features.push_back(std::move(out));
    }
    if (has_labels && layer.carries_label[index] &&
        geo::tile_at(layer.label_points[index], tile.z) == tile) {
      auto out = with_attributes(kind, feature);
      out.id = index + 1;
      out.geometry = geo::to_tile(layer.label_points[index], tile);
      layers[1].features.push_back(std::move(out));
    }
  }
  return geo::io::encode_mvt(layers);
}

std::string gzip(std::string const &bytes) {
  constexpr int gzip_window = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot be initialised");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string in = bytes; // zlib's interface is not const
  stream.next_in = static_cast<Bytef *>(static_cast<void *>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = static_cast<Bytef *>(static_cast<void *>(out.data()));
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::shared_ptr<std::string const> TileCache::find(Key const &key) {
  std::lock_guard const lock(mutex_);
  auto const found = index_.find(key);
  if (found == index_.end()) {
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void TileCache::put(Key const &key, std::shared_ptr<std::string const> bytes) {
  std::lock_guard const lock(mutex_);
  if (index_.contains(key)) {
    return;
  }
  bytes_ += bytes->size() + entry_overhead;
  entries_.emplace_front(key, std::move(bytes));
  index_[key] = entries_.begin();
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().second->size() + entry_overhead;
    index_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

} // namespace yuntu::services
