#include "tools/bench/nested_county.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::bench {
namespace {

using model::LayerKind;

constexpr double west_deg = 118.3;
constexpr double south_deg = 34.9;
/// Of a micro-grid; some 220 m either way.
constexpr double cell_lon = 0.0024;
constexpr double cell_lat = 0.0020;
/// Of a cell's side: borders stray no farther than `stray`, buildings and estates stay off.
constexpr double stray = 0.035;
constexpr double clear_of_border = 0.055;

geo::LonLat at(double east_cells, double north_cells) {
  return geo::LonLat::from_degrees(west_deg + east_cells * cell_lon,
                                   south_deg + north_cells * cell_lat)
      .value();
}

/// Cells [west, east) x [south, north).
struct Block {
  int west, south, east, north;
};

/// Lines between micro-grids, broken into shaken pieces; a border is the same from both sides.
class Lattice {
public:
  explicit Lattice(CountyPlan const &plan)
      : pieces_(plan.pieces), columns_(plan.microgrids.east * pieces_ + 1),
        rows_(plan.microgrids.north * pieces_ + 1), random_(plan.seed) {
    std::uniform_real_distribution<double> shake(-stray, stray);
    for (int i = 0; i < columns_; ++i) {
      for (int j = 0; j < rows_; ++j) {
        double const east = shake(random_);
        double const north = shake(random_);
        points_.push_back(at(double{1} * i / pieces_ + east, double{1} * j / pieces_ + north));
      }
    }
  }

  [[nodiscard]] geo::Polygon outline(Block const &block) const {
    geo::Ring ring;
    for (int i = block.west * pieces_; i < block.east * pieces_; ++i) {
      ring.push_back(point(i, block.south * pieces_));
    }
    for (int j = block.south * pieces_; j < block.north * pieces_; ++j) {
      ring.push_back(point(block.east * pieces_, j));
    }
    for (int i = block.east * pieces_; i > block.west * pieces_; --i) {
      ring.push_back(point(i, block.north * pieces_));
    }
    for (int j = block.north * pieces_; j > block.south * pieces_; --j) {
      ring.push_back(point(block.west * pieces_, j));
    }
    ring.push_back(ring.front());
    return {std::move(ring), {}};
  }

private:
  [[nodiscard]] geo::LonLat point(int i, int j) const {
    return points_[static_cast<std::size_t>(i) * static_cast<std::size_t>(rows_) +
                   static_cast<std::size_t>(j)];
  }

  int pieces_;
  int columns_;
  int rows_;
  std::mt19937 random_;
  std::vector<geo::LonLat> points_;
};

std::string digits(int number, std::size_t width) {
  auto text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

class CountyMaker {
public:
  explicit CountyMaker(CountyPlan const &plan)
      : plan_(plan), lattice_(plan), random_(plan.seed + 1) {}

  std::map<LayerKind, model::LayerVersion> make() {
    Block const all{0, 0, plan_.subdistricts.east, plan_.subdistricts.north};
    add_level(0, all, "371399", "");
    for (auto &[kind, layer] : layers_) {
      layer.layer = kind;
      layer.version = "made up";
    }
    return std::move(layers_);
  }

private:
  struct Level {
    LayerKind kind;
    CountyPlan::Count count;
    std::size_t digits;
  };
  [[nodiscard]] std::vector<Level> levels() const {
    return {{LayerKind::subdistrict, plan_.subdistricts, 3},
            {LayerKind::community, plan_.communities, 3},
            {LayerKind::grid, plan_.grids, 3},
            {LayerKind::microgrid, plan_.microgrids, 2}};
  }

  /// A block of one level, counted in units of another.
  static Block in_units_of(Block const &block, CountyPlan::Count from, CountyPlan::Count to) {
    return {block.west * to.east / from.east, block.south * to.north / from.north,
            block.east * to.east / from.east, block.north * to.north / from.north};
  }

  /// Level by level: where counts do not divide, each border must lie on one of the level below.
  [[nodiscard]] Block cells_of(Block block, std::size_t depth) const {
    auto const all = levels();
    for (; depth + 1 < all.size(); ++depth) {
      block = in_units_of(block, all[depth].count, all[depth + 1].count);
    }
    return block;
  }

  /// The level's areas in a block, and all that lies in them, from north to south and west to east.
  void add_level(std::size_t depth, Block const &block, std::string const &prefix,
                 std::string const &parent) {
    auto const level = levels().at(depth);
    int number = level.kind == LayerKind::microgrid ? 0 : 1; // a hundred need two digits
    for (int north = block.north; north > block.south; --north) {
      for (int west = block.west; west < block.east; ++west) {
        Block const own{west, north - 1, west + 1, north};
        auto const code = prefix + digits(number++, level.digits);
        auto const cells = cells_of(own, depth);
        add(level.kind, code, parent, lattice_.outline(cells));
        if (level.kind == LayerKind::community) {
          buildings_ = 0;
          add_estate(code, cells);
        }
        if (level.kind == LayerKind::microgrid) {
          add_buildings(code.substr(0, 12), cells);
        } else {
          add_level(depth + 1, in_units_of(own, level.count, levels().at(depth + 1).count), code,
                    code);
        }
      }
    }
  }

  void add(LayerKind kind, std::string const &code, std::string const &parent,
           geo::Geometry geometry) {
    layers_[kind].features.push_back({code, "名" + code, parent, std::move(geometry), {}, {}});
  }

  /// Around the buildings of the community's south-western micro-grid, with a station in it.
  void add_estate(std::string const &community, Block const &cells) {
    double const west = cells.west + clear_of_border - 0.01;
    double const south = cells.south + clear_of_border - 0.01;
    double const east = cells.west + 1 - clear_of_border + 0.01;
    double const north = cells.south + 1 - clear_of_border + 0.01;
    geo::Ring const ring{at(west, south), at(east, south), at(east, north), at(west, north),
                         at(west, south)};
    add(LayerKind::estate, community + "X01", community, geo::Polygon{ring, {}});
    add(LayerKind::station, "S" + community, "", at(cells.west + 0.5, cells.south + 0.5));
  }

  void add_buildings(std::string const &community, Block const &cells) {
    double const pitch = (1 - 2 * clear_of_border) / plan_.buildings_aside;
    std::uniform_int_distribution<int> corners(4, 12);
    std::uniform_real_distribution<double> turn(0, 2 * std::numbers::pi);
    for (int i = 0; i < plan_.buildings_aside; ++i) {
      for (int j = 0; j < plan_.buildings_aside; ++j) {
        double const east = cells.west + clear_of_border + (i + 0.5) * pitch;
        double const north = cells.south + clear_of_border + (j + 0.5) * pitch;
        double const radius = std::min(0.42 * pitch, 0.2);
        int const count = corners(random_);
        double const start = turn(random_);
        geo::Ring ring;
        for (int k = 0; k < count; ++k) {
          double const angle = start + 2 * std::numbers::pi * k / count;
          ring.push_back(at(east + radius * std::cos(angle), north + radius * std::sin(angle)));
        }
        ring.push_back(ring.front());
        add(LayerKind::building, community + digits(++buildings_, 5), "",
            geo::Polygon{std::move(ring), {}});
      }
    }
  }

  CountyPlan plan_;
  Lattice lattice_;
  std::mt19937 random_;
  std::map<LayerKind, model::LayerVersion> layers_;
  int buildings_ = 0; ///< so far in the community
};

} // namespace

std::map<LayerKind, model::LayerVersion> nested_county(CountyPlan const &plan) {
  return CountyMaker(plan).make();
}

std::map<LayerKind, std::shared_ptr<model::LayerVersion const>>
shared_layers(std::map<LayerKind, model::LayerVersion> layers) {
  std::map<LayerKind, std::shared_ptr<model::LayerVersion const>> shared;
  for (auto &[kind, layer] : layers) {
    shared[kind] = std::make_shared<model::LayerVersion const>(std::move(layer));
  }
  return shared;
}

} // namespace yuntu::bench
