#include "server/protocol/csv_records.hpp"
#include "server/protocol/walk_limits.hpp"
#include "server/services/area_coverage.hpp"
#include "server/services/coverage_service.hpp"
#include "server/services/reach_picture.hpp"
#include "server/services/station_coverage.hpp"
#include "server/services/station_places.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/loaded_map.hpp"
#include "tools/yuntu/station_options.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdio>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

constexpr auto no_streets = "no streets to walk on: import some with --layer walk";

struct CoverageOptions {
  std::string data;
  double minutes = -1;
  double metres = -1;
  std::string profile = "standard";
  std::vector<std::string> origins;
  std::string level; ///< empty: of origins; else of areas
  bool is_per_station = false;
  std::string at;   ///< empty: stations count whatever their hours
  std::string kind; ///< empty: of any
  std::string format = "json";
};

double limit_s(CoverageOptions const &options, services::Walker const &walker) {
  if ((options.minutes >= 0) == (options.metres >= 0)) {
    throw CommandError("give exactly one of --minutes and --metres, 0 or more");
  }
  double const limit_s =
      options.minutes >= 0 ? options.minutes * 60 : options.metres / walker.profile.speed_mps;
  if (limit_s > protocol::longest_walk_s) {
    throw CommandError(std::string(options.minutes >= 0 ? "--minutes" : "--metres") +
                       ": the walk must take between 0 and " +
                       std::to_string(protocol::longest_walk_min) + " minutes");
  }
  return limit_s;
}

model::StationFilter filter_of(CoverageOptions const &options) {
  return read_station_filter(options.at, options.kind);
}

/// Everything that walks to stations need; `more` is needed beside it.
LoadedMap load_streets(CoverageOptions const &options, std::vector<model::LayerKind> more = {}) {
  more.insert(more.end(), services::walk_layer_kinds.begin(), services::walk_layer_kinds.end());
  more.push_back(model::LayerKind::station);
  auto map = load_map(options.data, more, services::BaseMap::Walking::included);
  if (map.base->walk() == nullptr) {
    throw CommandError(no_streets);
  }
  expect_kind({{}, options.kind}, *map.base);
  return map;
}

services::WalkView view_of(LoadedMap const &map, services::Walker walker,
                           model::StationFilter filter) {
  return services::view_of(std::make_shared<services::WalkCity const>(map.base, map.closures),
                           std::move(walker), std::move(filter));
}

geo::LonLat place_of(std::string const &text) {
  auto const comma = text.find(',');
  double lon = 0;
  double lat = 0;
  auto const read = [](std::string_view part, double &value) {
    auto const *const end = part.data() + part.size();
    auto const result = std::from_chars(part.data(), end, value);
    return !part.empty() && result.ec == std::errc{} && result.ptr == end;
  };
  std::string_view const view(text);
  auto const place = comma != std::string::npos && read(view.substr(0, comma), lon) &&
                             read(view.substr(comma + 1), lat)
                         ? geo::LonLat::from_degrees(lon, lat)
                         : std::nullopt;
  if (!place) {
    throw CommandError("--origin is \"" + text + "\"; expected LON,LAT in degrees");
  }
  return *place;
}

void print_csv(services::CoverageResult const &result) {
  std::cout << protocol::csv_byte_order_mark << "origin,building,seconds" << protocol::csv_line_end;
  for (auto const &covered : result.covered) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", covered.seconds);
    std::cout << covered.origin << "," << protocol::csv_cell(covered.code) << "," << seconds
              << protocol::csv_line_end;
  }
}

std::string name_of(geo::LonLat place, std::string const &station) {
  return station.empty()
             ? "--origin " + std::to_string(place.lon()) + "," + std::to_string(place.lat())
             : "station " + station;
}

/// Of each origin with a street the streets within the walk, and outlines.
void print_geojson(services::WalkView const &view,
                   std::vector<services::CoverageOriginRequest> const &origins, double limit_s) {
  std::vector<protocol::OriginReach> reaches;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (auto reach = services::reach_picture(view, origins[i], limit_s)) {
      reaches.push_back({i, origins[i].station, std::move(*reach)});
    } else {
      std::cerr << name_of(origins[i].place, origins[i].station)
                << " is not drawn: " << reach.error().detail << "\n";
    }
  }
  std::cout << protocol::reaches_geojson(reaches) << "\n";
}

void expect_format(std::string const &format) {
  if (format != "json" && format != "csv" && format != "geojson") {
    throw CommandError("--format is \"" + format + "\"; expected json, csv or geojson");
  }
}

/// An origin without a street serves nobody, one on an island hardly anybody: that may be the
/// map's fault.
void warn_of_poor_places(protocol::CoverageAnswer const &answer) {
  for (auto const &origin : answer.origins) {
    auto const name = name_of(origin.place, origin.station);
    if (origin.is_off_street) {
      std::cerr << name << " serves nobody: no street is within 100 m\n";
    } else if (origin.island > 0) {
      std::cerr << name << " is on an island: its streets meet no others and have " << origin.island
                << " crossings and ends; nobody walks off it\n";
    }
  }
}

/// How the areas of a level are served by the stations in use.
int coverage_of_areas(CoverageOptions const &options) {
  auto const walker = read_walker(options.data, options.profile);
  auto const layer = model::parse_layer_kind(options.level);
  auto const level = layer ? model::area_level_of(*layer) : std::nullopt;
  if (!level || level == model::AreaLevel::building) {
    throw CommandError("--level is \"" + options.level +
                       "\"; expected subdistrict, community, estate, grid or microgrid");
  }
  if (options.minutes >= 0 || options.metres >= 0 || !options.origins.empty()) {
    throw CommandError("--level counts 5, 10 and 15 minutes to every station; leave --minutes, "
                       "--metres and --origin out");
  }
  expect_format(options.format);
  auto const map = load_streets(options, {*layer});
  auto const view = view_of(map, walker, filter_of(options));
  auto const served = services::area_coverage(view, services::AreaTree(map.base), *level);
  if (options.format == "csv") {
    std::cout << protocol::area_coverage_csv(served);
  } else if (options.format == "geojson") {
    std::cout << protocol::area_coverage_geojson(served,
                                                 services::area_shapes(served, *map.base, *level))
              << "\n";
  } else {
    std::cout << protocol::area_coverage_json(served) << "\n";
  }
  return exit_good;
}

/// Whom each station in use serves, alone and with others.
int coverage_of_stations(CoverageOptions const &options) {
  auto const walker = read_walker(options.data, options.profile);
  auto const limit = limit_s(options, walker);
  if (!options.level.empty() || !options.origins.empty()) {
    throw CommandError("--per-station is of every station; leave --level and --origin out");
  }
  expect_format(options.format);
  auto const filter = filter_of(options);
  auto const map = load_streets(options);
  auto const served = services::station_coverage(view_of(map, walker, filter), limit);
  if (options.format == "csv") {
    std::cout << protocol::station_coverage_csv(served);
  } else if (options.format == "geojson") {
    std::cout << protocol::station_coverage_geojson(served) << "\n";
  } else {
    std::cout << protocol::station_coverage_json(served) << "\n";
  }
  return exit_good;
}

int coverage(CoverageOptions const &options) {
  if (options.is_per_station) {
    return coverage_of_stations(options);
  }
  if (!options.level.empty()) {
    return coverage_of_areas(options);
  }
  auto const walker = read_walker(options.data, options.profile);
  expect_format(options.format);
  auto const limit = limit_s(options, walker);
  if (!options.origins.empty() && (!options.at.empty() || !options.kind.empty())) {
    throw CommandError("--at and --kind choose among stations; leave them out beside --origin");
  }
  std::vector<services::CoverageOriginRequest> origins;
  for (auto const &text : options.origins) {
    origins.push_back({place_of(text), {}});
  }
  auto const filter = filter_of(options);
  auto const map = load_streets(options);
  if (origins.empty()) {
    if (map.base->stations().empty()) {
      throw CommandError("no stations are loaded; give --origin LON,LAT");
    }
  }
  auto const view = view_of(map, walker, filter);
  if (origins.empty()) {
    origins = services::station_origins(*view.city, filter);
  }
  if (auto const nowhere = services::place_off_street(*view.city, origins)) {
    throw CommandError("--origin: " + nowhere->detail);
  }
  if (options.format == "geojson") {
    print_geojson(view, origins, limit);
    return exit_good;
  }
  auto const result = services::coverage_of(view, origins, limit);
  warn_of_poor_places(result.answer);
  if (options.format == "csv") {
    print_csv(result);
  } else {
    std::cout << protocol::coverage_json(result.answer) << "\n";
  }
  return exit_good;
}

} // namespace

void add_coverage_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("coverage", "what a walk to stations covers");
  auto const o = std::make_shared<CoverageOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--minutes", o->minutes, "longest walk");
  command->add_option("--metres", o->metres, "longest walk");
  command->add_option("--profile", o->profile, profile_help);
  command->add_option("--origin", o->origins, "LON,LAT; none: every station");
  command->add_option("--level", o->level,
                      "areas, each with whom stations serve within 5, 10 and 15 minutes");
  command->add_flag("--per-station", o->is_per_station,
                    "each station, with whom it serves alone and whom others serve too");
  command->add_option("--at", o->at,
                      "only stations open then (RFC 3339); without it their hours do not matter");
  command->add_option("--kind", o->kind, "only stations of this kind");
  command->add_option("--format", o->format, "json, csv or geojson");
  command->callback([&run, o] { run = [o] { return coverage(*o); }; });
}

} // namespace yuntu::tools
