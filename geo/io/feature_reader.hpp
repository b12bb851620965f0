#pragma once

#include "geo/coordinate_reading.hpp"
#include "geo/io/import_error.hpp"
#include "geo/polygon.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace yuntu::geo::io {

enum class GeometryKind { point, line, polygon };

/// What a row with several parts is. `explode`: each part a thing of its own, counted and refused
/// by itself (buildings). `keep_together`: one thing of several parts, counted once and refused
/// whole when one part is (areas). OSM objects are always kept together: one relation is one thing.
enum class MultiPart { explode, keep_together };

/// What the operator says about a file; empty means "what the file says".
struct SourceOptions {
  std::string layer_name; // needed when the file has several
  std::string encoding;   // iconv name, e.g. GBK
  std::string crs;        // e.g. EPSG:4549
  AxisOrder axes = AxisOrder::xy;
  double dropped_easting_m = 0; // see CoordinateReading
  DatumReading datum = DatumReading::wgs84;
  MultiPart multi_part = MultiPart::explode;
  bool repairs = false; ///< invalid polygons, instead of refusing them
  std::string where;    // OGR attribute filter, e.g. "building IS NOT NULL"
  /// OSM only: tags to lift out of GDAL's catch-all column into fields of their own,
  /// e.g. "building:levels".
  std::vector<std::string> tags;
};

/// One part of one row. Polygons are normalised and valid, coordinates WGS 84 snapped to units.
struct Feature {
  std::int64_t row = 0; // 1-based, among the rows the filter lets through
  int part = 0;         // 0-based, in a multi-part row
  Geometry geometry;
  /// Parallel to SourceLayer::fields, UTF-8. nullopt: the file says NULL (never "" or 0).
  std::vector<std::optional<std::string>> values;
};

/// An invalid polygon that was mended (SourceOptions::repairs).
struct Repaired {
  std::int64_t row = 0;      // 1-based
  std::string reason;        // what was wrong
  LonLat place;              // and where
  double area_before_m2 = 0; // by its corners as they stood
  double area_after_m2 = 0;
  std::size_t parts = 1; // made of it
};

struct SourceLayer {
  std::string name;
  std::vector<std::string> fields;
  std::string crs;      // "EPSG:4548", or the CRS's name when it has no code
  std::string encoding; // of the attributes as found: "UTF-8", "GB18030", or as declared
  std::vector<Feature> features;
  std::vector<Refused> refused;
  std::vector<Repaired> repaired; // written, or refused with another part of their row
  /// Parts or rows (see MultiPart), a row without geometry being one: written + refused.
  std::int64_t read = 0;
  std::int64_t written = 0;
  /// What was done to the data, in words: "Z values dropped", "text decoded as GB18030".
  std::vector<std::string> notes;
};

/// Reads one vector layer: Shapefile (also zipped), GeoPackage, GeoJSON, FlatGeobuf, OSM, CSV,
/// MapInfo, KML. The path must be a regular file; no format that refers to other files or to the
/// network is opened. Invalid geometries and coordinates outside the world or the CRS's area of use
/// are refused row by row. An error when nothing can come of it: not readable, half written,
/// ambiguous layer, no CRS, no row of the wanted kind, no row at all, wider or higher than 30
/// degrees.
[[nodiscard]] tl::expected<SourceLayer, ImportError>
read_layer(std::filesystem::path const &path, SourceOptions const &options, GeometryKind wanted);

} // namespace yuntu::geo::io
