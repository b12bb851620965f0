#include "tools/bench/postgis_peer.hpp"

#include "server/services/tile_map.hpp"
#include "server/store/wkb.hpp"
#include "tools/bench/postgres.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <utility>

namespace yuntu::bench {
namespace {

constexpr double world_m = 2 * std::numbers::pi * 6378137.0;

std::string hex(std::string const &bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (auto const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

/// A value of COPY's text form.
std::string copied(std::string const &text) {
  std::string out;
  for (auto const c : text) {
    if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
      out += '\\';
      out += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string text_of(geo::io::MvtValue const &value) {
  auto const *const text = std::get_if<std::string>(&value);
  return text != nullptr ? copied(*text) : std::to_string(std::get<std::int64_t>(value));
}

/// Attribute -> type of its column.
using Columns = std::map<std::string, std::string>;

Columns columns_of(model::LayerVersion const &version) {
  Columns columns;
  for (auto const &feature : version.features) {
    for (auto const &[key, value] : services::tile_attributes(version.layer, feature)) {
      columns[key] = std::holds_alternative<std::string>(value) ? "text" : "bigint";
    }
  }
  return columns;
}

std::string row_of(services::MapLayer const &layer, services::TileLayer const &tiles,
                   Columns const &columns, std::size_t index) {
  auto const &feature = layer.version->features[index];
  std::map<std::string, std::string> values;
  for (auto const &[key, value] : services::tile_attributes(tiles.kind, feature)) {
    values[key] = text_of(value);
  }
  auto row = std::to_string(index + 1) + '\t' + std::to_string(tiles.features[index].first_zoom);
  for (auto const &[key, type] : columns) {
    row += '\t' + (values.contains(key) ? values[key] : "\\N");
  }
  row += '\t' + hex(store::to_wkb(feature.geometry)) + '\t';
  auto const &drawing = layer.drawing();
  bool const has_label = !drawing.label_points.empty() && drawing.carries_label[index];
  return row + (has_label ? hex(store::to_wkb(drawing.label_points[index])) : "\\N") + '\n';
}

} // namespace

PostgisPeer::PostgisPeer(std::string const &settings)
    : server_(std::make_unique<Postgres>(settings, "PostGIS")) {
  // Planned once. Planning anew for each tile (force_custom_plan) made no difference that the noise
  // of the machine would have let through.
  server_->run("set plan_cache_mode = force_generic_plan; set client_min_messages = warning");
}

PostgisPeer::~PostgisPeer() = default;

std::string PostgisPeer::version() {
  PostgresResult const result(
      PQexec(server_->handle(), "select version() || ' / ' || postgis_version()"), &PQclear);
  return PQntuples(result.get()) == 1 ? PQgetvalue(result.get(), 0, 0) : "?";
}

double PostgisPeer::cpu_us() const {
  std::ifstream file("/proc/" + std::to_string(PQbackendPID(server_->handle())) + "/schedstat");
  double nanoseconds = 0;
  file >> nanoseconds;
  return nanoseconds / 1000;
}

void PostgisPeer::load(services::BaseMap const &base, model::LayerKind kind) {
  auto const &layer = *base.find_layer(kind);
  auto const &tiles = base.tiles().layer(kind);
  auto const columns = columns_of(*layer.version);
  columns_.clear();
  std::string declared;
  for (auto const &[key, type] : columns) {
    columns_ += ", \"" + key + '"';
    declared += ", \"" + key + "\" " + type;
  }
  layer_ = model::to_string(kind);
  exact_zoom_ = services::simplify_scale_of(services::tile_group_of(kind)).exact_zoom;
  first_label_zoom_ =
      layer.drawing().label_points.empty() ? 255 : services::first_label_zoom_of(kind);
  server_->run("deallocate all; drop table if exists raw, shapes");
  server_->run("create temporary table raw (id bigint, first_zoom int" + declared +
               ", shape text, label text)");
  std::string rows;
  for (std::size_t i = 0; i < layer.version->features.size(); ++i) {
    rows += row_of(layer, tiles, columns, i);
  }
  server_->copy("raw", rows);
  auto const place = [](std::string const &column) {
    return "ST_Transform(ST_SetSRID(ST_GeomFromWKB(decode(" + column + ",'hex')),4326),3857)";
  };
  server_->run("create table shapes as select id, first_zoom" + columns_ + ", " + place("shape") +
               " as shape, " + place("label") + " as label from raw");
  server_->run(
      "create index on shapes using gist (shape); create index on shapes using gist (label)");
  server_->run("cluster shapes using shapes_shape_idx");
  server_->run("vacuum analyze shapes"); // not in one transaction with another
  auto const labels =
      " || coalesce((select ST_AsMVT(l, '" + layer_ +
      "_label', 4096, 'geom', 'id') from (select id" + columns_ +
      ", ST_AsMVTGeom(label, ST_MakeEnvelope($2,$3,$4,$5,3857), 4096, 0, false) as geom "
      "from shapes where label && ST_MakeEnvelope($2,$3,$4,$5,3857) and first_zoom <= $1) l), '')";
  prepare("exact", "shape", "");
  prepare("thinned", "ST_SimplifyPreserveTopology(shape, $10)", "");
  prepare("exact_labels", "shape", labels);
  prepare("thinned_labels", "ST_SimplifyPreserveTopology(shape, $10)", labels);
}

void PostgisPeer::prepare(std::string const &name, std::string const &shape,
                          std::string const &labels) {
  server_->run("prepare " + name +
               " (int, float8, float8, float8, float8, float8, float8, float8, float8, float8) as "
               "select (select ST_AsMVT(t, '" +
               layer_ + "', 4096, 'geom', 'id') from (select id" + columns_ + ", ST_AsMVTGeom(" +
               shape +
               ", ST_MakeEnvelope($2,$3,$4,$5,3857), 4096, 128, true) as geom from shapes "
               "where shape && ST_MakeEnvelope($6,$7,$8,$9,3857) and first_zoom <= $1) t "
               "where geom is not null)" +
               labels);
}

std::string PostgisPeer::tile(geo::TileId tile) {
  double const side = world_m / std::ldexp(1.0, tile.z);
  double const west = tile.x * side - world_m / 2;
  double const north = world_m / 2 - tile.y * side;
  double const buffer = side * services::tile_buffer / geo::tile_extent;
  std::array<double, 9> const numbers{
      west,          north - side,          west + side,          north,
      west - buffer, north - side - buffer, west + side + buffer, north + buffer,
      side / 1024};
  std::array<std::string, 10> texts{std::to_string(tile.z)};
  std::array<char const *, 10> values{texts[0].c_str()};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    texts[i + 1].resize(32);
    std::snprintf(texts[i + 1].data(), texts[i + 1].size(), "%.17g", numbers[i]);
    values[i + 1] = texts[i + 1].c_str();
  }
  std::string const name = std::string(tile.z < exact_zoom_ ? "thinned" : "exact") +
                           (tile.z >= first_label_zoom_ ? "_labels" : "");
  PostgresResult const result(
      PQexecPrepared(server_->handle(), name.c_str(), 10, values.data(), nullptr, nullptr, 1),
      &PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
    server_->fail(name);
  }
  return {PQgetvalue(result.get(), 0, 0),
          static_cast<std::size_t>(PQgetlength(result.get(), 0, 0))};
}

} // namespace yuntu::bench
