#include "geo/box_index.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace yuntu::geo {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::point<double, 2, bg::cs::cartesian>;
using Box = bg::model::box<Point>;
using Entry = std::pair<Box, std::uint32_t>;

Box to_box(Envelope const &e) {
  return {Point(e.west, e.south), Point(e.east, e.north)};
}

} // namespace

struct BoxIndex::Impl {
  bg::index::rtree<Entry, bg::index::quadratic<16>> tree;
};

BoxIndex::BoxIndex() : BoxIndex(std::vector<Envelope>{}) {}

BoxIndex::BoxIndex(std::vector<Envelope> const &boxes) {
  std::vector<Entry> entries;
  entries.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!boxes[i].is_empty()) {
      entries.emplace_back(to_box(boxes[i]), static_cast<std::uint32_t>(i));
    }
  }
  impl_ = std::make_shared<Impl const>(Impl{decltype(Impl::tree)(entries)});
}

std::vector<std::uint32_t> BoxIndex::find(Envelope const &box) const {
  std::vector<std::uint32_t> found;
  if (box.is_empty()) {
    return found;
  }
  std::vector<Entry> entries;
  impl_->tree.query(bg::index::intersects(to_box(box)), std::back_inserter(entries));
  found.reserve(entries.size());
  for (auto const &entry : entries) {
    found.push_back(entry.second);
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace yuntu::geo
