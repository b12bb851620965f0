#include "server/live/frame_cache.hpp"

#include <initializer_list>

namespace yuntu::live {

std::size_t FrameKey::hash() const {
  std::uint64_t hash = 0;
  for (std::uint64_t const part :
       {rights, interest.cells.first.packed(), interest.cells.last.packed(), since, seq, tick}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 32U;
  }
  return static_cast<std::size_t>(hash);
}

} // namespace yuntu::live
