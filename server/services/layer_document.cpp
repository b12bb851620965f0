#include "server/services/layer_document.hpp"

#include "geo/io/geojson_writer.hpp"
#include "server/protocol/resources.hpp"

namespace yuntu::services {

// Only brackets and fixed words are written here; what needs escaping comes from the protocol.
std::string layer_geojson(model::LayerVersion const &version) {
  constexpr std::size_t usual_feature_bytes = 320;
  std::string text;
  text.reserve(version.features.size() * usual_feature_bytes);
  text += R"({"type":"FeatureCollection","layer":")";
  text += model::to_string(version.layer);
  text += R"(","features":[)";
  for (auto const &feature : version.features) {
    if (&feature != version.features.data()) {
      text += ',';
    }
    text += R"({"type":"Feature","properties":)";
    text += protocol::properties_json(feature);
    text += R"(,"geometry":)";
    text += geo::io::to_geojson_text(feature.geometry);
    text += '}';
  }
  text += "]}";
  return text;
}

} // namespace yuntu::services
