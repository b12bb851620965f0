#include "geo/siting_choice.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

namespace yuntu::geo {

SitingChoice::SitingChoice(CoverCase const &cover)
    : cover_(&cover), is_open_(cover.candidates()), servers_(cover.targets()),
      gains_(cover.candidates()) {
  for (std::uint32_t candidate = 0; candidate < cover.candidates(); ++candidate) {
    for (auto const target : cover.targets_of(candidate)) {
      gains_[candidate] += cover.weight(target);
    }
  }
}

void SitingChoice::open(std::uint32_t candidate) {
  is_open_[candidate] = true;
  for (auto const target : cover_->targets_of(candidate)) {
    if (servers_[target]++ != 0) {
      continue;
    }
    weight_ += cover_->weight(target);
    for (auto const other : cover_->candidates_of(target)) {
      gains_[other] -= cover_->weight(target);
    }
  }
}

void SitingChoice::close(std::uint32_t candidate) {
  is_open_[candidate] = false;
  for (auto const target : cover_->targets_of(candidate)) {
    if (--servers_[target] != 0) {
      continue;
    }
    weight_ -= cover_->weight(target);
    for (auto const other : cover_->candidates_of(target)) {
      gains_[other] += cover_->weight(target);
    }
  }
}

std::optional<std::uint32_t> SitingChoice::best_to_open() const {
  std::optional<std::uint32_t> best;
  for (std::uint32_t candidate = 0; candidate < gains_.size(); ++candidate) {
    if (!is_open_[candidate] && (!best || gains_[candidate] > gains_[*best])) {
      best = candidate;
    }
  }
  return best;
}

void SitingChoice::try_choice(std::span<std::uint32_t const> picks,
                              std::function<bool()> const &goes_on) {
  SitingChoice other(*cover_);
  for (auto const candidate : picks) {
    other.open(candidate);
  }
  constexpr double near_enough = 0.9; // swaps are dear: only for what may win
  if (static_cast<double>(other.weight()) > near_enough * static_cast<double>(weight())) {
    swap_while_better(other, goes_on);
  }
  if (other.weight() > weight()) {
    *this = std::move(other);
  }
}

std::vector<std::uint32_t> SitingChoice::picks() const {
  std::vector<std::uint32_t> picks;
  for (std::uint32_t candidate = 0; candidate < is_open_.size(); ++candidate) {
    if (is_open_[candidate]) {
      picks.push_back(candidate);
    }
  }
  return picks;
}

std::int64_t SitingChoice::bound_by_gains() const {
  auto gains = gains_;
  auto const count = static_cast<std::ptrdiff_t>(cover_->picks());
  std::partial_sort(gains.begin(), gains.begin() + count, gains.end(), std::greater<>());
  return std::accumulate(gains.begin(), gains.begin() + count, weight_);
}

namespace {

/// As many as the case allows with those that are open.
void open_greedily(SitingChoice &choice) {
  for (auto count = choice.picks().size(); count < choice.cover().picks(); ++count) {
    auto const best = choice.best_to_open();
    if (!best || choice.gain(*best) == 0) {
      break;
    }
    choice.open(*best);
  }
}

} // namespace

SitingChoice choose_greedily(CoverCase const &cover) {
  SitingChoice choice(cover);
  open_greedily(choice);
  return choice;
}

void swap_while_better(SitingChoice &choice, std::function<bool()> const &goes_on) {
  for (bool is_better = true; is_better;) {
    is_better = false;
    for (auto const open : choice.picks()) {
      if (!goes_on()) {
        return;
      }
      auto const before = choice.weight();
      choice.close(open);
      auto const best = choice.best_to_open();
      bool const is_worth_it = best && choice.weight() + choice.gain(*best) > before;
      choice.open(is_worth_it ? *best : open);
      is_better = is_better || is_worth_it;
    }
  }
}

void shake(SitingChoice &best, std::size_t times, std::function<bool()> const &goes_on) {
  constexpr std::size_t shaken = 3;
  std::mt19937 random(1); // the same every time
  for (std::size_t i = 0; i < times && goes_on(); ++i) {
    auto choice = best;
    auto picks = choice.picks();
    for (std::size_t closed = 0; closed < shaken && !picks.empty(); ++closed) {
      auto const at = picks.begin() + static_cast<std::ptrdiff_t>(random() % picks.size());
      choice.close(*at);
      picks.erase(at);
      auto const other = random() % choice.cover().candidates();
      if (closed == 0 && !choice.is_open(static_cast<std::uint32_t>(other))) {
        choice.open(static_cast<std::uint32_t>(other));
      }
    }
    open_greedily(choice);
    swap_while_better(choice, goes_on);
    if (choice.weight() >= best.weight()) {
      best = std::move(choice);
    }
  }
}

} // namespace yuntu::geo
