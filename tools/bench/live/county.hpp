#pragma once

#include "geo/area_index.hpp"
#include "geo/lon_lat.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::bench {

/// A made-up county of 100 x 100 cells of the live stream (Web Mercator tiles of zoom 14) around
/// 118.5 E 35 N: 10,000 micro-grids with crooked shared borders, united into 110 grids, 22
/// communities and 4 subdistricts. The same seed gives the same county.
class County {
public:
  static constexpr int side = 100; ///< cells, and micro-grids
  static constexpr int grids = 110;

  explicit County(std::uint64_t seed);

  /// One GeoJSON file a layer, LAYER.geojson, ready for `yuntu import`.
  void write(std::filesystem::path const &folder) const;

  /// -1: in none.
  [[nodiscard]] int grid_at(geo::LonLat place) const;
  [[nodiscard]] static std::string grid_code(int grid);
  /// -1: not a code of this county's grids.
  [[nodiscard]] static int grid_of_code(std::string_view code);
  /// The cell in the middle of a grid.
  [[nodiscard]] static std::pair<int, int> middle_of(int grid);

  /// `across` and `down` in cells from the north-west corner, 0 to 100.
  [[nodiscard]] geo::LonLat place_at(double across, double down) const;
  /// Column and row of the cell, each 0 to 99; -1 outside.
  [[nodiscard]] std::pair<int, int> cell_at(geo::LonLat place) const;
  /// Of a cell number on the wire.
  [[nodiscard]] std::pair<int, int> cell_of_wire(std::uint64_t packed) const;
  /// Whether a place lies in the cell, give or take a unit.
  [[nodiscard]] bool is_in_cell(std::int32_t lon_e7, std::int32_t lat_e7, int column,
                                int row) const;

private:
  struct Block { ///< of micro-grids, columns and rows [first, last)
    int first_column, last_column, first_row, last_row;
  };
  [[nodiscard]] double noise(int kind, int column, int row, int step) const;
  [[nodiscard]] geo::LonLat node(int column, int row) const;
  [[nodiscard]] std::vector<geo::LonLat> edge(int column, int row, bool is_down) const;
  [[nodiscard]] geo::Ring outline(Block const &block) const;
  [[nodiscard]] static Block grid_block(int grid);

  std::uint64_t seed_;
  std::uint32_t first_x_;
  std::uint32_t first_y_;
  std::array<std::int32_t, side + 1> lon_{}; ///< borders of the columns, from the west
  std::array<std::int32_t, side + 1> lat_{}; ///< of the rows, from the north
  geo::AreaIndex grids_;
};

} // namespace yuntu::bench
