#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace yuntu::store {

/// Against accidents, not against intent; as fast as memory is read. Each step can be undone when
/// the number that went into it is known, so that no change of a single number goes unnoticed.
[[nodiscard]] inline std::uint64_t checksum(std::span<std::uint32_t const> words) {
  constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15;
  constexpr std::size_t at_once = 8; // in four lanes
  auto const mixed = [](std::uint64_t sum, std::uint64_t number) {
    return std::rotl((sum ^ number) * odd, 29);
  };
  std::array<std::uint64_t, at_once / 2> lanes{1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + at_once <= words.size(); at += at_once) {
    std::array<std::uint64_t, at_once / 2> numbers;
    std::memcpy(numbers.data(), &words[at], sizeof numbers);
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      lanes[lane] = mixed(lanes[lane], numbers[lane]);
    }
  }
  std::uint64_t sum = words.size();
  for (; at < words.size(); ++at) {
    sum = mixed(sum, words[at]);
  }
  for (auto const lane : lanes) {
    sum = mixed(sum, lane);
  }
  return sum;
}

} // namespace yuntu::store
