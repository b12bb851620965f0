#include "geo/overlap_index.hpp"

#include "geo/area_cells.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {

struct OverlapIndex::Impl {
  std::vector<AreaShape> shapes; ///< by code, parts of one area in the order given
  AreaCells cells;               ///< payload: place in `shapes`
};

OverlapIndex::OverlapIndex() = default;

OverlapIndex::OverlapIndex(std::vector<AreaShape> shapes) {
  if (shapes.empty()) {
    return;
  }
  auto impl = std::make_shared<Impl>();
  std::stable_sort(shapes.begin(), shapes.end(),
                   [](AreaShape const &a, AreaShape const &b) { return a.code < b.code; });
  std::vector<AreaCells::Member> members;
  for (auto const &shape : shapes) {
    members.push_back({&shape.polygon, static_cast<std::uint32_t>(members.size())});
  }
  impl->cells = AreaCells(members, AreaCells::Keep::all);
  impl->shapes = std::move(shapes);
  impl_ = std::move(impl);
}

std::vector<std::uint32_t> OverlapIndex::find(LonLat p) const {
  std::vector<std::uint32_t> payloads;
  if (!impl_) {
    return payloads;
  }
  impl_->cells.find_all(p, payloads);
  auto const &shapes = impl_->shapes;
  auto const end =
      std::unique(payloads.begin(), payloads.end(), [&](std::uint32_t one, std::uint32_t other) {
        return shapes[one].code == shapes[other].code;
      });
  payloads.erase(end, payloads.end());
  for (auto &found : payloads) {
    found = shapes[found].payload;
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
