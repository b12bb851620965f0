#pragma once

#include "tools/bench/locate_city.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace yuntu::bench {

/// A peer of bench_locate: GEOS' STRtree of boxes and prepared geometry, a tree a layer, as PostGIS
/// and most Python tools have it. Where several cover a point the lowest payload wins. One thread.
class GeosLocator {
public:
  explicit GeosLocator(LocateCity const &city);
  ~GeosLocator();

  [[nodiscard]] std::optional<std::uint32_t> find(std::uint8_t layer, geo::LonLat p) const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::bench
