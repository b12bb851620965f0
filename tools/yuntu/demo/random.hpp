#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// xoshiro256** seeded by splitmix64, written out: the standard distributions differ from one
/// library to the next, and a demo town must be the same bytes everywhere. One thread.
class Random {
public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  /// Uniform in [0, bound); bound > 0.
  std::size_t below(std::size_t bound);
  /// Uniform in [low, high], both ends possible.
  int between(int low, int high);
  /// Uniform in [low, high).
  double between(double low, double high);
  /// True with the given probability in [0, 1].
  bool chance(double probability);
  /// Fisher-Yates.
  template <class T>
  void shuffle(std::vector<T> &items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(i)]);
    }
  }

private:
  std::array<std::uint64_t, 4> state_{};
};

} // namespace yuntu::demo
