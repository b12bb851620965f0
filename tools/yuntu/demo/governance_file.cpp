#include "tools/yuntu/demo/governance_file.hpp"

#include "tools/yuntu/demo/map_places.hpp"

namespace yuntu::demo {
namespace {

LayerSpec layer(std::string name, LayerShape shape, std::vector<std::string> const &fields) {
  LayerSpec spec{std::move(name), shape, "EPSG:4490", {}, {}, as_degrees};
  for (std::string const &field : fields) {
    spec.fields.push_back({field, TextField{}});
  }
  return spec;
}

} // namespace

GovernanceFile::GovernanceFile(std::filesystem::path const &file)
    : file_(file, "GPKG"), estate_(file_.add_layer(layer("estate", LayerShape::polygon,
                                                         {"code", "name", "parent", "kind"}))),
      water_(file_.add_layer(layer("water", LayerShape::polygon, {"name"}))),
      landuse_(file_.add_layer(layer("landuse", LayerShape::polygon, {"kind", "name"}))),
      gate_(file_.add_layer(layer("gate", LayerShape::point, {"code", "name", "estate"}))) {}

void GovernanceFile::add(DemoTown const &town) {
  for (auto const &[area, kind, gates, older_percent] : town.estates) {
    file_.add(estate_, area.polygon, {area.code, area.name, area.parent, kind});
  }
  for (Water const &water : town.waters) {
    file_.add(water_, water.polygon, {water.name});
  }
  for (LandUse const &use : town.land_uses) {
    file_.add(landuse_, use.polygon, {use.kind, use.name});
  }
  for (Gate const &gate : town.gates) {
    file_.add(gate_, gate.place, {gate.code, gate.name, gate.estate});
  }
}

BuildingFile::BuildingFile(std::filesystem::path const &file) : file_(file, "GeoJSON") {
  file_.add_layer({"buildings",
                   LayerShape::polygon,
                   "",
                   {{"code", TextField{}},
                    {"name", TextField{}},
                    {"floors", IntegerField{}},
                    {"units", IntegerField{}},
                    {"households", IntegerField{}},
                    {"older", IntegerField{}}},
                   {"COORDINATE_PRECISION=9"},
                   as_gcj02});
}

void BuildingFile::add(std::vector<Building> const &buildings) {
  for (Building const &b : buildings) {
    file_.add(0, b.polygon, {b.code, b.name, b.floors, b.units, b.households, b.older});
  }
}

} // namespace yuntu::demo
