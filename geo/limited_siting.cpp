#include "geo/limited_siting.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace yuntu::geo {
namespace {

constexpr std::size_t most_tries = 60'000; ///< of opening one, some tens of microseconds each
constexpr double near_enough = 0.97;       ///< swaps are dear: only for what may win

} // namespace

LimitedSearch::LimitedSearch(CoverCase const &cover, std::function<bool()> goes_on)
    : goes_on_(std::move(goes_on)), flow_(cover), standing_weight_(flow_.served()) {
  for (std::uint32_t candidate = 0; candidate < cover.candidates(); ++candidate) {
    most_.push_back(cover.capacity(candidate));
  }
}

void LimitedSearch::choose_greedily() {
  for (std::size_t i = flow_.picks().size(); i < flow_.cover().picks(); ++i) {
    auto const best = best_to_open(0);
    if (best.gain == 0) {
      break;
    }
    open(best.candidate);
  }
}

LimitedSearch::Best LimitedSearch::best_to_open(std::int64_t least) {
  using Promise = std::pair<std::int64_t, std::uint32_t>;
  std::vector<Promise> heap;
  for (std::uint32_t candidate = 0; candidate < most_.size(); ++candidate) {
    if (!flow_.is_open(candidate) && most_[candidate] > least) {
      heap.emplace_back(most_[candidate], candidate);
    }
  }
  // The largest first, of equals the first.
  auto const is_less = [](Promise const &one, Promise const &other) {
    return one.first != other.first ? one.first < other.first : one.second > other.second;
  };
  std::make_heap(heap.begin(), heap.end(), is_less);
  Best best{0, least};
  while (!heap.empty() && heap.front().first > best.gain && tries_on(best, least)) {
    std::pop_heap(heap.begin(), heap.end(), is_less);
    auto const candidate = heap.back().second;
    heap.pop_back();
    most_[candidate] = flow_.gain(candidate);
    ++tries_;
    if (most_[candidate] > best.gain) {
      best = {candidate, most_[candidate]};
    }
  }
  return best;
}

bool LimitedSearch::tries_on(Best const &best, std::int64_t least) const {
  bool const has_one = best.gain > least;
  return (tries_ < most_tries || !has_one) && goes_on_();
}

void LimitedSearch::open(std::uint32_t candidate) {
  flow_.open(candidate);
}

/// What another adds grows by no more than what is lost.
void LimitedSearch::close(std::uint32_t candidate) {
  auto const before = flow_.served();
  flow_.close(candidate);
  auto const loss = before - flow_.served();
  for (std::uint32_t other = 0; other < most_.size(); ++other) {
    most_[other] = std::min(flow_.cover().capacity(other), most_[other] + loss);
  }
  most_[candidate] = loss;
}

void LimitedSearch::swap_while_better() {
  for (bool is_better = true; is_better;) {
    is_better = false;
    for (auto const pick : flow_.picks()) {
      if (tries_ >= most_tries || !goes_on_()) {
        return;
      }
      auto const before = flow_.served();
      auto const known = most_;
      close(pick);
      auto const best = best_to_open(before - flow_.served());
      bool const is_worth_it = flow_.served() + best.gain > before;
      if (!is_worth_it) {
        // What was found out without it holds with it all the more.
        for (std::size_t i = 0; i < most_.size(); ++i) {
          most_[i] = std::min(most_[i], known[i]);
        }
      }
      open(is_worth_it ? best.candidate : pick);
      is_better = is_better || is_worth_it;
    }
  }
}

void LimitedSearch::try_choice(std::vector<std::uint32_t> const &picks) {
  LimitedSearch other(flow_.cover(), goes_on_);
  other.tries_ = tries_;
  for (auto const pick : picks) {
    if (!goes_on_()) {
      return;
    }
    other.open(pick);
  }
  if (static_cast<double>(other.flow_.served()) >
      near_enough * static_cast<double>(flow_.served())) {
    other.swap_while_better();
  }
  tries_ = other.tries_;
  if (other.flow_.served() > flow_.served()) {
    *this = std::move(other);
  }
}

std::int64_t LimitedSearch::bound() const {
  auto const count = static_cast<std::ptrdiff_t>(flow_.cover().picks());
  auto const sum_of_largest = [&](std::vector<std::int64_t> values) {
    std::partial_sort(values.begin(), values.begin() + count, values.end(), std::greater<>());
    return std::accumulate(values.begin(), values.begin() + count, std::int64_t{0});
  };
  std::vector<std::int64_t> room;
  auto gains = most_;
  for (std::uint32_t candidate = 0; candidate < most_.size(); ++candidate) {
    room.push_back(flow_.cover().capacity(candidate));
    gains[candidate] = flow_.is_open(candidate) ? 0 : gains[candidate];
  }
  return std::min(sum_of_largest(room), flow_.served() - standing_weight_ + sum_of_largest(gains));
}

} // namespace yuntu::geo
