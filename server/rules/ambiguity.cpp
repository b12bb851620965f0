#include "server/rules/ambiguity.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>

namespace yuntu::rules {
namespace {

constexpr double listed_share = 0.5;
constexpr std::int64_t steps = 10'000;

/// One entry an area, likeliest first.
std::vector<AreaChance> taken_together(std::vector<AreaChance> chances) {
  std::sort(chances.begin(), chances.end(),
            [](auto const &one, auto const &other) { return one.code < other.code; });
  std::vector<AreaChance> areas;
  for (auto &chance : chances) {
    if (!areas.empty() && areas.back().code == chance.code) {
      areas.back().probability += chance.probability;
    } else {
      areas.push_back(std::move(chance));
    }
  }
  std::sort(areas.begin(), areas.end(), [](auto const &one, auto const &other) {
    return std::tuple(-one.probability, one.code.empty(), one.code) <
           std::tuple(-other.probability, other.code.empty(), other.code);
  });
  return areas;
}

/// Whole steps that sum to `steps`: the largest remainders are rounded up.
std::vector<std::int64_t> shared_steps(std::vector<AreaChance> const &areas, double sum) {
  std::vector<std::int64_t> shares;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::int64_t left = steps;
  for (auto const &area : areas) {
    double const exact = area.probability / sum * double{steps};
    shares.push_back(static_cast<std::int64_t>(exact));
    remainders.emplace_back(std::floor(exact) - exact, remainders.size());
    left -= shares.back();
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; left > 0; ++i, --left) {
    ++shares[remainders[i % remainders.size()].second];
  }
  return shares;
}

} // namespace

std::vector<AreaChance> candidates_of(std::vector<AreaChance> chances) {
  auto areas = taken_together(std::move(chances));
  if (areas.empty() || areas.front().probability >= sure_from) {
    return {};
  }
  double sum = 0;
  auto const end = std::find_if(areas.begin(), areas.end(), [&](AreaChance const &area) {
    if (area.probability < listed_from && sum >= listed_share) {
      return true;
    }
    sum += area.probability;
    return false;
  });
  areas.erase(end, areas.end());
  auto const shares = shared_steps(areas, sum);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    areas[i].probability = static_cast<double>(shares[i]) / double{steps};
  }
  return areas;
}

} // namespace yuntu::rules
