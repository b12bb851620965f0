#include "geo/siting_bound.hpp"

#include "geo/multipliers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace yuntu::geo {
namespace {

constexpr int most_rounds = 400;
constexpr int least_rounds = 60;
constexpr std::size_t most_visits = 200'000'000; ///< of a target by a site, a few ns each
constexpr int patience = 4;                      ///< rounds without a better bound: steps shrink
constexpr double first_step = 0.7;               ///< of Fisher's rule; 2 is the most it allows
constexpr double shrinking = 0.7;
constexpr double smallest_step = 0.005;
constexpr int rounds_between_tries = 12;
/// It is hardly worth it any more when this many rounds bring less than this part.
constexpr int late_rounds = 30;
constexpr double late_part = 4e-4;

std::int64_t whole(double bound) {
  return static_cast<std::int64_t>(std::floor(bound));
}

int rounds_for(CoverCase const &cover) {
  return static_cast<int>(std::clamp(most_visits / (cover.pairs() + 1), std::size_t{least_rounds},
                                     std::size_t{most_rounds}));
}

} // namespace

std::int64_t prove_bound(CoverCase const &cover, BoundSearch const &search) {
  Multipliers multipliers(cover, search.servers);
  auto const rounds = rounds_for(cover);
  auto bound = multipliers.solve();
  auto const proved = [&] { return whole(std::min(bound, multipliers.total())); };
  auto bound_before = bound;
  auto step = first_step;
  int since_better = 0;
  for (int round = 0; round < rounds && step > smallest_step; ++round) {
    auto const here = round == 0 ? bound : multipliers.solve();
    since_better = here < bound ? 0 : since_better + 1;
    bound = std::min(bound, here);
    if (round % rounds_between_tries == 0) {
      search.try_choice(multipliers.chosen());
    }
    if (proved() <= search.weight() || !search.goes_on(static_cast<double>(round) / rounds)) {
      break;
    }
    if (round % late_rounds == late_rounds - 1) {
      if (bound_before - bound < late_part * bound) {
        break;
      }
      bound_before = bound;
    }
    if (since_better == patience) {
      step *= shrinking;
      since_better = 0;
    }
    multipliers.step(step * (here - static_cast<double>(search.weight())));
  }
  return proved();
}

} // namespace yuntu::geo
