#include "geo/io/feature_reader.hpp"

#include "geo/io/attribute_text.hpp"
#include "geo/io/csv_points.hpp"
#include "geo/io/declared_crs.hpp"
#include "geo/io/layer_choice.hpp"
#include "geo/io/ogr_row.hpp"
#include "geo/io/osm_tags.hpp"
#include "geo/io/part_reader.hpp"
#include "geo/io/source_file.hpp"

#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

namespace yuntu::geo::io {
namespace {

/// A county is far smaller; wider than this and it is a country or the world, or a few rows lie
/// somewhere else altogether.
constexpr double max_extent_degrees = 30;

/// One reading of one layer, from open to report.
class LayerReading {
public:
  LayerReading(std::filesystem::path const &path, SourceOptions const &options, GeometryKind wanted)
      : path_(path), options_(options), wanted_(wanted) {}

  tl::expected<SourceLayer, ImportError> run() {
    return open()
        .and_then([this](Dataset dataset) {
          dataset_ = std::move(dataset);
          return chosen_layer();
        })
        .and_then([this](OGRLayer *layer) {
          layer_ = layer;
          result_.name = layer->GetName();
          return frame();
        })
        .and_then([this](PartReader::Frame frame) { return read_rows(std::move(frame)); })
        .and_then([this] { return check_rows(); })
        .and_then([this] { return decode_text(); })
        .map([this] { return std::move(result_); });
  }

private:
  using Step = tl::expected<void, ImportError>;

  [[nodiscard]] tl::unexpected<ImportError> fail(std::string message) const {
    return tl::unexpected(ImportError{path_.string(), result_.name, 0, "", std::move(message)});
  }

  [[nodiscard]] bool is_format(std::string_view name) const {
    return dataset_->GetDriverName() == name;
  }

  tl::expected<Dataset, ImportError> open() { return open_source(path_, messages_); }

  tl::expected<OGRLayer *, ImportError> chosen_layer();
  tl::expected<PartReader::Frame, ImportError> frame();
  tl::expected<PartReader::Frame, ImportError> declared_frame(OGRSpatialReference const *declared);
  [[nodiscard]] CoordinateReading reading(std::string crs) const;
  Step read_rows(PartReader::Frame frame);
  Row next_row();
  void read_row(OGRFeature &row, std::int64_t number, PartReader &reader);
  void read_table_row(std::int64_t number, PartReader &reader);
  void explode(std::vector<Part> parts, std::int64_t number);
  void keep_together(std::vector<Part> parts, std::int64_t number);
  void refuse(std::int64_t number, std::string reason);
  [[nodiscard]] std::string reason_of(std::vector<Part> const &parts, std::size_t part,
                                      std::int64_t number);
  [[nodiscard]] std::vector<std::optional<std::string>> values_of(OGRFeature const &row) const;
  Step check_rows();
  Step check_extent() const;
  Step decode_text();
  [[nodiscard]] std::string declared_encoding() const;
  void note_what_was_dropped(PartReader const &reader);

  std::filesystem::path path_;
  SourceOptions options_;
  GeometryKind wanted_;
  GdalMessages messages_; // before the dataset, which may report while it closes
  Dataset dataset_;
  OGRLayer *layer_ = nullptr;                 // the dataset's
  std::optional<PointColumns> point_columns_; // of a table without geometries
  SourceLayer result_;
  std::vector<std::vector<std::optional<std::string>>> row_values_; // by row - 1
  std::int64_t wrong_kind_ = 0;
  std::int64_t wrong_place_ = 0;
  std::int64_t things_ = 0; // parts or rows, those without geometry left out
  std::int64_t multipart_rows_ = 0;
  std::string first_wrong_kind_;
  std::string first_wrong_place_;
};

tl::expected<OGRLayer *, ImportError> LayerReading::chosen_layer() {
  auto const layer = choose_layer(*dataset_, options_.layer_name);
  return layer ? tl::expected<OGRLayer *, ImportError>(*layer) : fail(layer.error());
}

tl::expected<PartReader::Frame, ImportError> LayerReading::frame() {
  if (layer_->GetGeomType() == wkbNone) {
    if (!is_format("CSV") || wanted_ != GeometryKind::point) {
      return fail("the layer has no geometry; expected " + to_string(wanted_) + "s");
    }
    auto const columns = find_point_columns(field_names_of(*layer_), options_.encoding);
    if (!columns) {
      return fail(columns.error());
    }
    point_columns_ = *columns;
  }
  if (options_.crs.empty()) {
    return declared_frame(layer_->GetSpatialRef());
  }
  OGRSpatialReference given;
  auto reader = CoordinateReader::make(reading(options_.crs));
  if (!reader) {
    return fail(reader.error());
  }
  result_.crs = options_.crs;
  bool const is_known = given.SetFromUserInput(options_.crs.c_str()) == OGRERR_NONE;
  return PartReader::Frame{std::move(*reader), result_.crs, is_known ? metres_per_unit(given) : 1,
                           options_.repairs};
}

tl::expected<PartReader::Frame, ImportError>
LayerReading::declared_frame(OGRSpatialReference const *declared) {
  if (declared == nullptr) {
    return fail("the file does not say its coordinate reference system; state it with --crs, e.g. "
                "--crs EPSG:4549");
  }
  std::string const definition = definition_of(*declared);
  result_.crs = name_of(*declared, definition);
  auto reader = CoordinateReader::make(reading(definition));
  if (!reader) {
    return fail("the file's coordinate reference system (" + result_.crs +
                ") cannot be used; state the true one with --crs, e.g. --crs EPSG:4549");
  }
  return PartReader::Frame{std::move(*reader), result_.crs, metres_per_unit(*declared),
                           options_.repairs};
}

CoordinateReading LayerReading::reading(std::string crs) const {
  return {std::move(crs), options_.axes, options_.dropped_easting_m, options_.datum};
}

Row LayerReading::next_row() {
  if (!is_format("OSM")) {
    return Row(layer_->GetNextFeature());
  }
  // The OSM driver reads all layers in one pass; asked for one layer, it would pile up the others.
  while (true) {
    OGRLayer *from = nullptr;
    Row row(dataset_->GetNextFeature(&from, nullptr, nullptr, nullptr));
    if (!row || from == layer_) {
      return row;
    }
  }
}

LayerReading::Step LayerReading::read_rows(PartReader::Frame frame) {
  if (!options_.where.empty() &&
      layer_->SetAttributeFilter(options_.where.c_str()) != OGRERR_NONE) {
    return fail("the filter \"" + options_.where + "\" does not fit the layer's fields (" +
                messages_.take_failure() + ")");
  }
  result_.fields = field_names_of(*layer_);
  for (auto const &tag : options_.tags) {
    result_.fields.push_back(tag);
  }
  PartReader reader(std::move(frame), wanted_);
  std::int64_t number = 0;
  while (auto row = next_row()) {
    read_row(*row, ++number, reader);
  }
  if (auto const failure = messages_.take_failure(); !failure.empty()) {
    return fail("reading stopped after row " + std::to_string(number) +
                ", the file is damaged or half written (" + failure + ")");
  }
  note_what_was_dropped(reader);
  return {};
}

void LayerReading::read_row(OGRFeature &row, std::int64_t number, PartReader &reader) {
  row_values_.push_back(values_of(row));
  if (point_columns_) {
    read_table_row(number, reader);
    return;
  }
  auto const *const geometry = row.GetGeometryRef();
  if (geometry == nullptr || geometry->IsEmpty() != FALSE) {
    refuse(number, "the row has no geometry");
    return;
  }
  auto parts = reader.read(*geometry);
  for (auto &repair : reader.take_repairs()) {
    result_.repaired.push_back({number, std::move(repair.reason), repair.place,
                                repair.area_before_m2, repair.area_after_m2, repair.parts});
  }
  multipart_rows_ += parts.size() > 1 ? 1 : 0;
  if (options_.multi_part == MultiPart::keep_together || is_format("OSM")) {
    keep_together(std::move(parts), number);
  } else {
    explode(std::move(parts), number);
  }
}

void LayerReading::read_table_row(std::int64_t number, PartReader &reader) {
  auto const point = read_point(row_values_.back(), *point_columns_);
  if (!point) {
    refuse(number, point.error());
    return;
  }
  explode(reader.read(OGRPoint(point->x, point->y)), number);
}

void LayerReading::refuse(std::int64_t number, std::string reason) {
  ++result_.read;
  result_.refused.push_back({number, std::move(reason)});
}

std::string LayerReading::reason_of(std::vector<Part> const &parts, std::size_t part,
                                    std::int64_t number) {
  auto const &[cause, reason] = parts[part].error();
  if (cause == PartRefusal::Cause::kind && wrong_kind_++ == 0) {
    first_wrong_kind_ = reason;
  }
  if (cause == PartRefusal::Cause::place && wrong_place_++ == 0) {
    first_wrong_place_ = "row " + std::to_string(number) + ": " + reason;
  }
  return parts.size() > 1 ? "part " + std::to_string(part + 1) + ": " + reason : reason;
}

void LayerReading::explode(std::vector<Part> parts, std::int64_t number) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    ++things_;
    if (!parts[i]) {
      refuse(number, reason_of(parts, i, number));
      continue;
    }
    ++result_.read;
    ++result_.written;
    result_.features.push_back({number, static_cast<int>(i), std::move(*parts[i]), {}});
  }
}

void LayerReading::keep_together(std::vector<Part> parts, std::int64_t number) {
  ++things_;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i]) {
      refuse(number, reason_of(parts, i, number));
      return;
    }
  }
  ++result_.read;
  ++result_.written;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    result_.features.push_back({number, static_cast<int>(i), std::move(*parts[i]), {}});
  }
}

std::vector<std::optional<std::string>> LayerReading::values_of(OGRFeature const &row) const {
  auto values = texts_of(row);
  int const other = options_.tags.empty() ? -1 : row.GetFieldIndex("other_tags");
  for (auto const &tag : options_.tags) {
    bool const has_tags = other >= 0 && row.IsFieldSetAndNotNull(other) != FALSE;
    values.push_back(has_tags ? tag_in(row.GetFieldAsString(other), tag) : std::nullopt);
  }
  return values;
}

void LayerReading::note_what_was_dropped(PartReader const &reader) {
  auto &notes = result_.notes;
  if (reader.dropped_z() || reader.dropped_m()) {
    notes.emplace_back(!reader.dropped_m()   ? "Z values dropped"
                       : !reader.dropped_z() ? "M values dropped"
                                             : "Z and M values dropped");
  }
  if (reader.straightened_curves()) {
    notes.emplace_back("curves replaced by straight edges within 2 cm");
  }
  if (multipart_rows_ > 0) {
    notes.push_back(std::to_string(multipart_rows_) + " of " + std::to_string(row_values_.size()) +
                    " rows have several parts");
  }
}

LayerReading::Step LayerReading::check_rows() {
  if (row_values_.empty()) {
    return fail(options_.where.empty() ? "the layer is empty"
                                       : "no row passes the filter \"" + options_.where + "\"");
  }
  if (things_ == 0 && point_columns_) {
    return fail("none of the " + std::to_string(row_values_.size()) +
                " rows says where it is: row 1: " + result_.refused.front().reason);
  }
  if (things_ == 0) {
    return fail("none of the " + std::to_string(row_values_.size()) + " rows has a geometry");
  }
  if (wrong_kind_ == things_) {
    return fail("the layer holds no " + to_string(wanted_) + "s: its first geometry " +
                first_wrong_kind_);
  }
  if (result_.features.empty() && wrong_place_ > 0) {
    return fail(first_wrong_place_);
  }
  return check_extent();
}

LayerReading::Step LayerReading::check_extent() const {
  Envelope box;
  for (auto const &feature : result_.features) {
    box.expand(envelope_of(feature.geometry));
  }
  if (box.is_empty()) {
    return {};
  }
  double const width = (double{1} * box.east - box.west) / LonLat::units_per_degree;
  double const height = (double{1} * box.north - box.south) / LonLat::units_per_degree;
  if (width <= max_extent_degrees && height <= max_extent_degrees) {
    return {};
  }
  char words[160];
  std::snprintf(words, sizeof words,
                "the layer spans %.1f by %.1f degrees; a county's layer spans at most %.0f: cut it "
                "to the county first",
                width, height, max_extent_degrees);
  return fail(words);
}

/// By the .cpg or the .dbf's language byte; "" when neither says anything that can be trusted.
std::string LayerReading::declared_encoding() const {
  auto const item = [this](char const *name) {
    char const *const value = layer_->GetMetadataItem(name, "SHAPEFILE");
    return std::string(value == nullptr ? "" : value);
  };
  if (auto const from_cpg = item("ENCODING_FROM_CPG"); !from_cpg.empty()) {
    return from_cpg;
  }
  // 87 is "the ANSI code page of the machine": written for GBK and Latin-1 alike.
  return item("LDID_VALUE") == "87" ? "" : item("ENCODING_FROM_LDID");
}

LayerReading::Step LayerReading::decode_text() {
  bool const is_raw = is_format("ESRI Shapefile") || is_format("CSV") || is_format("GeoJSON") ||
                      is_format("GeoJSONSeq") || layer_->TestCapability(OLCStringsAsUTF8) == FALSE;
  std::string ordered = options_.encoding;
  if (!is_raw && !ordered.empty()) {
    result_.notes.push_back("encoding " + ordered + " ignored: " + dataset_->GetDriverName() +
                            " text is UTF-8");
    ordered.clear();
  }
  AttributeText text{std::move(result_.fields), {}};
  for (std::size_t i = 0; i < row_values_.size(); ++i) {
    text.rows.push_back({static_cast<std::int64_t>(i) + 1, std::move(row_values_[i])});
  }
  auto const encoding = to_utf8(text, ordered, declared_encoding());
  if (!encoding) {
    auto error = encoding.error();
    error.file = path_.string();
    error.layer = result_.name;
    return tl::unexpected(error);
  }
  result_.encoding = encoding->name;
  if (encoding->is_guessed) {
    result_.notes.push_back("text decoded as " + encoding->name);
  }
  result_.fields = std::move(text.fields);
  for (auto &feature : result_.features) {
    feature.values = text.rows[static_cast<std::size_t>(feature.row - 1)].values;
  }
  return {};
}

} // namespace

tl::expected<SourceLayer, ImportError>
read_layer(std::filesystem::path const &path, SourceOptions const &options, GeometryKind wanted) {
  return LayerReading(path, options, wanted).run();
}

} // namespace yuntu::geo::io
