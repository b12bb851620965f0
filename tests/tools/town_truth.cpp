#include "tests/tools/town_truth.hpp"

#include "geo/local_frame.hpp"
#include "geo/validity.hpp"

#include <algorithm>
#include <limits>

namespace yuntu::demo::checks {
namespace {

using model::LayerFeature;
using model::LayerKind;
using Attributes = std::vector<std::pair<std::string, std::string>>;

constexpr double unlike = std::numeric_limits<double>::max();

/// Absent where the town says nothing.
Attributes said(Attributes attributes) {
  std::erase_if(attributes, [](auto const &attribute) { return attribute.second.empty(); });
  return attributes;
}

LayerFeature row(Area const &area, Attributes attributes = {}) {
  return {area.code, area.name, area.parent, area.polygon, said(std::move(attributes)), {}};
}

template <typename Thing, typename ToRow>
std::vector<LayerFeature> rows(std::vector<Thing> const &things, ToRow to_row) {
  std::vector<LayerFeature> result;
  std::transform(things.begin(), things.end(), std::back_inserter(result), to_row);
  return result;
}

std::vector<LayerFeature> areas(std::vector<Area> const &things) {
  return rows(things, [](Area const &area) { return row(area); });
}

std::vector<LayerFeature> streets(DemoTown const &town, LayerKind layer) {
  auto result = rows(town.walks, [](WalkLine const &walk) {
    return LayerFeature{"",
                        walk.name,
                        "",
                        walk.line,
                        said({{"highway", walk.highway},
                              {"access", walk.access},
                              {"foot", walk.foot},
                              {"bridge", walk.is_bridge ? "yes" : ""}}),
                        {}};
  });
  if (layer == LayerKind::street) {
    for (Railway const &railway : town.railways) {
      result.push_back({"", railway.name, "", railway.line, {{"railway", "rail"}}, {}});
    }
  }
  return result;
}

double deviation_m(geo::LineString const &read, geo::LineString const &truth) {
  if (read.size() != truth.size()) {
    return unlike;
  }
  double worst = 0;
  for (std::size_t i = 0; i < read.size(); ++i) {
    worst = std::max(worst, geo::distance_m(read[i], truth[i]));
  }
  return worst;
}

double deviation_m(geo::Polygon const &read, geo::Polygon const &town_truth) {
  auto const truth = geo::normalised(town_truth);
  if (read.holes.size() != truth.holes.size()) {
    return unlike;
  }
  double worst = deviation_m(read.outer, truth.outer);
  for (std::size_t i = 0; i < read.holes.size(); ++i) {
    worst = std::max(worst, deviation_m(read.holes[i], truth.holes[i]));
  }
  return worst;
}

} // namespace

std::vector<LayerFeature> truth_of(DemoTown const &town, LayerKind layer) {
  switch (layer) {
  case LayerKind::fence:
    return {}; // the town has none
  case LayerKind::subdistrict:
    return areas(town.subdistricts);
  case LayerKind::community:
    return areas(town.communities);
  case LayerKind::estate:
    return rows(town.estates, [](Estate const &e) { return row(e.area, {{"kind", e.kind}}); });
  case LayerKind::grid:
    return areas(town.grids);
  case LayerKind::microgrid:
    return areas(town.microgrids);
  case LayerKind::building:
    return rows(town.buildings, [](Building const &b) {
      return row({b.code, b.name, "", b.polygon}, {{"floors", std::to_string(b.floors)},
                                                   {"units", std::to_string(b.units)},
                                                   {"households", std::to_string(b.households)},
                                                   {"older", std::to_string(b.older)}});
    });
  case LayerKind::station:
    return rows(town.stations, [](Station const &s) {
      std::string const stars = s.stars == 0 ? "" : std::to_string(s.stars);
      return LayerFeature{s.code,
                          s.name,
                          "",
                          s.place,
                          said({{"kind", s.kind}, {"hours", s.hours}, {"stars", stars}}),
                          {}};
    });
  case LayerKind::walk:
  case LayerKind::street:
    return streets(town, layer);
  case LayerKind::water:
    return rows(town.waters, [](Water const &w) { return row({"", w.name, "", w.polygon}); });
  case LayerKind::landuse:
    return rows(town.land_uses, [](LandUse const &use) {
      return row({"", use.name, "", use.polygon}, {{"kind", use.kind}});
    });
  case LayerKind::gate:
    return rows(town.gates, [](Gate const &g) {
      return LayerFeature{g.code, g.name, "", g.place, said({{"estate", g.estate}}), {}};
    });
  case LayerKind::entrance:
    return rows(town.entrances, [](Entrance const &e) {
      return LayerFeature{
          "", "", "", e.place, {{"building", e.building}, {"unit", std::to_string(e.unit)}}, {}};
    });
  case LayerKind::shop:
    return rows(town.shops, [](Shop const &s) {
      return LayerFeature{
          s.code, s.name, "", s.place, said({{"kind", s.kind}, {"building", s.building}}), {}};
    });
  }
  return {};
}

DemoTown with_every_layer(DemoTown town) {
  Building const &first = town.buildings.front();
  auto const &corners = first.polygon.outer;
  if (town.land_uses.empty()) {
    town.land_uses = {{"residential", "锦绣片区", town.estates.front().area.polygon},
                      {"park", "", town.waters.front().polygon}};
  }
  if (town.shops.empty()) {
    town.shops = {{"SH0001", "老王, 面馆", "餐饮", corners[0], first.code},
                  {"SH0002", "\"好运来\"超市", "", corners[1], first.code}};
  }
  if (town.entrances.empty()) {
    town.entrances = {{first.code, 1, corners[0]}, {first.code, 2, corners[2]}};
  }
  if (town.gates.empty()) {
    auto const place = town.walks.front().line.front();
    town.gates = {{"G0001", "南门", town.estates.front().area.code, place}};
  }
  if (town.railways.empty()) {
    // Over the first street on the level, and on to where nothing is.
    auto const crossing = town.walks.front().line.back();
    town.railways = {{"云川铁路",
                      {crossing, geo::LonLat::from_units(crossing.lon_e7() + 1'000'000,
                                                         crossing.lat_e7() + 1'000'000)
                                     .value()}}};
  }
  if (town.rooms.empty()) {
    town.rooms = {{"RM001", "旧配电房", corners[3], 86, first.code}};
  }
  return town;
}

double deviation_m(geo::Geometry const &read, geo::Geometry const &truth) {
  if (read.index() != truth.index()) {
    return unlike;
  }
  if (auto const *const polygon = std::get_if<geo::Polygon>(&read)) {
    return deviation_m(*polygon, std::get<geo::Polygon>(truth));
  }
  if (auto const *const line = std::get_if<geo::LineString>(&read)) {
    return deviation_m(*line, std::get<geo::LineString>(truth));
  }
  return geo::distance_m(std::get<geo::LonLat>(read), std::get<geo::LonLat>(truth));
}

} // namespace yuntu::demo::checks
