#include "server/model/worker.hpp"

#include <algorithm>

namespace yuntu::model {

bool Worker::was_on_duty(Time at) const {
  return std::any_of(duty.begin(), duty.end(), [&](DutySpell const &spell) {
    return at >= spell.since && (!spell.until || at < *spell.until);
  });
}

bool DeviceMark::has(std::uint64_t seq) const {
  return seq <= through || std::binary_search(beyond.begin(), beyond.end(), seq);
}

void DeviceMark::add(std::uint64_t seq, std::uint64_t hash) {
  constexpr std::size_t remembered = 1024;
  constexpr std::size_t most_beyond = 4096;
  if (has(seq)) {
    return;
  }
  beyond.insert(std::upper_bound(beyond.begin(), beyond.end(), seq), seq);
  if (beyond.size() > most_beyond) {
    through = beyond.front() - 1; // what is missing for so long is not coming
  }
  auto const first_gap = std::find_if(beyond.begin(), beyond.end(), [&](std::uint64_t value) {
    if (value != through + 1) {
      return true;
    }
    through = value;
    return false;
  });
  beyond.erase(beyond.begin(), first_gap);
  hashes.emplace_back(seq, hash);
  if (hashes.size() > remembered) {
    hashes.erase(hashes.begin());
  }
}

std::optional<std::uint64_t> DeviceMark::hash_of(std::uint64_t seq) const {
  auto const found = std::find_if(hashes.rbegin(), hashes.rend(),
                                  [&](auto const &pair) { return pair.first == seq; });
  if (found == hashes.rend()) {
    return std::nullopt;
  }
  return found->second;
}

} // namespace yuntu::model
