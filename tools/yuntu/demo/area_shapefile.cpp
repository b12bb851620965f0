#include "tools/yuntu/demo/area_shapefile.hpp"

#include "tools/yuntu/demo/map_places.hpp"

namespace yuntu::demo {

AreaShapefile::AreaShapefile(std::filesystem::path file, ShapefileHabit habit)
    : path_(std::move(file)), habit_(std::move(habit)), file_(path_, "ESRI Shapefile") {
  file_.add_layer({path_.stem().string(),
                   LayerShape::polygon,
                   habit_.crs,
                   {{"WGBM", TextField{20}}, {"WGMC", TextField{60}}, {"SSSQ", TextField{20}}},
                   {"ENCODING=GBK", "DBF_DATE_LAST_UPDATE=2025-01-01"},
                   in_metres_of(habit_.crs)});
}

void AreaShapefile::add(std::vector<Area> const &areas) {
  for (Area const &area : areas) {
    file_.add(0, area.polygon, {area.code, area.name, area.parent});
  }
}

void AreaShapefile::close() {
  file_.close();
  if (!habit_.has_prj) {
    std::filesystem::remove(std::filesystem::path(path_).replace_extension(".prj"));
  }
  if (!habit_.has_cpg) {
    std::filesystem::remove(std::filesystem::path(path_).replace_extension(".cpg"));
  }
}

} // namespace yuntu::demo
