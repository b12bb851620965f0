#pragma once

#include "geo/street_line.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace yuntu::test {

/// Streets between the points of a square lattice of about 50 m, so that equal distances, loops,
/// parallel streets and islands all come up; some are steps. Joined by place, without node ids.
inline std::vector<geo::StreetLine> random_streets(std::mt19937 &random, int side, int count) {
  auto const pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  auto const place = [](int column, int row) {
    return geo::LonLat::from_units(1'183'500'000 + column * 5000, 350'500'000 + row * 4500).value();
  };
  std::vector<geo::StreetLine> streets;
  for (int i = 0; i < count; ++i) {
    auto &street = streets.emplace_back();
    int column = pick(side);
    int row = pick(side);
    street.points.push_back(place(column, row));
    for (int steps = 1 + pick(5); steps > 0; --steps) {
      column = std::clamp(column + pick(3) - 1, 0, side - 1);
      row = std::clamp(row + pick(3) - 1, 0, side - 1);
      street.points.push_back(place(column, row));
    }
    street.street_class = pick(8) == 0 ? geo::StreetClass::steps : geo::StreetClass::street;
    street.source_id = i;
  }
  return streets;
}

/// Makes some of the streets private, so many of a hundred.
inline std::vector<geo::StreetLine>
with_compounds(std::mt19937 &random, std::vector<geo::StreetLine> streets, unsigned percent) {
  for (auto &street : streets) {
    street.is_private = percent > 0 && random() % 100 < percent;
  }
  return streets;
}

/// None in every third town, a few, most: so that towns without compounds stay as they were.
inline unsigned private_percent(unsigned seed) {
  constexpr std::array<unsigned, 3> percents = {25, 60, 0};
  return percents[seed % percents.size()];
}

/// A point on a random edge, sometimes exactly at its end, with an access leg of up to 60 m.
inline geo::StreetPoint random_point(std::mt19937 &random, geo::WalkGraph const &graph) {
  auto const edge = static_cast<geo::EdgeId>(random() % graph.edge_count());
  auto const length = static_cast<unsigned>(graph.edge(edge).length_mm);
  auto const choice = random() % 8;
  auto const offset = choice == 0 ? 0 : choice == 1 ? length : random() % (length + 1);
  auto const access = random() % 4 == 0 ? 0 : random() % 60'000;
  return {edge, static_cast<std::int32_t>(offset), static_cast<std::int32_t>(access)};
}

/// Targets at random points; some have no street.
inline std::vector<geo::Target> random_targets(std::mt19937 &random, geo::WalkGraph const &graph,
                                               int count) {
  std::vector<geo::Target> targets;
  for (int i = 0; i < count; ++i) {
    auto const weight = static_cast<std::int64_t>(random() % 40);
    if (random() % 20 == 0) {
      targets.push_back({std::nullopt, weight});
    } else {
      targets.push_back({random_point(random, graph), weight});
    }
  }
  return targets;
}

} // namespace yuntu::test
