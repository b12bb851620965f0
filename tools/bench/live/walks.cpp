#include "tools/bench/live/walks.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace yuntu::bench {

Walks::Walks(County const &county, std::uint32_t workers, std::uint64_t seed)
    : workers_(workers), steps_(std::size_t{workers} * steps) {
  constexpr double metres_a_cell = 2000;
  constexpr double margin = 0.05; // stays inside the county
  std::mt19937_64 random(seed);
  auto const uniform = [&random](double from, double to) {
    return from + (to - from) * static_cast<double>(random() >> 11U) * 0x1p-53;
  };
  for (std::uint32_t worker = 0; worker < workers; ++worker) {
    double across = uniform(margin, County::side - margin);
    double down = uniform(margin, County::side - margin);
    double heading = uniform(0, 6.283185307);
    double const stride = (worker % 20 == 19 ? 8.0 : 1.4) / metres_a_cell;
    for (std::uint32_t i = 0; i < steps; ++i) {
      auto const place = county.place_at(across, down);
      auto const [column, row] = county.cell_at(place);
      steps_[std::size_t{worker} * steps + i] = {
          place.lon_e7(), place.lat_e7(), static_cast<std::int16_t>(county.grid_at(place)),
          static_cast<std::int16_t>(column), static_cast<std::int16_t>(row)};
      heading += uniform(-0.5, 0.5);
      across = std::clamp(across + stride * std::cos(heading), margin, County::side - margin);
      down = std::clamp(down + stride * std::sin(heading), margin, County::side - margin);
    }
  }
}

} // namespace yuntu::bench
