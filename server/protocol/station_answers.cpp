#include "server/protocol/station_answers.hpp"

#include "server/protocol/csv_records.hpp"
#include "server/protocol/feature_objects.hpp"
#include "server/protocol/people_fields.hpp"

#include <array>
#include <utility>

namespace yuntu::protocol {
namespace {

using nlohmann::json;

json open_or_null(StationService const &station) {
  return station.is_open ? json(*station.is_open) : json(nullptr);
}

json station_object(StationService const &station, StationCoverage const &coverage) {
  auto object = people_object(station.served, coverage.tells_older);
  object["code"] = station.code;
  object["name"] = station.name;
  object["kind"] = text_or_null(station.kind);
  object["hours"] = text_or_null(station.hours);
  object["open"] = open_or_null(station);
  object["off_street"] = station.is_off_street;
  object["alone"] = people_object(station.alone, coverage.tells_older);
  object["shared"] = people_object(without(station.served, station.alone), coverage.tells_older);
  return object;
}

/// One row: whom a station or all of them serve, of them alone, and of them with others.
struct CsvRow {
  std::string_view row;
  std::array<std::string, 6> cells; ///< code, name, kind, hours, open, off_street
  PeopleCount served;
  PeopleCount alone;
  PeopleCount shared;
};

void add_row(std::string &csv, CsvRow const &row, StationCoverage const &coverage) {
  csv += row.row;
  for (auto const &cell : row.cells) {
    csv += "," + csv_cell(cell);
  }
  add_people(csv, row.served, coverage.tells_older);
  add_people(csv, row.alone, coverage.tells_older);
  add_people(csv, row.shared, coverage.tells_older);
  csv += csv_line_end;
}

std::string yes_or_no(std::optional<bool> is_open) {
  return !is_open ? "" : *is_open ? "yes" : "no";
}

} // namespace

std::string station_coverage_json(StationCoverage const &coverage) {
  json stations = json::array();
  for (auto const &station : coverage.stations) {
    stations.push_back(station_object(station, coverage));
  }
  json kinds = json::array();
  for (auto const &kind : coverage.kinds) {
    auto object = people_object(kind.served, coverage.tells_older);
    object["kind"] = text_or_null(kind.kind);
    object["stations"] = kind.stations;
    kinds.push_back(std::move(object));
  }
  auto const &at = coverage.filter.at;
  return text_of({{"limit_s", coverage.limit_s},
                  {"profile", coverage.profile},
                  {"at", at ? json(model::format_rfc3339(*at)) : json(nullptr)},
                  {"kind", text_or_null(coverage.filter.kind)},
                  {"stations", std::move(stations)},
                  {"kinds", std::move(kinds)},
                  {"served", people_object(coverage.served, coverage.tells_older)},
                  {"shared", people_object(coverage.shared, coverage.tells_older)},
                  {"unserved", people_object(coverage.unserved, coverage.tells_older)},
                  {"total", people_object(coverage.total, coverage.tells_older)}});
}

std::string station_coverage_csv(StationCoverage const &coverage) {
  std::string csv(csv_byte_order_mark);
  csv += "row,code,name,kind,hours,open,off_street";
  for (auto const *const suffix : {"", "_alone", "_shared"}) {
    add_people_heading(csv, suffix, coverage.tells_older);
  }
  csv += csv_line_end;
  for (auto const &station : coverage.stations) {
    add_row(csv,
            {"item",
             {station.code, station.name, station.kind, station.hours, yes_or_no(station.is_open),
              yes_or_no(station.is_off_street)},
             station.served,
             station.alone,
             without(station.served, station.alone)},
            coverage);
  }
  add_row(csv,
          {"served",
           {"", "有站可到"},
           coverage.served,
           without(coverage.served, coverage.shared),
           coverage.shared},
          coverage);
  add_row(csv, {"unserved", {"", "无站可到"}, coverage.unserved, {}, {}}, coverage);
  add_row(csv, {"total", {"", "合计"}, coverage.total, {}, {}}, coverage);
  return csv;
}

std::string station_coverage_geojson(StationCoverage const &coverage) {
  json features = json::array();
  for (auto const &station : coverage.stations) {
    json properties{{"code", station.code},
                    {"name", station.name},
                    {"kind", text_or_null(station.kind)},
                    {"hours", text_or_null(station.hours)},
                    {"open", open_or_null(station)},
                    {"off_street", station.is_off_street}};
    add_people(properties, "", station.served, coverage.tells_older);
    add_people(properties, "_alone", station.alone, coverage.tells_older);
    add_people(properties, "_shared", without(station.served, station.alone), coverage.tells_older);
    features.push_back(point_feature(std::move(properties), station.place));
  }
  return collection_text(std::move(features));
}

} // namespace yuntu::protocol
