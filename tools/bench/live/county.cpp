#include "tools/bench/live/county.hpp"

#include "geo/tile_math.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>

namespace yuntu::bench {
namespace {

constexpr std::uint8_t cell_zoom = 14;
constexpr int grid_columns = 10;
constexpr int grid_rows = 11;
constexpr int pieces = 10; ///< of the border between two micro-grids: 40 corners a micro-grid

std::uint64_t mixed(std::uint64_t value) { // splitmix64
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

std::string three_digits(int number) {
  auto text = std::to_string(number);
  return std::string(3 - text.size(), '0') + text;
}

int number_at(std::string_view code, std::size_t from) {
  int value = 0;
  std::from_chars(code.data() + from, code.data() + from + 3, value);
  return value;
}

/// Ten columns and eleven rows of grids: five neighbours of a row are a community; six or five
/// rows of one half are a subdistrict.
struct GridNumbers {
  int subdistrict, community, grid; ///< each from 1 within the one above
};
GridNumbers numbers_of(int grid) {
  int const column = grid % grid_columns;
  int const row = grid / grid_columns;
  int const half = column / 5;
  return {1 + half + 2 * (row / 6), 1 + row % 6, 1 + column % 5};
}

std::string subdistrict_code(GridNumbers const &n) {
  return "371399" + three_digits(n.subdistrict);
}
std::string community_code(GridNumbers const &n) {
  return subdistrict_code(n) + three_digits(n.community);
}

int first_micro_row(int grid_row) {
  return std::min(grid_row * 9, 90) + (grid_row == grid_rows ? 10 : 0);
}

void write_layer(std::filesystem::path const &file,
                 std::vector<std::pair<std::string, geo::Ring>> const &areas) {
  std::ofstream out(file);
  out << R"({"type":"FeatureCollection","features":[)";
  char const *comma = "\n";
  for (auto const &[code, ring] : areas) {
    auto corners = nlohmann::json::array();
    for (auto const place : ring) {
      corners.push_back({place.lon(), place.lat()});
    }
    nlohmann::json const feature{
        {"type", "Feature"},
        {"properties", {{"code", code}, {"name", "Area " + code}}},
        {"geometry", {{"type", "Polygon"}, {"coordinates", nlohmann::json::array({corners})}}}};
    out << std::exchange(comma, ",\n") << feature;
  }
  out << "\n]}\n";
}

} // namespace

County::County(std::uint64_t seed) : seed_(seed) {
  auto const centre = geo::tile_at(*geo::LonLat::from_degrees(118.5, 35), cell_zoom);
  first_x_ = centre.x - side / 2;
  first_y_ = centre.y - side / 2;
  for (std::uint32_t i = 0; i <= side; ++i) {
    auto const box = geo::bounds_of({cell_zoom, first_x_ + i, first_y_ + i});
    lon_[i] = box.west;
    lat_[i] = box.north;
  }
  std::vector<geo::AreaShape> shapes;
  for (int grid = 0; grid < grids; ++grid) {
    shapes.push_back(
        {0, grid_code(grid), {outline(grid_block(grid)), {}}, static_cast<std::uint32_t>(grid)});
  }
  grids_ = geo::AreaIndex(std::move(shapes));
}

int County::grid_at(geo::LonLat place) const {
  auto const found = grids_.find(place).best[0];
  return found ? static_cast<int>(*found) : -1;
}

std::string County::grid_code(int grid) {
  auto const numbers = numbers_of(grid);
  return community_code(numbers) + three_digits(numbers.grid);
}

int County::grid_of_code(std::string_view code) {
  if (code.size() != 15) {
    return -1;
  }
  int const subdistrict = number_at(code, 6) - 1;
  int const row = (subdistrict / 2) * 6 + number_at(code, 9) - 1;
  int const column = (subdistrict % 2) * 5 + number_at(code, 12) - 1;
  return row * grid_columns + column;
}

County::Block County::grid_block(int grid) {
  int const column = grid % grid_columns;
  int const row = grid / grid_columns;
  return {column * 10, column * 10 + 10, first_micro_row(row), first_micro_row(row + 1)};
}

std::pair<int, int> County::middle_of(int grid) {
  auto const block = grid_block(grid);
  return {(block.first_column + block.last_column) / 2, (block.first_row + block.last_row) / 2};
}

geo::LonLat County::place_at(double across, double down) const {
  auto const between = [](auto const &borders, double at) {
    auto const cell = static_cast<std::size_t>(std::clamp(at, 0.0, side - 1e-9));
    double const share = at - static_cast<double>(cell);
    return static_cast<std::int32_t>(
        std::lround(borders[cell] + share * (borders[cell + 1] - borders[cell])));
  };
  return *geo::LonLat::from_units(between(lon_, across), between(lat_, down));
}

std::pair<int, int> County::cell_at(geo::LonLat place) const {
  auto const tile = geo::tile_at(place, cell_zoom);
  auto const column = static_cast<std::int64_t>(tile.x) - first_x_;
  auto const row = static_cast<std::int64_t>(tile.y) - first_y_;
  bool const is_inside = column >= 0 && column < side && row >= 0 && row < side;
  return is_inside ? std::pair{static_cast<int>(column), static_cast<int>(row)} : std::pair{-1, -1};
}

std::pair<int, int> County::cell_of_wire(std::uint64_t packed) const {
  constexpr std::uint64_t mask = (std::uint64_t{1} << 28U) - 1;
  return {static_cast<int>((packed >> 28U) & mask) - static_cast<int>(first_x_),
          static_cast<int>(packed & mask) - static_cast<int>(first_y_)};
}

bool County::is_in_cell(std::int32_t lon_e7, std::int32_t lat_e7, int column, int row) const {
  auto const x = static_cast<std::size_t>(column);
  auto const y = static_cast<std::size_t>(row);
  return lon_e7 >= lon_[x] - 1 && lon_e7 <= lon_[x + 1] + 1 && lat_e7 <= lat_[y] + 1 &&
         lat_e7 >= lat_[y + 1] - 1;
}

/// -1 to 1, the same for the same arguments.
double County::noise(int kind, int column, int row, int step) const {
  auto value = mixed(seed_ ^ static_cast<std::uint64_t>(kind));
  for (int const part : {column, row, step}) {
    value = mixed(value ^ static_cast<std::uint64_t>(part));
  }
  return static_cast<double>(value >> 11U) * 0x1p-52 - 1;
}

geo::LonLat County::node(int column, int row) const {
  bool const is_on_rim = column == 0 || column == side || row == 0 || row == side;
  double const most = is_on_rim ? 0 : 0.2;
  return place_at(column + most * noise(0, column, row, 0), row + most * noise(1, column, row, 0));
}

/// The corners after this node up to and with the next one to the east, or to the south.
std::vector<geo::LonLat> County::edge(int column, int row, bool is_down) const {
  auto const from = node(column, row);
  auto const to = is_down ? node(column, row + 1) : node(column + 1, row);
  bool const is_on_rim = is_down ? column == 0 || column == side : row == 0 || row == side;
  double const most = is_on_rim ? 0 : 0.03;
  std::vector<geo::LonLat> corners;
  for (int i = 1; i < pieces; ++i) {
    double const share = static_cast<double>(i) / pieces;
    double const bulge = most * noise(is_down ? 2 : 3, column, row, i);
    double const lon = from.lon() + share * (to.lon() - from.lon());
    double const lat = from.lat() + share * (to.lat() - from.lat());
    double const width = (lon_[1] - lon_[0]) * 1e-7;
    corners.push_back(*geo::LonLat::from_degrees(lon + (is_down ? bulge * width : 0),
                                                 lat + (is_down ? 0 : bulge * width)));
  }
  corners.push_back(to);
  return corners;
}

/// Down the west side, along the south, up the east, back along the north: counter-clockwise.
geo::Ring County::outline(Block const &block) const {
  geo::Ring ring{node(block.first_column, block.first_row)};
  auto const append = [&ring](std::vector<geo::LonLat> const &corners) {
    ring.insert(ring.end(), corners.begin(), corners.end());
  };
  auto const append_reversed = [&ring](std::vector<geo::LonLat> corners, geo::LonLat start) {
    corners.pop_back();
    ring.insert(ring.end(), corners.rbegin(), corners.rend());
    ring.push_back(start);
  };
  for (int row = block.first_row; row < block.last_row; ++row) {
    append(edge(block.first_column, row, true));
  }
  for (int column = block.first_column; column < block.last_column; ++column) {
    append(edge(column, block.last_row, false));
  }
  for (int row = block.last_row - 1; row >= block.first_row; --row) {
    append_reversed(edge(block.last_column, row, true), node(block.last_column, row));
  }
  for (int column = block.last_column - 1; column >= block.first_column; --column) {
    append_reversed(edge(column, block.first_row, false), node(column, block.first_row));
  }
  return ring;
}

void County::write(std::filesystem::path const &folder) const {
  std::vector<std::pair<std::string, geo::Ring>> micro;
  std::vector<std::pair<std::string, geo::Ring>> areas;
  for (int grid = 0; grid < grids; ++grid) {
    auto const block = grid_block(grid);
    areas.emplace_back(grid_code(grid), outline(block));
    int number = 0;
    for (int row = block.first_row; row < block.last_row; ++row) {
      for (int column = block.first_column; column < block.last_column; ++column) {
        micro.emplace_back(grid_code(grid) + three_digits(++number),
                           outline({column, column + 1, row, row + 1}));
      }
    }
  }
  write_layer(folder / "microgrid.geojson", micro);
  write_layer(folder / "grid.geojson", areas);
  areas.clear();
  for (int first = 0; first < grids; first += 5) {
    auto const west = grid_block(first);
    auto const east = grid_block(first + 4);
    areas.emplace_back(
        community_code(numbers_of(first)),
        outline({west.first_column, east.last_column, west.first_row, west.last_row}));
  }
  write_layer(folder / "community.geojson", areas);
  areas.clear();
  for (int quarter = 0; quarter < 4; ++quarter) {
    int const first_column = (quarter % 2) * 50;
    int const first_grid_row = (quarter / 2) * 6;
    int const last_grid_row = quarter < 2 ? 6 : grid_rows;
    areas.emplace_back(
        subdistrict_code(numbers_of(first_grid_row * grid_columns + first_column / 10)),
        outline({first_column, first_column + 50, first_micro_row(first_grid_row),
                 first_micro_row(last_grid_row)}));
  }
  write_layer(folder / "subdistrict.geojson", areas);
}

} // namespace yuntu::bench
