#include "geo/multipliers.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace yuntu::geo {
namespace {

constexpr float leaning = 0.8F; ///< of a step on the one before
constexpr std::size_t bins = 64;

} // namespace

Multipliers::Multipliers(CoverCase const &cover, std::vector<std::uint32_t> const &servers)
    : cover_(cover), direction_(cover.targets()), scores_(cover.candidates()),
      order_(cover.candidates()) {
  // Those of a choice that is the best one: nothing for who has two sites, all for who has none.
  for (std::uint32_t target = 0; target < cover.targets(); ++target) {
    auto const weight = static_cast<float>(cover.weight(target));
    auto const share = servers[target] == 0 ? 1.0F : servers[target] == 1 ? 0.7F : 0.0F;
    weights_.push_back(weight);
    prices_.push_back(share * weight);
    total_ += static_cast<double>(cover.weight(target));
  }
}

double Multipliers::solve() {
  double bound = 0;
  for (std::uint32_t target = 0; target < prices_.size(); ++target) {
    auto const left =
        static_cast<double>(cover_.weight(target)) - static_cast<double>(prices_[target]);
    bound += std::max(left, 0.0);
  }
  for (std::uint32_t candidate = 0; candidate < scores_.size(); ++candidate) {
    scores_[candidate] = score(candidate);
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
  for (auto site = static_cast<std::uint32_t>(cover_.candidates()); site < cover_.sites(); ++site) {
    bound += score(site);
  }
  return std::min(bound, total_);
}

double Multipliers::score(std::uint32_t site) const {
  if (cover_.is_limited(site)) {
    return cut_at_capacity(site).score;
  }
  double score = 0;
  for (auto const target : cover_.targets_of(site)) {
    score += static_cast<double>(prices_[target]);
  }
  return score;
}

std::size_t Multipliers::bin_of(std::uint32_t target) const {
  auto const share = prices_[target] / weights_[target];
  return std::min(static_cast<std::size_t>(share * static_cast<float>(bins)), bins - 1);
}

/// By bins of the price of a unit: a rate at either end of the bin where the capacity ends gives an
/// upper bound of what the site can bring, whatever the rate.
Multipliers::Cut Multipliers::cut_at_capacity(std::uint32_t site) const {
  std::array<double, bins> prices{};
  std::array<double, bins> weights{};
  for (auto const target : cover_.targets_of(site)) {
    auto const bin = bin_of(target);
    prices[bin] += static_cast<double>(prices_[target]);
    weights[bin] += static_cast<double>(cover_.weight(target));
  }
  auto const capacity = static_cast<double>(cover_.capacity(site));
  double price = 0;
  double weight = 0;
  auto bin = bins - 1;
  for (; bin > 0 && weight + weights[bin] <= capacity; --bin) {
    price += prices[bin];
    weight += weights[bin];
  }
  auto const from = static_cast<double>(bin) / bins;
  // A price may have been rounded into the bin below: this end is left a little higher.
  auto const to = static_cast<double>(bin + 1) / bins + 1e-6;
  auto const at = [&](double rate, double sum, double taken) {
    return sum + rate * (capacity - taken);
  };
  auto const low = at(from, price + prices[bin], weight + weights[bin]);
  auto const high = at(to, price, weight);
  auto const part = weights[bin] > 0 ? (capacity - weight) / weights[bin] : 0;
  return {std::min(low, high), bin, std::clamp(part, 0.0, 1.0)};
}

void Multipliers::count(std::uint32_t site) {
  if (!cover_.is_limited(site)) {
    for (auto const target : cover_.targets_of(site)) {
      slopes_[target] += 1;
    }
    return;
  }
  auto const cut = cut_at_capacity(site);
  for (auto const target : cover_.targets_of(site)) {
    auto const bin = bin_of(target);
    slopes_[target] += bin > cut.bin ? 1.0F : bin == cut.bin ? static_cast<float>(cut.part) : 0.0F;
  }
}

/// 0 where the price would leave what prices can be.
double Multipliers::passable(std::uint32_t target, double slope) const {
  bool const is_stuck =
      (slope < 0 && prices_[target] >= weights_[target]) || (slope > 0 && prices_[target] <= 0);
  return is_stuck ? 0 : slope;
}

void Multipliers::step(double distance) {
  slopes_.assign(prices_.size(), -1);
  for (auto const candidate : chosen()) {
    count(candidate);
  }
  for (auto site = static_cast<std::uint32_t>(cover_.candidates()); site < cover_.sites(); ++site) {
    count(site);
  }
  double square = 0;
  for (std::uint32_t target = 0; target < prices_.size(); ++target) {
    auto const slope = passable(target, static_cast<double>(slopes_[target]));
    auto const lean = slope + static_cast<double>(leaning * direction_[target]);
    direction_[target] = static_cast<float>(passable(target, lean));
    square += static_cast<double>(direction_[target]) * static_cast<double>(direction_[target]);
  }
  auto const length = static_cast<float>(square == 0 ? 0 : distance / square);
  for (std::size_t target = 0; target < prices_.size(); ++target) {
    prices_[target] =
        std::clamp(prices_[target] - length * direction_[target], 0.0F, weights_[target]);
  }
}

} // namespace yuntu::geo
