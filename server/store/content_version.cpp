#include "server/store/content_version.hpp"

#include "server/store/base_store.hpp"
#include "server/store/byte_codec.hpp"
#include "server/store/digest.hpp"

namespace yuntu::store {
namespace {

void put_points(ByteWriter &out, std::vector<geo::LonLat> const &points) {
  out.put_fixed64(points.size());
  for (auto const place : points) {
    out.put_fixed32(static_cast<std::uint32_t>(place.lon_e7()));
    out.put_fixed32(static_cast<std::uint32_t>(place.lat_e7()));
  }
}

struct GeometryContent {
  ByteWriter &out;

  void operator()(geo::LonLat place) const { put_points(out, {place}); }
  void operator()(geo::LineString const &line) const { put_points(out, line); }
  void operator()(geo::Polygon const &polygon) const {
    put_points(out, polygon.outer);
    out.put_fixed64(polygon.holes.size());
    for (auto const &hole : polygon.holes) {
      put_points(out, hole);
    }
  }
};

/// `out` is only memory to work in.
Digest feature_digest(model::LayerFeature const &feature, ByteWriter &out) {
  out.clear();
  out.put_sized(feature.code);
  out.put_sized(feature.name);
  out.put_sized(feature.parent);
  out.put_fixed64(feature.attributes.size());
  for (auto const &[key, value] : feature.attributes) {
    out.put_sized(key);
    out.put_sized(value);
  }
  out.put_fixed64(feature.geometry.index());
  std::visit(GeometryContent{out}, feature.geometry);
  out.put_fixed64(feature.node_ids.size());
  for (auto const id : feature.node_ids) {
    out.put_fixed64(static_cast<std::uint64_t>(id));
  }
  return blake2b(out.bytes());
}

} // namespace

std::string feature_digests(std::span<model::LayerFeature const> features) {
  std::string digests;
  ByteWriter out;
  for (auto const &feature : features) {
    digests += feature_digest(feature, out); // fixed length: no count is needed
  }
  return digests;
}

std::string content_version_of(model::LayerKind layer, std::string const &digests) {
  ByteWriter out;
  out.put_sized("yuntu layer");
  out.put_sized(to_string(layer));
  out.append(digests);
  return to_hex(blake2b(out.bytes())).substr(0, 16);
}

std::string content_version(model::LayerKind layer,
                            std::vector<model::LayerFeature> const &features) {
  return content_version_of(layer, feature_digests(features));
}

} // namespace yuntu::store
