#include "tools/yuntu/demo/town_writer.hpp"

#include "tools/yuntu/demo/staff_workbook.hpp"

#include <fstream>
#include <stdexcept>

namespace yuntu::demo {
namespace {

using std::filesystem::path;

/// A county sends a folder anew, it does not patch one: GDAL would refuse or append.
path cleared(path const &dir) {
  std::filesystem::create_directories(dir);
  for (char const *name : {"subdistrict", "community", "grid", "microgrid"}) {
    for (char const *extension : {".shp", ".shx", ".dbf", ".prj", ".cpg"}) {
      std::filesystem::remove(dir / (std::string(name) + extension));
    }
  }
  for (char const *name :
       {"governance.gpkg", "buildings.geojson", "streets.osm", "stations.csv", "shops.csv",
        "rooms.csv", "entrances.csv", "staff.xlsx", "departments.toml", "manifest.json"}) {
    std::filesystem::remove(dir / name);
  }
  return dir;
}

} // namespace

TownWriter::TownWriter(path const &out_dir)
    : dir_(cleared(out_dir)), subdistricts_(dir_ / "subdistrict.shp", {"EPSG:4527", true, true}),
      communities_(dir_ / "community.shp", {"EPSG:4549", true, false}),
      grids_(dir_ / "grid.shp", {"EPSG:4548", true, false}),
      microgrids_(dir_ / "microgrid.shp", {"EPSG:4528", false, false}),
      governance_(dir_ / "governance.gpkg"), buildings_(dir_ / "buildings.geojson"),
      streets_(dir_ / "streets.osm"), points_(dir_) {}

void TownWriter::add(DemoTown const &town) {
  subdistricts_.add(town.subdistricts);
  communities_.add(town.communities);
  grids_.add(town.grids);
  microgrids_.add(town.microgrids);
  governance_.add(town);
  buildings_.add(town.buildings);
  streets_.add(town);
  points_.add(town);
  delivery_.add(town);
}

void TownWriter::add_staff(StaffRoll const &roll, std::vector<RosterShift> const &shifts) {
  write_staff_workbook(dir_ / "staff.xlsx", roll, shifts);
  // Each sheet without its header row.
  delivery_.add_staff(staff_cells(roll).size() - 1, shifts.size());
}

void TownWriter::add_departments(std::string const &text) {
  auto const file = dir_ / "departments.toml";
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    throw std::runtime_error(file.string() + ": cannot be written");
  }
  delivery_.add_departments();
}

void TownWriter::close() {
  subdistricts_.close();
  communities_.close();
  grids_.close();
  microgrids_.close();
  governance_.close();
  buildings_.close();
  streets_.close();
  points_.close();
  delivery_.write_manifest(dir_ / "manifest.json");
}

void write_town(DemoTown const &town, path const &out_dir) {
  TownWriter writer(out_dir);
  writer.add(town);
  writer.close();
}

} // namespace yuntu::demo
