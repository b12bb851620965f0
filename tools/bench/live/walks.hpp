#pragma once

#include "tools/bench/live/county.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::bench {

/// A place on a worker's way, with what the checks need to know of it.
struct Step {
  std::int32_t lon_e7 = 0;
  std::int32_t lat_e7 = 0;
  std::int16_t grid = -1;
  std::int16_t column = 0;
  std::int16_t row = 0;
};

/// Random walks worked out beforehand, so that the client does not locate while it measures: each
/// worker goes to and fro on a way of `steps` places. Nineteen in twenty walk (1.4 m a step), one
/// rides (8 m). A seed gives the same walks.
class Walks {
public:
  static constexpr std::uint32_t steps = 64;

  Walks(County const &county, std::uint32_t workers, std::uint64_t seed);

  [[nodiscard]] std::uint32_t workers() const { return workers_; }
  [[nodiscard]] Step const &at(std::uint32_t worker, std::uint64_t report) const {
    auto const turn = static_cast<std::uint32_t>(report % (2 * steps - 2));
    auto const step = turn < steps ? turn : 2 * steps - 2 - turn;
    return steps_[std::size_t{worker} * steps + step];
  }

private:
  std::uint32_t workers_;
  std::vector<Step> steps_;
};

} // namespace yuntu::bench
