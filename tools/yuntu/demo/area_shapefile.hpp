#pragma once

#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/vector_file.hpp"

#include <filesystem>
#include <string>

namespace yuntu::demo {

/// What the survey office's software did about the files beside the .shp.
struct ShapefileHabit {
  std::string crs;
  bool has_prj = true;
  bool has_cpg = true;
};

/// Areas in a GBK Shapefile with the fields WGBM (code), WGMC (name), SSSQ (parent).
class AreaShapefile {
public:
  AreaShapefile(std::filesystem::path file, ShapefileHabit habit);

  void add(std::vector<Area> const &areas);
  void close();

private:
  std::filesystem::path path_;
  ShapefileHabit habit_;
  VectorFile file_;
};

} // namespace yuntu::demo
