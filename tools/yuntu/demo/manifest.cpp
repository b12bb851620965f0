#include "tools/yuntu/demo/manifest.hpp"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace yuntu::demo {
namespace {

using nlohmann::ordered_json;

/// What a steward says about one file; empty where the file says it itself.
struct Import {
  std::string file, layer, source_layer, crs, datum, encoding, map;
  std::size_t written = 0;
};

ordered_json to_json(Import const &import) {
  ordered_json arguments = {"--layer", import.layer};
  auto const say = [&arguments](char const *option, std::string const &value) {
    if (!value.empty()) {
      arguments.push_back(option);
      arguments.push_back(value);
    }
  };
  say("--source-layer", import.source_layer);
  say("--crs", import.crs);
  say("--datum", import.datum);
  say("--encoding", import.encoding);
  say("--map", import.map);
  return {{"file", import.file},
          {"layer", import.layer},
          {"arguments", arguments},
          {"written", import.written}};
}

std::vector<Import> imports_of(DemoTown const &town) {
  std::string const area = "code=code,name=name,parent=parent";
  std::string const grid = "code=WGBM,name=WGMC,parent=SSSQ";
  return {
      {"governance.gpkg", "subdistrict", "subdistrict", "", "", "", "code=code,name=name", 1},
      {"governance.gpkg", "community", "community", "", "", "", area, 1},
      {"governance.gpkg", "estate", "estate", "", "", "", area, town.estates.size()},
      {"grid.shp", "grid", "", "EPSG:4549", "", "GBK", grid, town.grids.size()},
      {"microgrid.shp", "microgrid", "", "EPSG:4549", "", "GBK", grid, town.microgrids.size()},
      {"buildings.geojson", "building", "", "", "gcj02", "",
       "code=code,name=name,floors=floors,units=units,households=households",
       town.buildings.size()},
      {"streets.gpkg", "walk", "walk", "", "", "", "", town.walks.size()},
      {"stations.gpkg", "station", "station", "", "", "", "code=code,name=name,kind=kind",
       town.stations.size()},
      {"water.gpkg", "water", "water", "", "", "", "name=name", town.waters.size()},
  };
}

} // namespace

void write_manifest(std::filesystem::path const &file, DemoTown const &town) {
  ordered_json imports = ordered_json::array();
  for (Import const &import : imports_of(town)) {
    imports.push_back(to_json(import));
  }
  int households = 0;
  for (Building const &building : town.buildings) {
    households += building.households;
  }
  ordered_json const manifest = {
      {"seed", town.seed}, {"imports", imports}, {"totals", {{"households", households}}}};
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << manifest.dump(2) << '\n';
  out.close();
  if (!out) {
    throw std::runtime_error(file.string() + ": cannot be written");
  }
}

} // namespace yuntu::demo
