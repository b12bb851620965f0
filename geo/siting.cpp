#include "geo/siting.hpp"

#include "geo/limited_siting.hpp"
#include "geo/siting_bound.hpp"
#include "geo/siting_choice.hpp"

#include <algorithm>
#include <cstddef>

namespace yuntu::geo {
namespace {

constexpr double greedy_part = 0.1; ///< of the work, as far as can be told
constexpr double swaps_part = 0.4;
constexpr double last_part = 0.95;
constexpr std::size_t most_shakes = 100;
constexpr std::size_t shake_visits = 30'000'000; ///< of a target by a candidate

/// Asks whether to go on, and remembers a no.
class Patience {
public:
  explicit Patience(SitingProgress const &progress) : progress_(progress) {}

  bool goes_on(double done) {
    is_over_ = is_over_ || (progress_ && !progress_(done));
    return !is_over_;
  }
  [[nodiscard]] bool is_over() const { return is_over_; }

private:
  SitingProgress const &progress_;
  bool is_over_ = false;
};

/// In the order in which each adds most to those before it: `gain` says what one would add, `open`
/// opens it. Once it shall not go on, in the order they have.
template <typename Gain, typename Open, typename GoesOn>
void line_up(SitingPlan &plan, std::vector<std::uint32_t> picks, Gain gain, Open open,
             GoesOn goes_on) {
  while (!picks.empty()) {
    auto best = picks.begin();
    auto best_gain = gain(*best);
    for (auto at = std::next(best); at != picks.end() && goes_on(); ++at) {
      if (auto const other = gain(*at); other > best_gain) {
        best = at;
        best_gain = other;
      }
    }
    plan.picks.push_back(*best);
    plan.gains.push_back(best_gain);
    plan.weight += best_gain;
    open(*best);
    picks.erase(best);
  }
}

SitingPlan plan_of(CoverCase const &cover, std::vector<std::uint32_t> const &picks) {
  SitingPlan plan;
  SitingChoice choice(cover);
  line_up(
      plan, picks, [&](auto pick) { return choice.gain(pick); },
      [&](auto pick) { choice.open(pick); }, [] { return true; }); // a gain is at hand
  return plan;
}

template <typename GoesOn>
SitingPlan limited_plan_of(CoverCase const &cover, std::vector<std::uint32_t> const &picks,
                           GoesOn goes_on) {
  SitingPlan plan;
  SiteFlow flow(cover);
  plan.standing_weight = flow.served();
  line_up(
      plan, picks, [&](auto pick) { return flow.gain(pick); }, [&](auto pick) { flow.open(pick); },
      goes_on);
  for (auto const pick : plan.picks) {
    plan.loads.push_back(flow.load(pick));
  }
  for (auto site = static_cast<std::uint32_t>(cover.candidates()); site < cover.sites(); ++site) {
    plan.standing_loads.push_back(flow.load(site));
  }
  return plan;
}

void bound_plan(SitingPlan &plan, std::int64_t bound, Patience const &patience) {
  plan.bound = std::max(bound, plan.weight);
  plan.is_stopped = patience.is_over();
}

std::function<bool(double)> in_last_part(Patience &patience) {
  return
      [&patience](double done) { return patience.goes_on(swaps_part + (1 - swaps_part) * done); };
}

/// Fewer in large cases, where each takes longer.
std::size_t shakes_for(CoverCase const &cover) {
  return std::min(most_shakes, shake_visits / std::max(cover.pairs(), std::size_t{1}));
}

SitingPlan choose_unlimited(CoverCase const &cover, Patience &patience) {
  auto choice = choose_greedily(cover);
  auto bound = choice.bound_by_gains();
  if (patience.goes_on(greedy_part)) {
    swap_while_better(choice, [&] { return patience.goes_on(greedy_part); });
  }
  if (patience.goes_on(swaps_part) && bound > choice.weight()) {
    BoundSearch search{{}, {}, {}, in_last_part(patience)};
    for (std::uint32_t target = 0; target < cover.targets(); ++target) {
      search.servers.push_back(choice.servers(target));
    }
    search.weight = [&] { return choice.weight(); };
    search.try_choice = [&](auto picks) {
      choice.try_choice(picks, [&] { return patience.goes_on(swaps_part); });
    };
    bound = std::min(bound, prove_bound(cover, search));
    shake(choice, shakes_for(cover),
          [&] { return choice.weight() < bound && patience.goes_on(last_part); });
  }
  auto plan = plan_of(cover, choice.picks());
  bound_plan(plan, std::min(bound, choice.bound_by_gains()), patience);
  return plan;
}

SitingPlan choose_limited(CoverCase const &cover, Patience &patience) {
  LimitedSearch best(cover, [&] { return patience.goes_on(greedy_part); });
  best.choose_greedily();
  auto bound = best.bound();
  if (patience.goes_on(greedy_part)) {
    best.swap_while_better();
  }
  auto const served = [&] { return best.flow().served(); };
  if (patience.goes_on(swaps_part) && bound > served() - best.standing_weight()) {
    BoundSearch search{{}, served, {}, in_last_part(patience)};
    for (std::uint32_t target = 0; target < cover.targets(); ++target) {
      search.servers.push_back(best.flow().is_crowded(target)
                                   ? 0
                                   : static_cast<std::uint32_t>(best.flow().servers(target)));
    }
    search.try_choice = [&](auto picks) { best.try_choice({picks.begin(), picks.end()}); };
    bound = std::min(bound, prove_bound(cover, search) - best.standing_weight());
  }
  auto plan =
      limited_plan_of(cover, best.flow().picks(), [&] { return patience.goes_on(last_part); });
  bound_plan(plan, std::min(bound, best.bound()), patience);
  return plan;
}

} // namespace

SitingPlan choose_sites(SitingCase const &sites, SitingProgress const &progress) {
  return choose_sites(CoverCase(sites), progress);
}

SitingPlan choose_sites(CoverCase const &cover, SitingProgress const &progress) {
  Patience patience(progress);
  return cover.has_limits() || cover.sites() > cover.candidates()
             ? choose_limited(cover, patience)
             : choose_unlimited(cover, patience);
}

SitingPlan plan_with(SitingCase const &sites, std::vector<std::uint32_t> const &picks) {
  return plan_with(CoverCase(sites), picks);
}

SitingPlan plan_with(CoverCase const &cover, std::vector<std::uint32_t> const &picks) {
  bool const has_limits = cover.has_limits() || cover.sites() > cover.candidates();
  auto plan =
      has_limits ? limited_plan_of(cover, picks, [] { return true; }) : plan_of(cover, picks);
  plan.bound = plan.weight;
  return plan;
}

} // namespace yuntu::geo
