#include "tools/yuntu/layer_import.hpp"

#include "geo/io/feature_reader.hpp"
#include "server/services/secret.hpp"
#include "server/store/base_store.hpp"
#include "tools/yuntu/command.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace yuntu::tools {
namespace {

using geo::io::GeometryKind;
using model::LayerKind;

GeometryKind geometry_of(LayerKind layer) {
  switch (layer) {
  case LayerKind::station:
    return GeometryKind::point;
  case LayerKind::walk:
  case LayerKind::street:
    return GeometryKind::line;
  default:
    return GeometryKind::polygon;
  }
}

/// Fields taken under their own name when the file has them and --map does not say otherwise.
std::vector<std::string> known_fields(LayerKind layer) {
  std::vector<std::string> fields{"code", "name", "parent"};
  auto const add = [&](std::initializer_list<char const *> more) {
    fields.insert(fields.end(), more.begin(), more.end());
  };
  if (layer == LayerKind::building) {
    add({"floors", "units", "households"});
  } else if (layer == LayerKind::station) {
    add({"kind"});
  } else if (layer == LayerKind::walk || layer == LayerKind::street) {
    add({"highway", "access", "foot", "sidewalk", "route", "osm_id", "duration_s"});
  }
  return fields;
}

geo::io::SourceOptions source_options(ImportOptions const &options) {
  geo::io::SourceOptions source;
  source.layer_name = options.source_layer;
  source.encoding = options.encoding;
  source.crs = options.crs;
  source.datum = options.datum;
  source.multi_part = model::area_level_of(options.layer) && options.layer != LayerKind::building
                          ? geo::io::MultiPart::keep_together
                          : geo::io::MultiPart::explode;
  if (is_osm_file(options.file)) {
    if (source.layer_name.empty()) {
      source.layer_name = geometry_of(options.layer) == GeometryKind::polygon ? "multipolygons"
                          : geometry_of(options.layer) == GeometryKind::line  ? "lines"
                                                                              : "points";
    }
    if (options.layer == LayerKind::building) {
      source.where = "building IS NOT NULL";
      source.tags = {"building:levels"};
    } else if (options.layer == LayerKind::water) {
      source.where = "\"natural\" = 'water'";
    }
  }
  return source;
}

/// Our field -> index in the file's fields.
std::map<std::string, std::size_t> match_fields(ImportOptions const &options,
                                                std::vector<std::string> const &fields) {
  std::map<std::string, std::size_t> columns;
  auto const column = [&](std::string const &name) -> std::optional<std::size_t> {
    auto const found = std::find(fields.begin(), fields.end(), name);
    return found == fields.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - fields.begin()));
  };
  for (auto const &field : known_fields(options.layer)) {
    if (auto const index = column(field)) {
      columns[field] = *index;
    }
  }
  if (auto const levels = column("building:levels"); levels && !columns.contains("floors")) {
    columns["floors"] = *levels;
  }
  for (auto const &[ours, theirs] : options.map) {
    auto const index = column(theirs);
    if (!index) {
      std::string known;
      for (auto const &field : fields) {
        known += " " + field;
      }
      throw CommandError(options.file.filename().string() + ": --map " + ours + "=" + theirs +
                         ": there is no field \"" + theirs + "\"; the file has" + known);
    }
    columns[ours] = *index;
  }
  return columns;
}

bool is_count(std::string const &field) {
  return field == "floors" || field == "units" || field == "households";
}

/// "6", "6.0" -> "6"; nullopt for what is no count.
std::optional<std::string> count_text(std::string const &text) {
  double value = 0;
  auto const *const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end || !(value >= 0) || value > 1'000'000) {
    return std::nullopt;
  }
  return std::to_string(std::lround(value));
}

struct ReadFeature {
  model::LayerFeature feature;
  std::string fault; ///< empty = good
};

ReadFeature read_feature(geo::io::Feature const &source,
                         std::map<std::string, std::size_t> const &columns, bool is_osm) {
  ReadFeature result;
  result.feature.geometry = source.geometry;
  for (auto const &[field, index] : columns) {
    auto const &value = source.values[index];
    if (!value) {
      continue;
    }
    if (field == "code") {
      result.feature.code = *value;
    } else if (field == "name") {
      result.feature.name = *value;
    } else if (field == "parent") {
      result.feature.parent = *value;
    } else if (is_count(field)) {
      if (auto count = count_text(*value)) {
        result.feature.attributes.emplace_back(field, std::move(*count));
      } else if (!is_osm) { // tags are free text: "2;3" levels is no reason to lose a building
        result.fault = field + " is \"" + *value + "\"; expected a whole number from 0";
      }
    } else {
      result.feature.attributes.emplace_back(field, *value);
    }
  }
  return result;
}

std::string provisional_code(model::LayerFeature const &feature) {
  std::string bytes = feature.name + "|";
  auto const add = [&](geo::LineString const &points) {
    for (auto const point : points) {
      bytes += std::to_string(point.lon_e7()) + " " + std::to_string(point.lat_e7()) + ",";
    }
  };
  if (auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry)) {
    add(polygon->outer);
  } else if (auto const *const point = std::get_if<geo::LonLat>(&feature.geometry)) {
    add({*point});
  }
  return "p-" + services::digest(bytes).substr(0, 12);
}

/// Parts of one row share the code that the first part gives.
void give_codes(ImportOptions const &options, ImportedLayer &imported,
                std::vector<std::int64_t> const &rows, bool keeps_together) {
  bool const needs_codes =
      model::area_level_of(options.layer) || options.layer == LayerKind::station;
  std::int64_t given = 0;
  auto &features = imported.version.features;
  for (std::size_t i = 0; needs_codes && i < features.size(); ++i) {
    if (!features[i].code.empty()) {
      continue;
    }
    bool const is_next_part = keeps_together && i > 0 && rows[i] == rows[i - 1];
    features[i].code = is_next_part ? features[i - 1].code : provisional_code(features[i]);
    given += is_next_part ? 0 : 1;
  }
  if (given > 0) {
    imported.notes.push_back(std::to_string(given) +
                             " provisional codes (p-...) given: no code in the file");
  }
}

} // namespace

bool is_osm_file(std::filesystem::path const &file) {
  auto const name = file.filename().string();
  return name.ends_with(".osm") || name.ends_with(".osm.pbf") || name.ends_with(".pbf");
}

ImportedLayer import_layer(ImportOptions const &options) {
  bool const is_street = options.layer == LayerKind::walk || options.layer == LayerKind::street;
  if (is_street && is_osm_file(options.file)) {
    return import_osm_streets(options);
  }
  auto const source_choice = source_options(options);
  auto const source = geo::io::read_layer(options.file, source_choice, geometry_of(options.layer));
  if (!source) {
    throw CommandError(geo::io::to_string(source.error()));
  }
  ImportedLayer imported;
  imported.read = source->read;
  imported.notes = source->notes;
  for (auto const &refused : source->refused) {
    imported.refused.push_back({refused.row, refused.reason});
  }
  auto const columns = match_fields(options, source->fields);
  bool const keeps_together =
      source_choice.multi_part == geo::io::MultiPart::keep_together || is_osm_file(options.file);
  std::vector<std::int64_t> rows;
  std::int64_t last_counted = -1;
  for (auto const &feature : source->features) {
    auto read = read_feature(feature, columns, is_osm_file(options.file));
    bool const is_counted = keeps_together && feature.row == last_counted;
    if (!read.fault.empty()) {
      if (!is_counted) {
        imported.refused.push_back({feature.row, read.fault});
      }
      last_counted = feature.row;
      continue;
    }
    imported.written += is_counted ? 0 : 1;
    last_counted = feature.row;
    rows.push_back(feature.row);
    imported.version.features.push_back(std::move(read.feature));
  }
  give_codes(options, imported, rows, keeps_together);
  imported.version.crs = source->crs;
  imported.version.encoding = source->encoding;
  return imported;
}

} // namespace yuntu::tools
