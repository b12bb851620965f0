#include "tools/yuntu/layer_import.hpp"

#include "geo/io/feature_reader.hpp"
#include "server/services/secret.hpp"
#include "server/store/base_store.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/layer_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace yuntu::tools {
namespace {

using geo::io::GeometryKind;
using geo::io::MultiPart;
using model::LayerKind;

/// Where somebody of the town's services sits whom people walk to.
constexpr std::array station_amenities{"townhall", "community_centre", "social_facility",
                                       "library",  "police",           "post_office",
                                       "clinic",   "doctors"};

std::string where_amenity_is(std::span<char const *const> kinds) {
  std::string where;
  for (auto const *const kind : kinds) {
    where += std::string(where.empty() ? "" : " OR ") + "other_tags LIKE '%\"amenity\"=>\"" + kind +
             "\"%'";
  }
  return where;
}

/// Doors that a walk begins at: emergency exits, garages and what is none are not among them.
constexpr char const *entrances_people_use =
    R"(other_tags LIKE '%"entrance"=>%' AND other_tags NOT LIKE '%"entrance"=>"no"%')"
    R"( AND other_tags NOT LIKE '%"entrance"=>"emergency"%')"
    R"( AND other_tags NOT LIKE '%"entrance"=>"exit"%')"
    R"( AND other_tags NOT LIKE '%"entrance"=>"garage"%')";

/// Of an OSM file's many things those that the layer is about.
void choose_osm_objects(LayerKind layer, geo::io::SourceOptions &source) {
  switch (layer) {
  case LayerKind::building:
    source.where = "building IS NOT NULL";
    source.tags = {"building:levels"};
    break;
  case LayerKind::water:
    source.where = "\"natural\" = 'water'";
    break;
  case LayerKind::landuse:
    source.where = "landuse IN ('residential', 'commercial', 'industrial', 'railway')";
    break;
  case LayerKind::gate:
    source.where = "barrier = 'gate'";
    source.tags = {"access", "foot", "locked"};
    break;
  case LayerKind::entrance:
    source.where = entrances_people_use;
    break;
  case LayerKind::shop:
    source.where = "other_tags LIKE '%\"shop\"=>%'";
    source.tags = {"shop"};
    break;
  case LayerKind::station:
    source.where = where_amenity_is(station_amenities);
    source.tags = {"opening_hours", "amenity"};
    break;
  default:
    break;
  }
}

/// "a, b, c".
std::string listed(std::vector<std::string> const &words) {
  std::string text;
  for (auto const &word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

using Columns = std::map<std::string, std::size_t>; ///< our field -> index in the file's fields

std::optional<std::size_t> index_of(std::vector<std::string> const &fields,
                                    std::string const &name) {
  auto const found = std::find(fields.begin(), fields.end(), name);
  return found == fields.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - fields.begin()));
}

void apply_map(ImportOptions const &options, std::vector<std::string> const &fields,
               Columns &columns) {
  auto const known = fields_of(options.layer);
  for (auto const &[ours, theirs] : options.map) {
    auto const where = options.file.filename().string() + ": --map " + ours + "=" + theirs + ": ";
    if (!index_of(known, ours)) {
      throw CommandError(where + "layer " + std::string(model::to_string(options.layer)) +
                         " has no field \"" + ours + "\"; expected one of " + listed(known));
    }
    auto const index = index_of(fields, theirs);
    if (!index) {
      throw CommandError(where + "there is no field \"" + theirs + "\"; the file has " +
                         listed(fields));
    }
    columns[ours] = *index;
  }
}

Columns match_fields(ImportOptions const &options, std::vector<std::string> const &fields) {
  Columns columns;
  for (auto const &field : fields_of(options.layer)) {
    if (auto const index = index_of(fields, field)) {
      columns[field] = *index;
    }
  }
  if (is_osm_file(options.file)) {
    // What OpenStreetMap calls our fields.
    for (auto const &[ours, theirs] : {std::pair{"floors", "building:levels"},
                                       {"kind", "landuse"},
                                       {"kind", "shop"},
                                       {"kind", "amenity"}}) {
      auto const index = index_of(fields, theirs);
      if (index && !columns.contains(ours) && index_of(fields_of(options.layer), ours)) {
        columns[ours] = *index;
      }
    }
  }
  // What OpenStreetMap calls it, and many a county after it.
  if (auto const index = index_of(fields, "opening_hours");
      index && options.layer == LayerKind::station) {
    columns.try_emplace("hours", *index);
  }
  apply_map(options, fields, columns);
  return columns;
}

struct ReadFeature {
  model::LayerFeature feature;
  std::string fault; ///< empty = good
};

ReadFeature read_feature(geo::io::Feature const &source, Columns const &columns,
                         ImportOptions const &options) {
  ReadFeature result;
  auto &feature = result.feature;
  feature.geometry = source.geometry;
  for (auto const &[field, index] : columns) {
    auto const &value = source.values[index];
    if (!value) {
      continue;
    }
    if (field == "code") {
      feature.code = *value;
    } else if (field == "name") {
      feature.name = *value;
    } else if (field == "parent") {
      feature.parent = *value;
    } else {
      feature.attributes.emplace_back(field, *value);
    }
  }
  result.fault = check_fields(feature, options.layer);
  if (result.fault.empty() && options.layer == LayerKind::entrance && !is_osm_file(options.file) &&
      feature.find_attribute("building") == nullptr) {
    result.fault = "building is empty; expected the code of the building that the door is of";
  }
  if (!result.fault.empty() && options.layer == LayerKind::building && is_osm_file(options.file)) {
    // Tags are free text: "2;3" levels is no reason to lose a building.
    std::erase_if(feature.attributes, [](auto const &pair) { return pair.first == "floors"; });
    result.fault = check_fields(feature, options.layer);
  }
  return result;
}

/// Points have one row each: the same code again is a mistake, of one of the two.
class CodeRegister {
public:
  std::string check(model::LayerFeature const &feature, std::int64_t row) {
    if (feature.code.empty() || !std::holds_alternative<geo::LonLat>(feature.geometry)) {
      return {};
    }
    auto const [found, is_new] = rows_.try_emplace(feature.code, row);
    return is_new ? std::string()
                  : "code " + feature.code + " is taken by row " + std::to_string(found->second);
  }

private:
  std::map<std::string, std::int64_t> rows_;
};

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
                std::vector<std::int64_t> const &rows, MultiPart parts) {
  std::int64_t given = 0;
  auto &features = imported.version.features;
  for (std::size_t i = 0; has_codes(options.layer) && i < features.size(); ++i) {
    if (!features[i].code.empty()) {
      continue;
    }
    bool const is_next_part = parts == MultiPart::keep_together && i > 0 && rows[i] == rows[i - 1];
    features[i].code = is_next_part ? features[i - 1].code : provisional_code(features[i]);
    given += is_next_part ? 0 : 1;
  }
  if (given > 0) {
    imported.notes.push_back(std::to_string(given) +
                             " provisional codes (p-...) given: no code in the file");
  }
}

/// Hours that nobody can read make no station unfit: it counts as always open, and that is said.
void note_doubtful_hours(ImportedLayer &imported) {
  constexpr std::size_t most_named = 20;
  std::size_t doubtful = 0;
  for (auto const &station : imported.version.features) {
    auto doubt = hours_doubt(station);
    if (!doubt.empty() && ++doubtful <= most_named) {
      imported.notes.push_back(std::move(doubt));
    }
  }
  if (doubtful > most_named) {
    imported.notes.push_back("and " + std::to_string(doubtful - most_named) +
                             " more stations whose hours cannot be read");
  }
}

/// Puts the good ones into the layer, the others among its refused rows, and answers of which row
/// each feature of the layer is.
std::vector<std::int64_t> take_features(ImportOptions const &options,
                                        geo::io::SourceLayer const &source, MultiPart parts,
                                        ImportedLayer &imported) {
  auto const columns = match_fields(options, source.fields);
  std::vector<std::int64_t> rows;
  std::int64_t last_counted = -1;
  CodeRegister codes;
  for (auto const &feature : source.features) {
    auto read = read_feature(feature, columns, options);
    if (read.fault.empty()) {
      read.fault = codes.check(read.feature, feature.row);
    }
    bool const is_counted = parts == MultiPart::keep_together && feature.row == last_counted;
    last_counted = feature.row;
    if (!read.fault.empty()) {
      if (!is_counted) {
        imported.refused.push_back({feature.row, read.fault});
      }
      continue;
    }
    imported.written += is_counted ? 0 : 1;
    rows.push_back(feature.row);
    imported.version.features.push_back(std::move(read.feature));
  }
  return rows;
}

} // namespace

GeometryKind geometry_of(LayerKind layer) {
  switch (layer) {
  case LayerKind::station:
  case LayerKind::gate:
  case LayerKind::entrance:
  case LayerKind::shop:
    return GeometryKind::point;
  case LayerKind::walk:
  case LayerKind::street:
    return GeometryKind::line;
  default:
    return GeometryKind::polygon;
  }
}

geo::io::SourceOptions source_options(ImportOptions const &options) {
  geo::io::SourceOptions source;
  source.layer_name = options.source_layer;
  source.encoding = options.encoding;
  source.crs = options.crs;
  source.axes = options.axes;
  source.dropped_easting_m = options.dropped_easting_m;
  source.datum = options.datum.value_or(geo::DatumReading::wgs84);
  source.repairs = options.repairs;
  source.multi_part = model::holds_areas(options.layer) && options.layer != LayerKind::building
                          ? MultiPart::keep_together
                          : MultiPart::explode;
  if (is_osm_file(options.file)) {
    if (source.layer_name.empty()) {
      source.layer_name = geometry_of(options.layer) == GeometryKind::polygon ? "multipolygons"
                          : geometry_of(options.layer) == GeometryKind::line  ? "lines"
                                                                              : "points";
    }
    choose_osm_objects(options.layer, source);
  }
  return source;
}

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
  imported.repaired = source->repaired;
  for (auto const &refused : source->refused) {
    imported.refused.push_back({refused.row, refused.reason});
  }
  auto const parts =
      is_osm_file(options.file) ? MultiPart::keep_together : source_choice.multi_part;
  auto const rows = take_features(options, *source, parts, imported);
  std::stable_sort(imported.refused.begin(), imported.refused.end(),
                   [](RefusedRow const &a, RefusedRow const &b) { return a.row < b.row; });
  give_codes(options, imported, rows, parts);
  if (options.layer == LayerKind::station) {
    note_doubtful_hours(imported);
  }
  imported.version.crs = source->crs;
  imported.version.encoding = source->encoding;
  return imported;
}

} // namespace yuntu::tools
