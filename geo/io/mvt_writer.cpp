#include "geo/io/mvt_writer.hpp"

#include <algorithm>
#include <map>

#include <protozero/pbf_writer.hpp>

namespace yuntu::geo::io {
namespace {

// Field numbers and codes of the Mapbox Vector Tile specification 2.1.
enum class TileField : protozero::pbf_tag_type { layers = 3 };
enum class LayerField : protozero::pbf_tag_type {
  name = 1,
  features = 2,
  keys = 3,
  values = 4,
  extent = 5,
  version = 15
};
enum class FeatureField : protozero::pbf_tag_type { id = 1, tags = 2, type = 3, geometry = 4 };
enum class ValueField : protozero::pbf_tag_type { text = 1, integer = 4 };
constexpr std::uint32_t move_to = 1;
constexpr std::uint32_t line_to = 2;
constexpr std::uint32_t close_path = 7;

template <typename Field>
protozero::pbf_tag_type tag(Field field) {
  return static_cast<protozero::pbf_tag_type>(field);
}

/// The command stream of one feature, positions relative to the one before.
class Commands {
public:
  void point(TilePoint p) {
    command(move_to, 1);
    step(p);
  }
  void line(TileLine const &line) {
    if (line.size() < 2) {
      return;
    }
    point(line.front());
    command(line_to, line.size() - 1);
    std::for_each(line.begin() + 1, line.end(), [this](TilePoint p) { step(p); });
  }
  /// `ring` closed; wound so that its area (y down) has the sign the specification wants.
  void ring(TileRing ring, bool is_outer) {
    if (ring.size() < 4) {
      return;
    }
    if ((area2(ring) > 0) != is_outer) {
      std::reverse(ring.begin(), ring.end());
    }
    point(ring.front());
    command(line_to, ring.size() - 2); // the last point is the first: close_path says so
    std::for_each(ring.begin() + 1, ring.end() - 1, [this](TilePoint p) { step(p); });
    command(close_path, 1);
  }
  [[nodiscard]] std::vector<std::uint32_t> const &words() const { return words_; }

private:
  static std::int64_t area2(TileRing const &ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
      sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
    }
    return sum;
  }
  void command(std::uint32_t id, std::size_t count) {
    words_.push_back(id | (static_cast<std::uint32_t>(count) << 3U));
  }
  void step(TilePoint p) {
    words_.push_back(protozero::encode_zigzag32(p.x - at_.x));
    words_.push_back(protozero::encode_zigzag32(p.y - at_.y));
    at_ = p;
  }

  std::vector<std::uint32_t> words_;
  TilePoint at_;
};

enum class GeometryType { point = 1, line = 2, polygon = 3 };

struct Encoded {
  GeometryType type;
  Commands commands;
};

Encoded encode(MvtGeometry const &geometry) {
  Commands commands;
  if (auto const *const point = std::get_if<TilePoint>(&geometry)) {
    commands.point(*point);
    return {GeometryType::point, commands};
  }
  if (auto const *const lines = std::get_if<std::vector<TileLine>>(&geometry)) {
    for (auto const &line : *lines) {
      commands.line(line);
    }
    return {GeometryType::line, commands};
  }
  for (auto const &polygon : std::get<std::vector<TilePolygon>>(geometry)) {
    commands.ring(polygon.outer, true);
    for (auto const &hole : polygon.holes) {
      commands.ring(hole, false);
    }
  }
  return {GeometryType::polygon, commands};
}

/// Every different thing once, by order of appearance.
template <typename T>
class Dictionary {
public:
  std::uint32_t index_of(T const &item) {
    auto const [place, is_new] =
        places_.emplace(item, static_cast<std::uint32_t>(in_order_.size()));
    if (is_new) {
      in_order_.push_back(item);
    }
    return place->second;
  }
  [[nodiscard]] std::vector<T> const &in_order() const { return in_order_; }

private:
  std::map<T, std::uint32_t> places_;
  std::vector<T> in_order_;
};

std::string encode_value(MvtValue const &value) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  if (auto const *const text = std::get_if<std::string>(&value)) {
    writer.add_string(tag(ValueField::text), *text);
  } else {
    writer.add_int64(tag(ValueField::integer), std::get<std::int64_t>(value));
  }
  return bytes;
}

/// Empty when no feature has a geometry.
std::string encode_layer(MvtLayer const &layer) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  writer.add_uint32(tag(LayerField::version), 2);
  writer.add_string(tag(LayerField::name), layer.name);
  Dictionary<std::string> keys;
  Dictionary<MvtValue> values;
  bool is_empty = true;
  for (auto const &feature : layer.features) {
    auto const [type, commands] = encode(feature.geometry);
    if (commands.words().empty()) {
      continue;
    }
    is_empty = false;
    std::vector<std::uint32_t> tags;
    for (auto const &[key, value] : feature.attributes) {
      tags.push_back(keys.index_of(key));
      tags.push_back(values.index_of(value));
    }
    protozero::pbf_writer part(writer, tag(LayerField::features));
    if (feature.id) {
      part.add_uint64(tag(FeatureField::id), *feature.id);
    }
    part.add_packed_uint32(tag(FeatureField::tags), tags.begin(), tags.end());
    part.add_enum(tag(FeatureField::type), static_cast<std::int32_t>(type));
    part.add_packed_uint32(tag(FeatureField::geometry), commands.words().begin(),
                           commands.words().end());
  }
  for (auto const &key : keys.in_order()) {
    writer.add_string(tag(LayerField::keys), key);
  }
  for (auto const &value : values.in_order()) {
    writer.add_message(tag(LayerField::values), encode_value(value));
  }
  writer.add_uint32(tag(LayerField::extent), tile_extent);
  return is_empty ? std::string() : bytes;
}

} // namespace

std::string encode_mvt(std::span<MvtLayer const> layers) {
  std::string tile;
  protozero::pbf_writer writer(tile);
  for (auto const &layer : layers) {
    if (auto const bytes = encode_layer(layer); !bytes.empty()) {
      writer.add_message(tag(TileField::layers), bytes);
    }
  }
  return tile;
}

} // namespace yuntu::geo::io
