#include "geo/multipliers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yuntu::geo {
namespace {

constexpr float leaning = 0.8F; ///< of a step on the one before

/// Never more than the number: no price is above its weight.
float not_above(std::int64_t weight) {
  auto const near = static_cast<float>(weight);
  return static_cast<double>(near) > static_cast<double>(weight) ? std::nextafter(near, 0.0F)
                                                                 : near;
}

} // namespace

Multipliers::Multipliers(CoverCase const &cover, std::vector<std::uint32_t> const &servers)
    : cover_(cover), direction_(cover.targets()), bins_(cover.targets()),
      scores_(cover.candidates()), order_(cover.candidates()) {
  // Those of a choice that is the best one: nothing for who has two sites, all for who has none.
  for (std::uint32_t target = 0; target < cover.targets(); ++target) {
    auto const weight = not_above(cover.weight(target));
    auto const share = servers[target] == 0 ? 1.0F : servers[target] == 1 ? 0.7F : 0.0F;
    weights_.push_back(weight);
    prices_.push_back(share * weight);
    total_ += static_cast<double>(cover.weight(target));
  }
}

double Multipliers::solve() {
  place_prices();
  double bound = 0;
  double size = 0;
  for (std::uint32_t target = 0; target < prices_.size(); ++target) {
    auto const left =
        static_cast<double>(cover_.weight(target)) - static_cast<double>(prices_[target]);
    bound += std::max(left, 0.0);
  }
  size += bound;
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
    size += scores_[candidate];
  }
  for (auto site = static_cast<std::uint32_t>(cover_.candidates()); site < cover_.sites(); ++site) {
    auto const here = score(site);
    bound += here;
    size += here;
  }
  return risen(bound, size, prices_.size() + cover_.sites());
}

void Multipliers::place_prices() {
  for (std::uint32_t target = 0; target < prices_.size(); ++target) {
    bins_[target] = static_cast<std::uint8_t>(PriceBins::bin_of(
        static_cast<double>(prices_[target]), static_cast<double>(cover_.weight(target))));
  }
}

double Multipliers::score(std::uint32_t site) const {
  if (cover_.is_limited(site)) {
    return cut_at_capacity(site).score;
  }
  double score = 0;
  auto const targets = cover_.targets_of(site);
  for (auto const target : targets) {
    score += static_cast<double>(prices_[target]);
  }
  return risen(score, score, targets.size());
}

PriceBins::Cut Multipliers::cut_at_capacity(std::uint32_t site) const {
  PriceBins bins;
  for (auto const target : cover_.targets_of(site)) {
    bins.add(bins_[target], static_cast<double>(prices_[target]),
             static_cast<double>(cover_.weight(target)));
  }
  return bins.cut_at(static_cast<double>(cover_.capacity(site)));
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
    std::size_t const bin = bins_[target];
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
