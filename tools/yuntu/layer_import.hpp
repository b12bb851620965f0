#pragma once

#include "geo/io/feature_reader.hpp"
#include "server/model/layer.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::tools {

struct ImportOptions {
  model::LayerKind layer = model::LayerKind::grid;
  std::filesystem::path file;
  std::string source_layer;
  std::string crs;
  std::string encoding;
  std::optional<geo::DatumReading> datum; ///< absent: not said, WGS 84 until found out
  geo::AxisOrder axes = geo::AxisOrder::xy;
  double dropped_easting_m = 0;           ///< see geo::CoordinateReading
  std::map<std::string, std::string> map; ///< our field -> the file's
  bool repairs = false;                   ///< invalid polygons, instead of refusing them
};

struct RefusedRow {
  std::int64_t row = 0;
  std::string reason;
};

/// A layer as read, not stored anywhere yet.
struct ImportedLayer {
  model::LayerVersion version;
  std::int64_t read = 0;
  std::int64_t written = 0;
  std::vector<RefusedRow> refused;
  std::vector<geo::io::Repaired> repaired;
  std::vector<std::string> notes; ///< what was done to the data, in words
};

/// Reads a file as a layer: geometry and attributes checked row by row, areas without a code given
/// provisional ones (p-<hash>). read = written + refused. Throws CommandError naming file, layer
/// and field when nothing can come of it.
[[nodiscard]] ImportedLayer import_layer(ImportOptions const &options);

/// What the reader of files has to know of them.
[[nodiscard]] geo::io::GeometryKind geometry_of(model::LayerKind layer);
[[nodiscard]] geo::io::SourceOptions source_options(ImportOptions const &options);

/// Streets of an OpenStreetMap file, by node id (geo/io/street_reader.hpp).
[[nodiscard]] ImportedLayer import_osm_streets(ImportOptions const &options);
[[nodiscard]] bool is_osm_file(std::filesystem::path const &file);

} // namespace yuntu::tools
