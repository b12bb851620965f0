#include "server/live/block.hpp"

#include <algorithm>

namespace yuntu::live {

void BlockHistory::add(std::uint64_t tick, std::uint32_t records) {
  auto const before = changes_.empty() ? 0 : changes_.back().records;
  if (!changes_.empty() && changes_.back().tick == tick) {
    changes_.back().records += records;
  } else {
    changes_.push_back({tick, before + records});
  }
}

void BlockHistory::forget_before(std::uint64_t tick) {
  auto const first_after =
      std::find_if(changes_.begin(), changes_.end(), [&](auto const &c) { return c.tick > tick; });
  if (first_after - changes_.begin() > 1) {
    changes_.erase(changes_.begin(), first_after - 1);
    is_cut_ = true;
  }
}

std::optional<std::uint64_t> BlockHistory::last_change_up_to(std::uint64_t tick) const {
  auto const found = std::find_if(changes_.rbegin(), changes_.rend(),
                                  [&](auto const &c) { return c.tick <= tick; });
  if (found == changes_.rend()) {
    return is_cut_ ? std::nullopt : std::optional<std::uint64_t>(0);
  }
  return found->tick;
}

std::uint64_t BlockHistory::records_after(std::uint64_t tick) const {
  auto const found = std::find_if(changes_.rbegin(), changes_.rend(),
                                  [&](auto const &c) { return c.tick <= tick; });
  auto const before = found == changes_.rend() ? 0 : found->records;
  return changes_.empty() ? 0 : changes_.back().records - before;
}

} // namespace yuntu::live
