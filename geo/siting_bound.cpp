#include "geo/siting_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::geo {
namespace {

constexpr int most_rounds = 400;
constexpr int patience = 12;       ///< rounds without a better bound before the steps shrink
constexpr double first_step = 1.5; ///< of Fisher's rule; 2 is the most it allows
constexpr double smallest_step = 0.01;

/// A price for every target; who pays it need not have a site.
class Multipliers {
public:
  explicit Multipliers(SitingChoice const &choice)
      : cover_(choice.cover()), prices_(cover_.targets()), scores_(cover_.candidates()),
        order_(cover_.candidates()) {
    // Those of a choice that is the best one: nothing for who has two sites, all for who has none.
    for (std::uint32_t target = 0; target < prices_.size(); ++target) {
      auto const servers = choice.servers(target);
      auto const share = servers == 0 ? 1.0 : servers == 1 ? 0.7 : 0.0;
      prices_[target] = share * static_cast<double>(cover_.weight(target));
    }
  }

  /// The relaxed problem solved: an upper bound. The candidates it chooses are `chosen()`.
  double solve() {
    double bound = 0;
    for (std::uint32_t target = 0; target < prices_.size(); ++target) {
      bound += static_cast<double>(cover_.weight(target)) - prices_[target];
    }
    for (std::uint32_t candidate = 0; candidate < scores_.size(); ++candidate) {
      double score = 0;
      for (auto const target : cover_.targets_of(candidate)) {
        score += prices_[target];
      }
      scores_[candidate] = score;
    }
    std::iota(order_.begin(), order_.end(), 0U);
    auto const count = static_cast<std::ptrdiff_t>(cover_.picks());
    std::partial_sort(
        order_.begin(), order_.begin() + count, order_.end(), [&](auto one, auto other) {
          return scores_[one] != scores_[other] ? scores_[one] > scores_[other] : one < other;
        });
    for (auto const candidate : chosen()) {
      bound += scores_[candidate];
    }
    return bound;
  }
  [[nodiscard]] std::span<std::uint32_t const> chosen() const {
    return {order_.data(), cover_.picks()};
  }

  /// One step against the subgradient: prices fall where sites are plenty and rise where none is.
  void step(double distance) {
    slopes_.assign(prices_.size(), -1);
    for (auto const candidate : chosen()) {
      for (auto const target : cover_.targets_of(candidate)) {
        slopes_[target] += 1;
      }
    }
    double square = 0;
    for (std::size_t target = 0; target < prices_.size(); ++target) {
      if (!is_stuck(target)) {
        square += slopes_[target] * slopes_[target];
      }
    }
    auto const length = square == 0 ? 0 : distance / square;
    for (std::uint32_t target = 0; target < prices_.size(); ++target) {
      prices_[target] = std::clamp(prices_[target] - length * slopes_[target], 0.0,
                                   static_cast<double>(cover_.weight(target)));
    }
  }

private:
  /// Its price would leave what prices can be.
  [[nodiscard]] bool is_stuck(std::size_t target) const {
    auto const most = static_cast<double>(cover_.weight(static_cast<std::uint32_t>(target)));
    return (slopes_[target] < 0 && prices_[target] >= most) ||
           (slopes_[target] > 0 && prices_[target] <= 0);
  }

  CoverCase const &cover_;
  std::vector<double> prices_, scores_, slopes_;
  std::vector<std::uint32_t> order_;
};

std::int64_t whole(double bound) {
  constexpr double rounding = 1e-6; // sums of at most millions of whole numbers
  return static_cast<std::int64_t>(std::floor(bound + rounding * (1 + bound * rounding)));
}

/// Takes up the multipliers' choice, improved, when it serves more.
void try_choice(SitingChoice &best, Multipliers const &multipliers) {
  SitingChoice other(best.cover());
  for (auto const candidate : multipliers.chosen()) {
    other.open(candidate);
  }
  constexpr double near_enough = 0.98; // swaps are dear: only for what may win
  if (static_cast<double>(other.weight()) > near_enough * static_cast<double>(best.weight())) {
    swap_while_better(other, [] { return true; });
  }
  if (other.weight() > best.weight()) {
    best = std::move(other);
  }
}

} // namespace

std::int64_t prove_bound(SitingChoice &choice, std::function<bool(double)> const &goes_on) {
  Multipliers multipliers(choice);
  auto bound = std::numeric_limits<double>::infinity();
  auto step = first_step;
  int since_better = 0;
  for (int round = 0; round < most_rounds && step > smallest_step; ++round) {
    auto const here = multipliers.solve();
    since_better = here < bound ? 0 : since_better + 1;
    bound = std::min(bound, here);
    if (round % patience == 0) {
      try_choice(choice, multipliers);
    }
    if (whole(bound) <= choice.weight() || !goes_on(static_cast<double>(round) / most_rounds)) {
      break;
    }
    if (since_better == patience) {
      step /= 2;
      since_better = 0;
    }
    multipliers.step(step * (here - static_cast<double>(choice.weight())));
  }
  return whole(bound);
}

} // namespace yuntu::geo
