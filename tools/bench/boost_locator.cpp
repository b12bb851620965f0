#include "tools/bench/boost_locator.hpp"

#include "geo/boost_adapt.hpp"

#include <boost/geometry/algorithms/covered_by.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>

#include <array>
#include <utility>
#include <vector>

namespace yuntu::bench {
namespace {

namespace bg = boost::geometry;
namespace bgi = bg::index;
namespace adapt = geo::boost_adapt;
using Entry = std::pair<adapt::Box, std::uint32_t>;
using Tree = bgi::rtree<Entry, bgi::quadratic<16>>;

} // namespace

struct BoostLocator::Impl {
  std::vector<adapt::Area> areas; ///< by payload
  std::array<Tree, 6> trees;
};

BoostLocator::BoostLocator(LocateCity const &city) : impl_(std::make_unique<Impl>()) {
  std::array<std::vector<Entry>, 6> entries;
  impl_->areas.reserve(city.shapes.size());
  for (auto const &shape : city.shapes) {
    impl_->areas.push_back(adapt::to_boost(shape.polygon, geo::LonLat()));
    entries[shape.layer].emplace_back(adapt::to_boost(geo::envelope_of(shape.polygon)),
                                      shape.payload);
  }
  for (std::size_t layer = 0; layer < entries.size(); ++layer) {
    impl_->trees[layer] = Tree(entries[layer]); // the range constructor packs
  }
}

BoostLocator::~BoostLocator() = default;

std::optional<std::uint32_t> BoostLocator::find(std::uint8_t layer, geo::LonLat p) const {
  auto const point = adapt::to_boost(p);
  auto const &tree = impl_->trees[layer];
  std::optional<std::uint32_t> best;
  for (auto it = tree.qbegin(bgi::intersects(point)); it != tree.qend(); ++it) {
    if ((!best || it->second < *best) && bg::covered_by(point, impl_->areas[it->second])) {
      best = it->second;
    }
  }
  return best;
}

} // namespace yuntu::bench
