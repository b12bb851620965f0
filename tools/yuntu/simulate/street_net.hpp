#pragma once

#include "geo/box_index.hpp"
#include "geo/polygon.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::simulate {

/// The county's streets as points and the ways between them. Immutable. The numbers do not hang on
/// the order the streets came in.
class StreetNet {
public:
  explicit StreetNet(std::span<geo::LineString const> streets);

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] geo::LonLat place(std::uint32_t point) const { return places_[point]; }
  /// Where the ways from this point lead, ascending.
  [[nodiscard]] std::span<std::uint32_t const> ways_from(std::uint32_t point) const;
  /// Ascending.
  [[nodiscard]] std::vector<std::uint32_t> points_in(geo::Envelope const &box) const;
  /// Within `radius_m`; nullopt: none.
  [[nodiscard]] std::optional<std::uint32_t> nearest_point(geo::LonLat to, double radius_m) const;

private:
  std::vector<geo::LonLat> places_; ///< ascending
  std::vector<std::uint32_t> heads_;
  std::vector<std::size_t> first_; ///< per point, and one past the end
  geo::BoxIndex index_;
};

/// A box grown by so many metres on every side.
[[nodiscard]] geo::Envelope grown(geo::Envelope box, double metres);
[[nodiscard]] geo::Envelope box_at(geo::LonLat place);

} // namespace yuntu::simulate
