#include "tools/yuntu/demo/random.hpp"

#include <bit>

namespace yuntu::demo {

Random::Random(std::uint64_t seed) {
  for (std::uint64_t &word : state_) {
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    word = z ^ (z >> 31);
  }
}

std::uint64_t Random::next() {
  std::uint64_t const result = std::rotl(state_[1] * 5, 7) * 9;
  std::uint64_t const t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::size_t Random::below(std::size_t bound) {
  // The modulo bias is under 2^-40 for any bound a town has.
  return static_cast<std::size_t>(next() % bound);
}

int Random::between(int low, int high) {
  return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1));
}

double Random::between(double low, double high) {
  double const unit = static_cast<double>(next() >> 11) * 0x1.0p-53;
  return low + (high - low) * unit;
}

bool Random::chance(double probability) {
  return between(0.0, 1.0) < probability;
}

} // namespace yuntu::demo
