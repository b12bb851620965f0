#include "server/model/device_mark.hpp"

#include <algorithm>

namespace yuntu::model {
namespace {

/// The first range that begins after seq.
template <typename Ranges>
auto range_after(Ranges &ranges, std::uint64_t seq) {
  return std::upper_bound(
      ranges.begin(), ranges.end(), seq,
      [](std::uint64_t value, auto const &range) { return value < range.first; });
}

void insert(std::vector<DeviceMark::Range> &ranges, std::uint64_t seq) {
  auto const next = range_after(ranges, seq);
  bool const joins_next = next != ranges.end() && next->first == seq + 1;
  if (next != ranges.begin() && std::prev(next)->second + 1 == seq) {
    auto const before = std::prev(next);
    before->second = joins_next ? next->second : seq;
    if (joins_next) {
      ranges.erase(next);
    }
  } else if (joins_next) {
    next->first = seq;
  } else {
    ranges.insert(next, {seq, seq});
  }
}

} // namespace

void RecentHashes::add(std::uint64_t seq, std::uint64_t hash) {
  if (items_.size() < most) {
    items_.emplace_back(seq, hash);
    return;
  }
  items_[next_] = {seq, hash};
  next_ = (next_ + 1) % most;
}

std::optional<std::uint64_t> RecentHashes::find(std::uint64_t seq) const {
  if (items_.empty()) {
    return std::nullopt;
  }
  // Devices count on: it mostly stands as many places back as it is numbers back.
  auto const newest = (next_ + items_.size() - 1) % items_.size();
  auto const back = items_[newest].first - seq;
  if (back < items_.size()) {
    auto const &guess = items_[(newest + items_.size() - back) % items_.size()];
    if (guess.first == seq) {
      return guess.second;
    }
  }
  auto const found = std::find_if(items_.begin(), items_.end(),
                                  [&](Item const &item) { return item.first == seq; });
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<RecentHashes::Item> RecentHashes::in_order() const {
  auto items = items_;
  std::rotate(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(next_), items.end());
  return items;
}

bool DeviceMark::has(std::uint64_t seq) const {
  if (seq <= through) {
    return true;
  }
  auto const next = range_after(beyond, seq);
  return next != beyond.begin() && std::prev(next)->second >= seq;
}

void DeviceMark::add(std::uint64_t seq, std::uint64_t hash) {
  if (has(seq)) {
    return;
  }
  hashes.add(seq, hash);
  if (seq != through + 1) {
    insert(beyond, seq);
    if (beyond.size() > most_ranges) { // what is missing for so long is not coming
      through = beyond.front().second;
      beyond.erase(beyond.begin());
    }
    return;
  }
  through = seq;
  if (!beyond.empty() && beyond.front().first == through + 1) {
    through = beyond.front().second;
    beyond.erase(beyond.begin());
  }
}

} // namespace yuntu::model
