#pragma once

#include "geo/area_shape.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace yuntu::geo {

/// Who covers a point, per layer.
struct AreaAnswer {
  static constexpr std::size_t layer_count = 6;

  /// Payload of the covering part with the lowest code; nullopt when no area covers the point.
  std::array<std::optional<std::uint32_t>, layer_count> best;
  /// Per layer: the true place, within the radius, may belong to another area or to none.
  std::array<bool, layer_count> ambiguous_in{};
  /// Any of them.
  bool ambiguous = false;

  friend bool operator==(AreaAnswer const &, AreaAnswer const &) = default;
};

/// Point -> areas, over six independent layers. Immutable: copies share one index, any thread may
/// ask. Exact (see predicates): the border counts in, holes do not, and where several areas of a
/// layer cover the point (shared border, overlap) the lower code wins.
///   AreaIndex const index(std::move(shapes));
///   auto const answer = index.find(point, accuracy_m);
class AreaIndex {
public:
  static constexpr std::size_t layer_count = AreaAnswer::layer_count;

  AreaIndex();
  /// Throws std::invalid_argument for a layer that is not below layer_count. Polygons valid.
  explicit AreaIndex(std::vector<AreaShape> shapes);

  /// `radius_m` 0 (or less, or NaN): the point is taken as exact and nothing is ambiguous.
  /// Otherwise a layer is ambiguous when a border of one of its areas lies within the radius (more
  /// than 100 km counts as 100 km).
  [[nodiscard]] AreaAnswer find(LonLat p, double radius_m = 0) const;

  /// Parts held, all layers.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::vector<AreaShape> const &shapes() const;

private:
  struct Impl;
  std::shared_ptr<Impl const> impl_;
};

} // namespace yuntu::geo
