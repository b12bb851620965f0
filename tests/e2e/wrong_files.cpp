#include "tests/e2e/wrong_files.hpp"

#include "tests/support/written_degrees.hpp"
#include "tests/tools/town_checks.hpp"
#include "tools/yuntu/demo/vector_file.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <utility>

namespace yuntu::test {
namespace {

/// The numbers that a place becomes when they are meant so.
std::function<demo::Xy(geo::LonLat)> numbers_of(geo::CoordinateReading const &reading) {
  auto const projection =
      std::make_shared<geo::Projection>(geo::Projection::make(reading.crs).value());
  return [projection, reading](geo::LonLat place) {
    auto const at = projection->from_degrees(written_degrees(place, reading.datum)).value();
    double const easting = at.easting + reading.dropped_easting_m;
    return reading.axes == geo::AxisOrder::xy ? demo::Xy{easting, at.northing}
                                              : demo::Xy{at.northing, easting};
  };
}

} // namespace

demo::DemoTown const &true_county() {
  static demo::DemoTown const town = demo::make_town(demo::checks::county(), 1);
  return town;
}

std::vector<demo::Area> building_areas() {
  std::vector<demo::Area> areas;
  for (auto const &building : true_county().buildings) {
    areas.push_back({building.code, building.name, "", building.polygon});
  }
  return areas;
}

std::filesystem::path write_areas(std::filesystem::path const &folder,
                                  std::vector<demo::Area> const &areas, FileHabit const &habit) {
  bool const is_shapefile = habit.format == "shp";
  auto const path = folder / ("wrong." + habit.format);
  demo::VectorFile file(path, is_shapefile ? "ESRI Shapefile" : "GeoJSON");
  file.add_layer({"wrong",
                  demo::LayerShape::polygon,
                  habit.stated_crs,
                  {{"WGBM", demo::TextField{20}},
                   {"WGMC", demo::TextField{60}},
                   {"SSSQ", demo::TextField{20}}},
                  is_shapefile ? std::vector<std::string>{"ENCODING=" + habit.encoding}
                               : std::vector<std::string>{},
                  numbers_of(habit.numbers)});
  for (auto const &area : areas) {
    file.add(0, area.polygon, {area.code, area.name, area.parent});
  }
  file.close();
  if (!habit.has_cpg) {
    std::filesystem::remove(std::filesystem::path(path).replace_extension(".cpg"));
  }
  return path;
}

std::filesystem::path write_points(std::filesystem::path const &folder,
                                   std::vector<demo::Area> const &areas,
                                   geo::CoordinateReading const &numbers) {
  auto const path = folder / "wrong.csv";
  std::ofstream out(path);
  out << "code,name,lon,lat\n";
  auto const place = numbers_of(numbers);
  for (auto const &area : areas) {
    auto const at = place(area.polygon.outer.front());
    char line[200];
    std::snprintf(line, sizeof line, "%s,%s,%.9f,%.9f\n", area.code.c_str(), area.name.c_str(),
                  at.x, at.y);
    out << line;
  }
  return path;
}

} // namespace yuntu::test
