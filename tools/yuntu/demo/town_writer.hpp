#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <filesystem>

namespace yuntu::demo {

/// Hands a town over as a county would, into a directory (made when missing, files of the same
/// name replaced):
///   grid.shp, microgrid.shp   GBK without .cpg, EPSG:4549, fields WGBM WGMC SSSQ
///   governance.gpkg           layers subdistrict, community, estate, EPSG:4490
///   buildings.geojson         traced on a commercial map: GCJ-02
///   streets.gpkg, stations.gpkg, water.gpkg   layers walk, station, water, EPSG:4490
///   manifest.json             for each import, in order: file, layer, the arguments of
///                             `yuntu import`, and how many rows it must write
/// The same town gives the same bytes. Throws std::runtime_error naming the file that cannot be
/// written.
void write_town(DemoTown const &town, std::filesystem::path const &out_dir);

} // namespace yuntu::demo
