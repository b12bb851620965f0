#include "geo/overlap_index.hpp"

#include "geo/area_raster.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace yuntu::geo {

struct OverlapIndex::Impl {
  std::vector<AreaShape> shapes; ///< by code, parts of one area in the order given
  AreaRaster raster;
};

OverlapIndex::OverlapIndex() = default;

OverlapIndex::OverlapIndex(std::vector<AreaShape> shapes) {
  if (shapes.empty()) {
    return;
  }
  auto impl = std::make_shared<Impl>();
  std::stable_sort(shapes.begin(), shapes.end(),
                   [](AreaShape const &a, AreaShape const &b) { return a.code < b.code; });
  std::vector<std::uint32_t> members(shapes.size());
  std::iota(members.begin(), members.end(), 0);
  impl->raster = AreaRaster(shapes, members, AreaRaster::Keep::all);
  impl->shapes = std::move(shapes);
  impl_ = std::move(impl);
}

std::vector<std::uint32_t> OverlapIndex::find(LonLat p) const {
  std::vector<std::uint32_t> payloads;
  if (impl_) {
    std::string const *last = nullptr;
    impl_->raster.for_each_covering(p, impl_->shapes, [&](std::uint32_t found) {
      auto const &shape = impl_->shapes[found];
      if (last == nullptr || *last != shape.code) {
        payloads.push_back(shape.payload);
        last = &shape.code;
      }
    });
  }
  return payloads;
}

std::span<AreaShape const> OverlapIndex::parts_of(std::string_view code) const {
  if (!impl_) {
    return {};
  }
  auto const &shapes = impl_->shapes;
  auto const first = std::lower_bound(
      shapes.begin(), shapes.end(), code,
      [](AreaShape const &shape, std::string_view wanted) { return shape.code < wanted; });
  auto const end =
      std::find_if(first, shapes.end(), [&](AreaShape const &shape) { return shape.code != code; });
  return {first, end};
}

std::size_t OverlapIndex::size() const {
  return impl_ ? impl_->shapes.size() : 0;
}

} // namespace yuntu::geo
