#pragma once

#include "tools/bench/locate_city.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace yuntu::bench {

/// The control of bench_locate: Boost.Geometry's packed rtree of boxes and covered_by, a tree a
/// layer. Where several cover a point the lowest payload wins, as the codes of the city are given.
class BoostLocator {
public:
  explicit BoostLocator(LocateCity const &city);
  ~BoostLocator();

  [[nodiscard]] std::optional<std::uint32_t> find(std::uint8_t layer, geo::LonLat p) const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::bench
