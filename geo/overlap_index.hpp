#pragma once

#include "geo/area_shape.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace yuntu::geo {

/// Point -> every area that covers it, of areas that may overlap. Immutable: copies share one
/// index, any thread may ask. Exact (see predicates): the border counts in, holes do not.
///   OverlapIndex const index(std::move(shapes));
///   for (auto const payload : index.find(point)) ...
class OverlapIndex {
public:
  OverlapIndex(); ///< of nothing, which costs nothing to ask
  /// `layer` of the shapes is not looked at. Polygons valid.
  explicit OverlapIndex(std::vector<AreaShape> shapes);

  /// In order of the codes, an area in several parts once: the payload of the first that covers p.
  [[nodiscard]] std::vector<std::uint32_t> find(LonLat p) const;
  /// The parts of an area; empty when there is none with this code.
  [[nodiscard]] std::span<AreaShape const> parts_of(std::string_view code) const;

  /// Parts held.
  [[nodiscard]] std::size_t size() const;

private:
  struct Impl;
  std::shared_ptr<Impl const> impl_; ///< nullptr: of nothing
};

} // namespace yuntu::geo
