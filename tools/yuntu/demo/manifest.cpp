#include "tools/yuntu/demo/manifest.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace yuntu::demo {
namespace {

using nlohmann::ordered_json;

/// What a steward says about one file beyond its layer; an option with no value where the file
/// says it itself.
struct Import {
  std::string file, layer;
  std::size_t written = 0;
  std::vector<std::string> options;
};

ordered_json to_json(Import const &import) {
  ordered_json arguments = {"--layer", import.layer};
  for (std::string const &option : import.options) {
    arguments.push_back(option);
  }
  return {{"file", import.file},
          {"layer", import.layer},
          {"arguments", arguments},
          {"written", import.written}};
}

std::vector<Import> imports_of(Delivery::Counts const &counts) {
  std::string const area = "code=WGBM,name=WGMC,parent=SSSQ";
  std::string const gbk = "GBK";
  auto const governance = [](std::string const &layer, std::size_t rows) {
    return Import{"governance.gpkg", layer, rows, {"--source-layer", layer}};
  };
  return {
      {"subdistrict.shp", "subdistrict", counts.subdistricts, {"--map", area}},
      {"community.shp", "community", counts.communities, {"--encoding", gbk, "--map", area}},
      governance("estate", counts.estates),
      {"grid.shp", "grid", counts.grids, {"--encoding", gbk, "--map", area}},
      {"microgrid.shp",
       "microgrid",
       counts.microgrids,
       {"--crs", "EPSG:4528", "--encoding", gbk, "--map", area}},
      {"buildings.geojson", "building", counts.buildings, {"--datum", "gcj02"}},
      governance("water", counts.waters),
      governance("landuse", counts.land_uses),
      {"streets.osm", "walk", counts.walks, {}},
      {"streets.osm", "street", counts.walks + counts.railways, {}},
      {"stations.csv",
       "station",
       counts.stations,
       {"--crs", "EPSG:4490", "--encoding", gbk, "--map",
        "code=编号,name=名称,kind=类别,hours=开放时间,stars=星级"}},
      {"shops.csv",
       "shop",
       counts.shops,
       {"--crs", "EPSG:4490", "--encoding", gbk, "--map",
        "code=编号,name=名称,kind=类别,building=所在楼栋"}},
      governance("gate", counts.gates),
      {"entrances.csv", "entrance", counts.entrances, {"--crs", "EPSG:4490"}},
  };
}

ordered_json sheet_of(char const *sheet, std::size_t rows) {
  return {{"file", "staff.xlsx"}, {"sheet", sheet}, {"written", rows}};
}

ordered_json totals_of(std::size_t towns, Delivery::Counts const &counts) {
  return {{"towns", towns},
          {"buildings", counts.buildings},
          {"households", counts.households},
          {"rooms", counts.rooms}};
}

} // namespace

void Delivery::add(DemoTown const &town) {
  seed_ = towns_ == 0 ? town.seed : seed_;
  ++towns_;
  counts_.subdistricts += town.subdistricts.size();
  counts_.communities += town.communities.size();
  counts_.estates += town.estates.size();
  counts_.grids += town.grids.size();
  counts_.microgrids += town.microgrids.size();
  counts_.buildings += town.buildings.size();
  counts_.walks += town.walks.size();
  counts_.railways += town.railways.size();
  counts_.stations += town.stations.size();
  counts_.rooms += town.rooms.size();
  counts_.shops += town.shops.size();
  counts_.waters += town.waters.size();
  counts_.land_uses += town.land_uses.size();
  counts_.gates += town.gates.size();
  counts_.entrances += town.entrances.size();
  for (Building const &building : town.buildings) {
    counts_.households += building.households;
  }
}

void Delivery::add_staff(std::size_t rows, std::size_t shifts) {
  counts_.staff_rows = rows;
  counts_.shifts = shifts;
}

void Delivery::write_manifest(std::filesystem::path const &file) const {
  ordered_json imports = ordered_json::array();
  for (Import const &import : imports_of(counts_)) {
    if (import.written > 0) {
      imports.push_back(to_json(import));
    }
  }
  ordered_json manifest = {{"seed", seed_}, {"imports", imports}};
  if (counts_.staff_rows > 0) {
    manifest["staff"] = sheet_of("人员", counts_.staff_rows);
    manifest["roster"] = sheet_of("排班", counts_.shifts);
  }
  if (has_departments_) {
    manifest["departments"] = {{"file", "departments.toml"}};
  }
  manifest["totals"] = totals_of(towns_, counts_);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << manifest.dump(2) << '\n';
  out.close();
  if (!out) {
    throw std::runtime_error(file.string() + ": cannot be written");
  }
}

} // namespace yuntu::demo
