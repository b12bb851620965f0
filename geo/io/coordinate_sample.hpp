#pragma once

#include "geo/crs_detective.hpp"
#include "geo/io/feature_reader.hpp"
#include "geo/io/import_error.hpp"

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace yuntu::geo::io {

/// The numbers of a layer before anybody says what they mean.
struct SampledLayer {
  CoordinateSample sample;   ///< empty when no geometry is of the wanted kind
  std::string crs;           ///< as declared_crs.hpp defines it; empty: the file does not say
  bool is_by_format = false; ///< the format has but one CRS, and programs write others into it
};

/// Some hundred things spread over the layer, some corners of each. Of `options` the layer's name
/// and the encoding (of a table's column names) count. Errors as read_layer's.
[[nodiscard]] tl::expected<SampledLayer, ImportError>
sample_layer(std::filesystem::path const &path, SourceOptions const &options, GeometryKind wanted);

} // namespace yuntu::geo::io
