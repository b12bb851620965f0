#include "tools/yuntu/demo/town_writer.hpp"

#include "geo/datum_shift.hpp"
#include "geo/projection.hpp"
#include "tools/yuntu/demo/manifest.hpp"
#include "tools/yuntu/demo/vector_file.hpp"

#include <cmath>
#include <memory>
#include <stdexcept>

namespace yuntu::demo {
namespace {

using std::filesystem::path;

constexpr char const *zone_crs = "EPSG:4549"; // CGCS2000 / 3-degree Gauss-Krueger CM 120E
constexpr char const *geographic_crs = "EPSG:4490";

Xy as_degrees(geo::LonLat p) {
  return {p.lon(), p.lat()};
}

Xy as_gcj02(geo::LonLat p) {
  geo::Degrees const shifted = geo::from_wgs84({p.lon(), p.lat()}, geo::Datum::gcj02);
  return {shifted.lon, shifted.lat};
}

/// Metres in the zone, to the millimetre as surveyors hand them over.
std::function<Xy(geo::LonLat)> in_zone() {
  auto made = geo::Projection::make(zone_crs);
  if (!made) {
    throw std::runtime_error(made.error());
  }
  auto const projection = std::make_shared<geo::Projection>(std::move(*made));
  return [projection](geo::LonLat p) {
    geo::MetricPoint const at = projection->from_degrees({p.lon(), p.lat()}).value();
    return Xy{std::round(at.easting * 1000) / 1000, std::round(at.northing * 1000) / 1000};
  };
}

FieldSpec text(std::string name, int width = 0) {
  return {std::move(name), TextField{width}};
}
FieldSpec integer(std::string name) {
  return {std::move(name), IntegerField{}};
}

LayerSpec geographic(std::string name, LayerShape shape, std::vector<FieldSpec> fields) {
  return {std::move(name), shape, geographic_crs, std::move(fields), {}, as_degrees};
}

void write_grid_shapefile(path const &file, std::vector<Area> const &areas) {
  VectorFile out(file, "ESRI Shapefile");
  out.start_layer({file.stem().string(),
                   LayerShape::polygon,
                   zone_crs,
                   {text("WGBM", 20), text("WGMC", 60), text("SSSQ", 20)},
                   {"ENCODING=GBK", "DBF_DATE_LAST_UPDATE=2025-01-01"},
                   in_zone()});
  for (Area const &area : areas) {
    out.add(area.polygon, {area.code, area.name, area.parent});
  }
  out.close();
  // The survey office's software writes none: the steward has to say the encoding.
  std::filesystem::remove(path(file).replace_extension(".cpg"));
}

void write_governance(path const &file, DemoTown const &town) {
  VectorFile out(file, "GPKG");
  for (auto const &[name, areas] :
       {std::pair{"subdistrict", &town.subdistricts}, std::pair{"community", &town.communities}}) {
    out.start_layer(
        geographic(name, LayerShape::polygon, {text("code"), text("name"), text("parent")}));
    for (Area const &area : *areas) {
      out.add(area.polygon, {area.code, area.name, area.parent});
    }
  }
  out.start_layer(geographic("estate", LayerShape::polygon,
                             {text("code"), text("name"), text("parent"), text("kind")}));
  for (Estate const &estate : town.estates) {
    out.add(estate.area.polygon,
            {estate.area.code, estate.area.name, estate.area.parent, estate.kind});
  }
  out.close();
}

void write_buildings(path const &file, std::vector<Building> const &buildings) {
  VectorFile out(file, "GeoJSON");
  out.start_layer(
      {"buildings",
       LayerShape::polygon,
       "",
       {text("code"), text("name"), integer("floors"), integer("units"), integer("households")},
       {"COORDINATE_PRECISION=9"},
       as_gcj02});
  for (Building const &b : buildings) {
    out.add(b.polygon, {b.code, b.name, b.floors, b.units, b.households});
  }
  out.close();
}

void write_streets(path const &file, std::vector<WalkLine> const &walks) {
  VectorFile out(file, "GPKG");
  out.start_layer(geographic("walk", LayerShape::line,
                             {text("highway"), text("name"), text("access"), text("foot")}));
  for (WalkLine const &walk : walks) {
    out.add(walk.line, {walk.highway, walk.name, walk.access, walk.foot});
  }
  out.close();
}

void write_stations(path const &file, std::vector<Station> const &stations) {
  VectorFile out(file, "GPKG");
  out.start_layer(
      geographic("station", LayerShape::point, {text("code"), text("name"), text("kind")}));
  for (Station const &station : stations) {
    out.add(station.place, {station.code, station.name, station.kind});
  }
  out.close();
}

void write_water(path const &file, std::vector<Water> const &waters) {
  VectorFile out(file, "GPKG");
  out.start_layer(geographic("water", LayerShape::polygon, {text("name")}));
  for (Water const &water : waters) {
    out.add(water.polygon, {water.name});
  }
  out.close();
}

/// A county sends a folder anew, it does not patch one: GDAL would refuse or append.
void clear_old_files(path const &dir) {
  for (char const *name : {"grid.shp", "grid.shx", "grid.dbf", "grid.prj", "microgrid.shp",
                           "microgrid.shx", "microgrid.dbf", "microgrid.prj", "governance.gpkg",
                           "buildings.geojson", "streets.gpkg", "stations.gpkg", "water.gpkg"}) {
    std::filesystem::remove(dir / name);
  }
}

} // namespace

void write_town(DemoTown const &town, path const &out_dir) {
  std::filesystem::create_directories(out_dir);
  clear_old_files(out_dir);
  write_grid_shapefile(out_dir / "grid.shp", town.grids);
  write_grid_shapefile(out_dir / "microgrid.shp", town.microgrids);
  write_governance(out_dir / "governance.gpkg", town);
  write_buildings(out_dir / "buildings.geojson", town.buildings);
  write_streets(out_dir / "streets.gpkg", town.walks);
  write_stations(out_dir / "stations.gpkg", town.stations);
  write_water(out_dir / "water.gpkg", town.waters);
  write_manifest(out_dir / "manifest.json", town);
}

} // namespace yuntu::demo
