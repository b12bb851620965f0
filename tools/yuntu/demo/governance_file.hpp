#pragma once

#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/vector_file.hpp"

#include <filesystem>

namespace yuntu::demo {

/// The governance office's GeoPackage: layers estate, water, landuse and gate in EPSG:4490.
class GovernanceFile {
public:
  explicit GovernanceFile(std::filesystem::path const &file);

  void add(DemoTown const &town);
  void close() { file_.close(); }

private:
  VectorFile file_;
  VectorFile::Layer estate_, water_, landuse_, gate_;
};

/// Building outlines as traced on a commercial map: GeoJSON in GCJ-02.
class BuildingFile {
public:
  explicit BuildingFile(std::filesystem::path const &file);

  void add(std::vector<Building> const &buildings);
  void close() { file_.close(); }

private:
  VectorFile file_;
};

} // namespace yuntu::demo
