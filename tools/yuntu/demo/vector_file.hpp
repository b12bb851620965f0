#pragma once

#include "geo/polygon.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace yuntu::demo {

/// Coordinates as they go into the file.
struct Xy {
  double x = 0, y = 0;
};

enum class LayerShape { point, line, polygon };

struct TextField {
  int width = 0; ///< bytes, for formats that need it; 0: unlimited
};
struct IntegerField {};

struct FieldSpec {
  std::string name;
  std::variant<TextField, IntegerField> type;
};

struct LayerSpec {
  std::string name;
  LayerShape shape = LayerShape::polygon;
  std::string crs; ///< "EPSG:4490"; empty: the file says none
  std::vector<FieldSpec> fields;
  std::vector<std::string> options; ///< GDAL layer creation options, KEY=VALUE
  std::function<Xy(geo::LonLat)> place;
};

/// An empty text is written as NULL.
using FieldValue = std::variant<std::string, int>;

/// One new vector file through GDAL. The same calls give the same bytes: no clock is read. Throws
/// std::runtime_error naming the file when it cannot be written. One thread.
///
///     VectorFile file("governance.gpkg", "GPKG");
///     auto const water = file.add_layer(spec);
///     file.add(water, polygon, {"映月湖"});
///     file.close();
class VectorFile {
public:
  using Layer = std::size_t; ///< number of a layer, from 0

  /// Rows go to the file as they come; one of the same name is replaced.
  VectorFile(std::filesystem::path path, std::string const &driver);
  VectorFile(VectorFile const &) = delete;
  VectorFile &operator=(VectorFile const &) = delete;
  ~VectorFile();

  /// Most formats have but one layer.
  Layer add_layer(LayerSpec spec);
  /// Values in the order of the layer's fields.
  void add(Layer layer, geo::Geometry const &geometry, std::vector<FieldValue> const &values);
  /// Writes everything; without it the file may be incomplete.
  void close();

private:
  struct Handles;

  std::filesystem::path path_;
  std::vector<LayerSpec> specs_;
  std::unique_ptr<Handles> handles_;
};

} // namespace yuntu::demo
