#include "tools/bench/bench_county.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace yuntu::bench {
namespace {

constexpr int side = 100;  ///< micro-grids east and north
constexpr int pieces = 10; ///< of each border between two corners
constexpr int grids_east = 11;
constexpr int grids_north = 10;

/// A lattice whose lines are broken into shaken pieces; a border is the same from both sides.
class Lattice {
public:
  explicit Lattice(unsigned seed) : random_(seed) {
    for (int i = 0; i <= side * pieces; ++i) {
      for (int j = 0; j <= side * pieces; ++j) {
        bool const is_on_line = i % pieces == 0 || j % pieces == 0;
        points_.push_back(is_on_line ? shaken(i, j) : geo::LonLat{});
      }
    }
  }

  /// The ring around the lattice cells from (west, south) to (east, north), exclusive.
  [[nodiscard]] geo::Polygon block(int west, int south, int east, int north) const {
    geo::Ring ring;
    for (int i = west * pieces; i < east * pieces; ++i) {
      ring.push_back(at(i, south * pieces));
    }
    for (int j = south * pieces; j < north * pieces; ++j) {
      ring.push_back(at(east * pieces, j));
    }
    for (int i = east * pieces; i > west * pieces; --i) {
      ring.push_back(at(i, north * pieces));
    }
    for (int j = north * pieces; j > south * pieces; --j) {
      ring.push_back(at(west * pieces, j));
    }
    ring.push_back(ring.front());
    return {std::move(ring), {}};
  }

private:
  [[nodiscard]] geo::LonLat at(int i, int j) const {
    return points_[static_cast<std::size_t>(i * (side * pieces + 1) + j)];
  }
  geo::LonLat shaken(int i, int j) {
    constexpr double step = county_side / (side * pieces);
    std::uniform_real_distribution<double> shake(-0.35 * step, 0.35 * step);
    return geo::LonLat::from_degrees(county_west + i * step + shake(random_),
                                     county_south + j * step + shake(random_))
        .value();
  }

  std::mt19937 random_;
  std::vector<geo::LonLat> points_;
};

std::string code_of(std::string const &prefix, int number) {
  auto digits = std::to_string(number);
  return prefix + std::string(6 - digits.size(), '0') + digits;
}

std::shared_ptr<model::LayerVersion const> layer_of(model::LayerKind kind,
                                                    std::vector<model::LayerFeature> features) {
  auto version = std::make_shared<model::LayerVersion>();
  version->layer = kind;
  version->version = "made up";
  version->features = std::move(features);
  return version;
}

} // namespace

std::map<model::LayerKind, std::shared_ptr<model::LayerVersion const>>
made_up_county(unsigned seed) {
  Lattice const lattice(seed);
  std::vector<model::LayerFeature> grids;
  for (int i = 0; i < grids_east; ++i) {
    for (int j = 0; j < grids_north; ++j) {
      grids.push_back({code_of("G", i * grids_north + j),
                       "",
                       "",
                       lattice.block(i * side / grids_east, j * side / grids_north,
                                     (i + 1) * side / grids_east, (j + 1) * side / grids_north),
                       {},
                       {}});
    }
  }
  std::vector<model::LayerFeature> microgrids;
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      microgrids.push_back(
          {code_of("M", i * side + j), "", "", lattice.block(i, j, i + 1, j + 1), {}, {}});
    }
  }
  return {
      {model::LayerKind::grid, layer_of(model::LayerKind::grid, std::move(grids))},
      {model::LayerKind::microgrid, layer_of(model::LayerKind::microgrid, std::move(microgrids))}};
}

std::shared_ptr<model::LayerVersion const> made_up_fences(unsigned seed, int count) {
  constexpr int corners = 60;
  constexpr double metre = 1e-5; // in degrees, nearly
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> anywhere(0, county_side);
  std::uniform_real_distribution<double> half_m(100, 2'000);
  std::uniform_real_distribution<double> jag(0.8, 1);
  std::vector<model::LayerFeature> fences;
  for (int i = 0; i < count; ++i) {
    auto const east = county_west + anywhere(random);
    auto const north = county_south + anywhere(random);
    auto const radius = half_m(random) * metre;
    geo::Polygon polygon;
    for (int corner = 0; corner < corners; ++corner) {
      auto const turn = 2 * std::numbers::pi * corner / corners;
      auto const out = radius * jag(random);
      polygon.outer.push_back(
          *geo::LonLat::from_degrees(east + out * std::cos(turn), north + out * std::sin(turn)));
    }
    polygon.outer.push_back(polygon.outer.front());
    fences.push_back({code_of("F", i), "", "", std::move(polygon), {}, {}});
  }
  return layer_of(model::LayerKind::fence, std::move(fences));
}

} // namespace yuntu::bench
