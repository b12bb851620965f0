#pragma once

#include "geo/coordinate_reading.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::test {

/// The demo county, made once: what is true of it.
[[nodiscard]] demo::DemoTown const &true_county();

/// Its buildings as areas; the other levels are areas already.
[[nodiscard]] std::vector<demo::Area> building_areas();

/// How somebody's program wrote a file.
struct FileHabit {
  std::string format = "geojson"; ///< or "shp", "csv": what the name ends with
  geo::CoordinateReading numbers; ///< how the numbers are meant, which nobody says
  std::string stated_crs;         ///< what the file says instead; empty: nothing
  std::string encoding = "UTF-8"; ///< of a Shapefile's names
  bool has_cpg = true;
};

/// Writes areas with the fields WGBM (code), WGMC (name), SSSQ (parent). Gives the file's path.
std::filesystem::path write_areas(std::filesystem::path const &folder,
                                  std::vector<demo::Area> const &areas, FileHabit const &habit);

/// Writes the first corner of each as a table with the columns code, name, lon and lat.
std::filesystem::path write_points(std::filesystem::path const &folder,
                                   std::vector<demo::Area> const &areas,
                                   geo::CoordinateReading const &numbers);

} // namespace yuntu::test
