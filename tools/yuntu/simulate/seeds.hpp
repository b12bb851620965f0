#pragma once

#include "tools/yuntu/demo/random.hpp"

#include <cstdint>
#include <string_view>

namespace yuntu::simulate {

/// A seed of its own for each use and each number, from one: who walks how does not hang on how
/// many others there are. The same on every machine.
[[nodiscard]] inline std::uint64_t seed_of(std::uint64_t seed, std::string_view use,
                                           std::uint64_t number) {
  std::uint64_t mixed = seed ^ 0x9e3779b97f4a7c15ULL;
  auto const stir = [&mixed](std::uint64_t value) {
    mixed = (mixed ^ value) * 0xbf58476d1ce4e5b9ULL;
    mixed ^= mixed >> 29;
  };
  for (char const c : use) {
    stir(static_cast<unsigned char>(c));
  }
  stir(number);
  stir(number >> 32);
  return mixed;
}

/// Bell-shaped with mean 0 and deviation 1, within 6: a sum, so that no library's logarithm shows.
[[nodiscard]] inline double bell(demo::Random &random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) {
    sum += random.between(0.0, 1.0);
  }
  return sum;
}

/// A position chosen with the weight it has in the running sums.
template <class Sums>
[[nodiscard]] std::size_t weighted(demo::Random &random, Sums const &running_sums) {
  double const at = random.between(0.0, running_sums.back());
  std::size_t low = 0;
  std::size_t high = running_sums.size() - 1;
  while (low < high) {
    auto const middle = (low + high) / 2;
    if (running_sums[middle] > at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

} // namespace yuntu::simulate
