#include "geo/area_index.hpp"

#include "geo/boost_adapt.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <boost/iterator/function_output_iterator.hpp>

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
  std::vector<Envelope> envelopes;
  std::array<Tree, layer_count> trees;

  /// Lower code first; parts of one area in the order given.
  [[nodiscard]] bool is_better(std::uint32_t one, std::optional<std::uint32_t> other) const {
    return !other || std::tie(shapes[one].code, one) < std::tie(shapes[*other].code, *other);
  }
};

AreaIndex::AreaIndex() : impl_(std::make_shared<Impl const>()) {}

AreaIndex::AreaIndex(std::vector<AreaShape> shapes) {
  auto impl = std::make_shared<Impl>();
  std::array<std::vector<Entry>, layer_count> entries;
  for (std::uint32_t i = 0; i < shapes.size(); ++i) {
    auto const &shape = shapes[i];
    if (shape.layer >= layer_count) {
      throw std::invalid_argument("area " + shape.code + ": layer " + std::to_string(shape.layer) +
                                  " is not below " + std::to_string(layer_count));
    }
    auto const box = envelope_of(shape.polygon);
    impl->envelopes.push_back(box);
    if (!box.is_empty()) {
      entries[shape.layer].emplace_back(boost_adapt::to_boost(box), i);
    }
  }
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    impl->trees[layer] = Tree(entries[layer]); // the range constructor packs
  }
  impl->shapes = std::move(shapes);
  impl_ = std::move(impl);
}

AreaAnswer AreaIndex::find(LonLat p, double radius_m) const {
  AreaAnswer answer;
  double const radius = usable_radius(radius_m);
  auto const box = search_box(p, radius);
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    std::optional<std::uint32_t> best;
    bool near_border = false;
    auto const look_at = [&](Entry const &entry) {
      auto const i = entry.second;
      auto const &polygon = impl_->shapes[i].polygon;
      if (impl_->envelopes[i].covers(p) && impl_->is_better(i, best) && covers(polygon, p)) {
        best = i;
      }
      near_border = near_border || (radius > 0 && boundary_distance_m(polygon, p) <= radius);
    };
    impl_->trees[layer].query(bgi::intersects(box), boost::make_function_output_iterator(look_at));
    if (best) {
      answer.best[layer] = impl_->shapes[*best].payload;
    }
    answer.ambiguous_in[layer] = near_border;
    answer.ambiguous = answer.ambiguous || near_border;
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
