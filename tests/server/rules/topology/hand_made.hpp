#pragma once

#include "server/rules/topology/topology_check.hpp"
#include "tests/geo/shapes.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace yuntu::test {

/// A subdistrict of two communities of two grids of two micro-grids, each grid 10,000 units (some
/// 91 m) wide and 20,000 (222 m) high, with an estate, two buildings and a station:
///
///   20,000 +----001----+----002----+----001----+----002----+
///          |    00     |    00     |    00     |    00     |
///   10,000 +-----------+-----------+-----------+-----------+
///          | [E b]  01 | [b]    01 | S      01 |        01 |
///        0 +-----------+-----------+-----------+-----------+
///          0        10,000      20,000      30,000      40,000
///          community 371399001001  | community 371399001002
struct HandMade {
  using Kind = model::LayerKind;

  HandMade() {
    std::string const subdistrict = "371399001";
    add(Kind::subdistrict, subdistrict, "",
        {ring({{0, 0},
               {10'000, 0},
               {20'000, 0},
               {30'000, 0},
               {40'000, 0},
               {40'000, 10'000},
               {40'000, 20'000},
               {30'000, 20'000},
               {20'000, 20'000},
               {10'000, 20'000},
               {0, 20'000},
               {0, 10'000}}),
         {}});
    for (int c = 0; c < 2; ++c) {
      auto const community = subdistrict + "00" + std::to_string(c + 1);
      int const west = 20'000 * c;
      add(Kind::community, community, subdistrict, tall(west, west + 20'000));
      for (int g = 0; g < 2; ++g) {
        auto const grid = community + "00" + std::to_string(g + 1);
        int const left = west + 10'000 * g;
        add(Kind::grid, grid, community, tall(left, left + 10'000));
        add(Kind::microgrid, grid + "00", grid, box(left, 10'000, left + 10'000, 20'000));
        add(Kind::microgrid, grid + "01", grid, box(left, 0, left + 10'000, 10'000));
      }
    }
    add(Kind::estate, "371399001001X01", "371399001001", box(2'000, 2'000, 6'000, 6'000));
    add(Kind::building, "37139900100100001", "", box(3'000, 3'000, 5'000, 5'000));
    add(Kind::building, "37139900100100002", "", box(13'000, 3'000, 15'000, 5'000));
    layers[Kind::station].features.push_back({"S1", "驿站", "", at(22'000, 3'000), {}, {}});
    for (auto &[kind, layer] : layers) {
      layer.layer = kind;
      layer.version = "made up";
    }
  }

  /// With the vertices that its neighbours have.
  static geo::Polygon tall(int west, int east) {
    if (east - west == 20'000) {
      int const middle = west + 10'000;
      return {ring({{west, 0},
                    {middle, 0},
                    {east, 0},
                    {east, 10'000},
                    {east, 20'000},
                    {middle, 20'000},
                    {west, 20'000},
                    {west, 10'000}}),
              {}};
    }
    return {
        ring(
            {{west, 0}, {east, 0}, {east, 10'000}, {east, 20'000}, {west, 20'000}, {west, 10'000}}),
        {}};
  }

  void add(Kind kind, std::string const &code, std::string const &parent, geo::Polygon polygon) {
    layers[kind].layer = kind;
    layers[kind].features.push_back({code, "名" + code, parent, std::move(polygon), {}, {}});
  }

  model::LayerFeature &row(Kind kind, std::string const &code) {
    auto &features = layers.at(kind).features;
    return *std::find_if(features.begin(), features.end(),
                         [&](auto const &feature) { return feature.code == code; });
  }
  geo::Polygon &shape(Kind kind, std::string const &code) {
    return std::get<geo::Polygon>(row(kind, code).geometry);
  }

  [[nodiscard]] rules::topology::TopologyReport check() const {
    rules::topology::Layers shared;
    for (auto const &[kind, layer] : layers) {
      shared[kind] = std::make_shared<model::LayerVersion const>(layer);
    }
    return rules::topology::check_topology(shared, {});
  }

  std::map<Kind, model::LayerVersion> layers;
};

} // namespace yuntu::test
