#include "geo/siting.hpp"

#include "geo/siting_bound.hpp"
#include "geo/siting_choice.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace yuntu::geo {
namespace {

constexpr double greedy_part = 0.1; ///< of the work, as far as can be told
constexpr double swaps_part = 0.4;

void expect_sound(SitingCase const &sites) {
  for (std::size_t target = 0; target < sites.weights.size(); ++target) {
    if (sites.weights[target] < 0) {
      throw std::invalid_argument("target " + std::to_string(target) + " has a negative weight");
    }
  }
  auto const expect_target = [&](std::uint32_t target) {
    if (target >= sites.weights.size()) {
      throw std::invalid_argument("target " + std::to_string(target) + " is not there; there are " +
                                  std::to_string(sites.weights.size()));
    }
  };
  for (auto const &serves : sites.serves) {
    std::for_each(serves.begin(), serves.end(), expect_target);
  }
  std::for_each(sites.served.begin(), sites.served.end(), expect_target);
}

/// In the order in which each adds most to those before it.
SitingPlan plan_of(CoverCase const &cover, std::vector<std::uint32_t> picks) {
  SitingPlan plan;
  SitingChoice choice(cover);
  while (!picks.empty()) {
    auto const best = std::max_element(picks.begin(), picks.end(), [&](auto one, auto other) {
      auto const gain = choice.gain(one);
      auto const other_gain = choice.gain(other);
      return gain != other_gain ? gain < other_gain : one > other;
    });
    plan.picks.push_back(*best);
    plan.gains.push_back(choice.gain(*best));
    choice.open(*best);
    picks.erase(best);
  }
  plan.weight = choice.weight();
  return plan;
}

} // namespace

SitingPlan choose_sites(SitingCase const &sites, SitingProgress const &progress) {
  expect_sound(sites);
  CoverCase const cover(sites);
  bool is_stopped = false;
  auto const goes_on = [&](double done) {
    is_stopped = is_stopped || (progress && !progress(done));
    return !is_stopped;
  };
  auto choice = choose_greedily(cover);
  auto bound = choice.bound_by_gains();
  if (goes_on(greedy_part)) {
    swap_while_better(choice, [&] { return goes_on(greedy_part); });
  }
  if (goes_on(swaps_part) && bound > choice.weight()) {
    bound = std::min(bound, prove_bound(choice, [&](double done) {
                       return goes_on(swaps_part + (1 - swaps_part) * done);
                     }));
  }
  auto plan = plan_of(cover, choice.picks());
  plan.bound = std::max(std::min(bound, choice.bound_by_gains()), plan.weight);
  plan.is_stopped = is_stopped;
  return plan;
}

} // namespace yuntu::geo
