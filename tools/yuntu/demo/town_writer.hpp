#pragma once

#include "tools/yuntu/demo/area_shapefile.hpp"
#include "tools/yuntu/demo/governance_file.hpp"
#include "tools/yuntu/demo/manifest.hpp"
#include "tools/yuntu/demo/osm_file.hpp"
#include "tools/yuntu/demo/point_tables.hpp"
#include "tools/yuntu/demo/staff_roll.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::demo {

/// Hands towns over as a county would, into one directory (made when missing, files of the same
/// name replaced), town by town so that a whole province fits into memory:
///   subdistrict.shp      GBK with .cpg, EPSG:4527 (8-digit eastings); fields WGBM WGMC SSSQ
///   community.shp        GBK without .cpg, EPSG:4549 (6-digit eastings)
///   grid.shp             GBK without .cpg, EPSG:4548 (6-digit eastings)
///   microgrid.shp        GBK without .cpg, EPSG:4528 (8-digit eastings), no .prj
///   governance.gpkg      layers estate, water, landuse, gate, EPSG:4490
///   buildings.geojson    traced on a commercial map: GCJ-02
///   streets.osm          streets, footpaths, railways, gates as OpenStreetMap has them
///   stations.csv, shops.csv, rooms.csv, entrances.csv   see point_tables.hpp
///   staff.xlsx           see staff_workbook.hpp; only with add_staff
///   departments.toml     for the data directory's config; only with add_departments
///   manifest.json        see manifest.hpp
/// The same towns give the same bytes. Throws std::runtime_error naming the file that cannot be
/// written; without `close` the folder is not whole.
class TownWriter {
public:
  explicit TownWriter(std::filesystem::path const &out_dir);

  void add(DemoTown const &town);
  /// At most once, for all the towns.
  void add_staff(StaffRoll const &roll, std::vector<RosterShift> const &shifts);
  /// At most once, for all the towns: what departments_text gives.
  void add_departments(std::string const &text);
  void close();

private:
  std::filesystem::path dir_;
  AreaShapefile subdistricts_, communities_, grids_, microgrids_;
  GovernanceFile governance_;
  BuildingFile buildings_;
  OsmFile streets_;
  PointTables points_;
  Delivery delivery_;
};

/// One town alone.
void write_town(DemoTown const &town, std::filesystem::path const &out_dir);

} // namespace yuntu::demo
