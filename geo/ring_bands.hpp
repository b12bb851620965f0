#pragma once

#include "geo/polygon.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// The edges of a multipolygon by bands of latitude, to ask of many places whether it covers them.
/// A workspace: lay out one multipolygon after the other, one a thread; keeps copies of the edges.
class RingBands {
public:
  /// Parts must be valid and not overlap.
  void lay_out(MultiPolygon const &parts);

  [[nodiscard]] Envelope const &extent() const { return extent_; }
  /// The same answer as geo::covers for any of the parts: on a ring counts.
  [[nodiscard]] bool covers(LonLat place) const;

private:
  struct Edge {
    LonLat a, b;
  };

  [[nodiscard]] std::size_t band_of(std::int32_t lat_e7) const {
    return static_cast<std::size_t>((std::int64_t{lat_e7} - extent_.south) / height_);
  }

  Envelope extent_;
  std::int64_t height_ = 1; ///< of a band, in units of 1e-7 degree
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> first_;
  std::vector<Edge> by_band_; ///< an edge is in every band it touches
};

} // namespace yuntu::geo
