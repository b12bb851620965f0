#pragma once

#include "geo/area_shape.hpp"
#include "geo/index_image.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
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
/// layer cover the point (shared border, overlap) the lower code wins. It keeps nothing of the
/// polygons it was made from.
///   AreaIndex const index(parts);
///   auto const answer = index.find(point, accuracy_m);
class AreaIndex {
public:
  static constexpr std::size_t layer_count = AreaAnswer::layer_count;
  static constexpr std::uint32_t nowhere = UINT32_MAX;

  /// What AreaShape says, of a polygon that is the caller's until the index is made.
  struct Part {
    std::uint8_t layer;
    std::string_view code;
    Polygon const *polygon;
    std::uint32_t payload; ///< below 2^31
  };
  /// Per layer what AreaAnswer::best says, or nowhere.
  using Owners = std::array<std::uint32_t, layer_count>;

  AreaIndex();
  /// Throws std::invalid_argument for a layer that is not below layer_count. Polygons valid.
  explicit AreaIndex(std::span<Part const> parts);
  explicit AreaIndex(std::vector<AreaShape> const &shapes);

  /// What of_image() takes again, in this process or another.
  [[nodiscard]] IndexImage image() const;
  /// Uses the image where it lies. nullopt: it is none, by its measures. That the numbers are those
  /// that image() gave is the caller's to know, by a checksum.
  [[nodiscard]] static std::optional<AreaIndex> of_image(IndexImage const &image);
  /// Raised whenever an image is written otherwise or means something else.
  static constexpr std::uint32_t image_form = 1;

  /// `radius_m` 0 (or less, or NaN): the point is taken as exact and nothing is ambiguous.
  /// Otherwise a layer is ambiguous when a border of one of its areas lies within the radius (more
  /// than 100 km counts as 100 km).
  [[nodiscard]] AreaAnswer find(LonLat p, double radius_m = 0) const;
  [[nodiscard]] Owners owners_of(LonLat p) const;
  /// The same for many at once, two to three times as fast where the index is larger than the
  /// caches. `owners` as long as `points`.
  void find_owners(std::span<LonLat const> points, std::span<Owners> owners) const;

  /// Parts held, all layers.
  [[nodiscard]] std::size_t size() const;
  /// Bytes held.
  [[nodiscard]] std::size_t bytes() const;

private:
  struct Impl;
  std::shared_ptr<Impl const> impl_;
};

} // namespace yuntu::geo
