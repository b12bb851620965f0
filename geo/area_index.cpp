#include "geo/area_index.hpp"

#include "geo/area_raster.hpp"
#include "geo/boost_adapt.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>

namespace yuntu::geo {
namespace {

namespace bgi = boost::geometry::index;
using Entry = std::pair<boost_adapt::Box, std::uint32_t>;
using Tree = bgi::rtree<Entry, bgi::rstar<16>>;

/// Beyond any position error worth asking with; keeps the search box inside the world.
constexpr double max_radius_m = 100'000;

double usable_radius(double radius_m) {
  return radius_m > 0 ? std::min(radius_m, max_radius_m) : 0.0; // NaN compares false
}

boost_adapt::Box search_box(LonLat p, double radius_m) {
  LocalFrame const frame(p);
  auto const centre = boost_adapt::to_boost(p);
  // A whole turn where a metre is no angle at all: at the poles.
  double const world = 360.0 * LonLat::units_per_degree;
  double const east = std::min(world, radius_m / std::max(frame.metres_per_lon_unit(), 1e-9) + 1);
  double const north = radius_m / frame.metres_per_lat_unit() + 1;
  return {{centre.x() - east, centre.y() - north}, {centre.x() + east, centre.y() + north}};
}

} // namespace

struct AreaIndex::Impl {
  std::vector<AreaShape> shapes;
  std::array<AreaRaster, layer_count> rasters;
  std::array<Tree, layer_count> trees; ///< for questions with a radius

  [[nodiscard]] bool has_border_near(std::size_t layer, LonLat p, double radius) const {
    return std::any_of(bgi::qbegin(trees[layer], bgi::intersects(search_box(p, radius))),
                       bgi::qend(trees[layer]), [&](Entry const &entry) {
                         return boundary_distance_m(shapes[entry.second].polygon, p) <= radius;
                       });
  }
};

AreaIndex::AreaIndex() : impl_(std::make_shared<Impl const>()) {}

AreaIndex::AreaIndex(std::vector<AreaShape> shapes) {
  auto impl = std::make_shared<Impl>();
  std::array<std::vector<Entry>, layer_count> entries;
  std::array<std::vector<std::uint32_t>, layer_count> members;
  for (std::uint32_t i = 0; i < shapes.size(); ++i) {
    auto const &shape = shapes[i];
    if (shape.layer >= layer_count) {
      throw std::invalid_argument("area " + shape.code + ": layer " + std::to_string(shape.layer) +
                                  " is not below " + std::to_string(layer_count));
    }
    auto const box = envelope_of(shape.polygon);
    if (!box.is_empty()) {
      entries[shape.layer].emplace_back(boost_adapt::to_boost(box), i);
      members[shape.layer].push_back(i);
    }
  }
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    impl->trees[layer] = Tree(entries[layer]); // the range constructor packs
    // Lower code first; parts of one area in the order given.
    std::stable_sort(members[layer].begin(), members[layer].end(),
                     [&](auto one, auto other) { return shapes[one].code < shapes[other].code; });
    impl->rasters[layer] = AreaRaster(shapes, members[layer]);
  }
  impl->shapes = std::move(shapes);
  impl_ = std::move(impl);
}

AreaAnswer AreaIndex::find(LonLat p, double radius_m) const {
  AreaAnswer answer;
  double const radius = usable_radius(radius_m);
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    if (auto const best = impl_->rasters[layer].first_covering(p, impl_->shapes)) {
      answer.best[layer] = impl_->shapes[*best].payload;
    }
    answer.ambiguous_in[layer] = radius > 0 && impl_->has_border_near(layer, p, radius);
    answer.ambiguous = answer.ambiguous || answer.ambiguous_in[layer];
  }
  return answer;
}

std::size_t AreaIndex::size() const {
  return impl_->shapes.size();
}
std::vector<AreaShape> const &AreaIndex::shapes() const {
  return impl_->shapes;
}

} // namespace yuntu::geo
