#pragma once

#include "tools/yuntu/simulate/day.hpp"
#include "tools/yuntu/simulate/street_net.hpp"
#include "tools/yuntu/simulate/world.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::simulate {

/// How far beyond its border a grid's streets are walked: the other side of the street that is the
/// border.
inline constexpr double rim_m = 25;

/// A point of a beat's streets and what it is like there.
struct BeatPoint {
  geo::LonLat place;
  bool has_door = false;  ///< a building stands by it
  bool is_alley = false;  ///< among low old houses: a poor sky for GPS
  bool is_silent = false; ///< no network: reports wait until one has passed
};

/// A way from one point of the beat to another.
struct BeatWay {
  std::uint32_t head = 0;
  double length_m = 0;
};

/// The connected streets that somebody in charge of a grid walks. One point without ways when the
/// grid has no street: then they stand there.
struct Beat {
  std::vector<BeatPoint> points;
  std::vector<BeatWay> ways;
  std::vector<std::uint32_t> first_way; ///< per point, and one past the end
};

/// What beats are cut from. Pure: the same arguments give the same beats.
class BeatMaker {
public:
  /// `world` and `net` must outlive it.
  BeatMaker(World const &world, StreetNet const &net, Day const &day);
  [[nodiscard]] Beat beat_of(Grid const &grid, std::uint64_t seed) const;

private:
  [[nodiscard]] std::vector<std::uint32_t> points_of(Grid const &grid) const;
  [[nodiscard]] BeatPoint describe(geo::LonLat place) const;

  World const &world_;
  StreetNet const &net_;
  geo::BoxIndex homes_;
  std::vector<geo::Polygon const *> alley_estates_;
  geo::BoxIndex alleys_;
};

} // namespace yuntu::simulate
