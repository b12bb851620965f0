// Siting with capacities, against every choice with a plain maximum flow.
#include "geo/price_bins.hpp"
#include "geo/siting.hpp"
#include "geo/siting_program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace yuntu;
using geo::SitingCase;

namespace {

/// Ford and Fulkerson on a matrix: source, targets, sites, sink.
class PlainFlow {
public:
  PlainFlow(SitingCase const &sites, std::vector<std::uint32_t> const &picks)
      : targets_(sites.weights.size()), nodes_(targets_ + picks.size() + sites.standing.size() + 2),
        left_(nodes_, std::vector<std::int64_t>(nodes_)) {
    std::vector<bool> is_served(targets_);
    for (auto const target : sites.served) {
      is_served[target] = true;
    }
    for (std::size_t target = 0; target < targets_; ++target) {
      left_[nodes_ - 2][target] = is_served[target] ? 0 : sites.weights[target];
    }
    for (auto const pick : picks) {
      add(sites.serves[pick], sites.capacities.empty() ? most : sites.capacities[pick]);
    }
    for (auto const &site : sites.standing) {
      add(site.serves, site.capacity);
    }
  }

  std::int64_t value() {
    std::int64_t sum = 0;
    for (std::int64_t more = 1; more > 0; sum += more) {
      std::vector<bool> is_seen(nodes_);
      more = push(nodes_ - 2, most, is_seen);
    }
    return sum;
  }

private:
  static constexpr std::int64_t most = 1'000'000;

  void add(std::vector<std::uint32_t> const &serves, std::int64_t capacity) {
    auto const site = targets_ + sites_++;
    for (auto const target : serves) {
      left_[target][site] = most;
    }
    left_[site][nodes_ - 1] = std::min(capacity, most);
  }
  std::int64_t push(std::size_t at, std::int64_t amount, std::vector<bool> &is_seen) {
    if (at == nodes_ - 1) {
      return amount;
    }
    is_seen[at] = true;
    for (std::size_t next = 0; next < nodes_; ++next) {
      if (!is_seen[next] && left_[at][next] > 0) {
        if (auto const more = push(next, std::min(amount, left_[at][next]), is_seen)) {
          left_[at][next] -= more;
          left_[next][at] += more;
          return more;
        }
      }
    }
    return 0;
  }

  std::size_t targets_;
  std::size_t sites_ = 0;
  std::size_t nodes_;
  std::vector<std::vector<std::int64_t>> left_;
};

std::int64_t newly(SitingCase const &sites, std::vector<std::uint32_t> const &picks) {
  return PlainFlow(sites, picks).value() - PlainFlow(sites, {}).value();
}

std::int64_t best_weight(SitingCase const &sites) {
  std::int64_t best = 0;
  for (std::uint32_t mask = 0; mask < (1U << sites.serves.size()); ++mask) {
    std::vector<std::uint32_t> picks;
    for (std::uint32_t i = 0; i < sites.serves.size(); ++i) {
      if ((mask >> i & 1U) != 0) {
        picks.push_back(i);
      }
    }
    if (picks.size() <= sites.picks) {
      best = std::max(best, newly(sites, picks));
    }
  }
  return best;
}

SitingCase some_case(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto const up_to = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(random);
  };
  auto const some_targets = [&] {
    std::vector<std::uint32_t> some;
    for (std::uint32_t target = 0; target < 14; ++target) {
      if (up_to(2) == 0) {
        some.push_back(target);
      }
    }
    return some;
  };
  SitingCase sites;
  sites.picks = 3;
  for (int i = 0; i < 14; ++i) {
    sites.weights.push_back(up_to(12));
  }
  for (int i = 0; i < 8; ++i) {
    sites.serves.push_back(some_targets());
    sites.capacities.push_back(up_to(3) == 0 ? geo::unlimited_capacity : up_to(30));
  }
  for (std::uint64_t i = 0; i < seed % 3; ++i) {
    sites.standing.push_back({some_targets(), up_to(25)});
  }
  if (seed % 4 == 0) {
    sites.served = {1, 5};
  }
  return sites;
}

std::string program_of(SitingCase const &sites) {
  std::string text;
  CHECK(geo::write_siting_program(geo::CoverCase(sites), [&](std::string_view piece) {
    text += piece;
    return true;
  }));
  return text;
}

/// Homes and sites on a square; twelve of the sites, and not one takes all who live near.
SitingCase crowded_square() {
  std::mt19937_64 random(4);
  SitingCase sites;
  sites.picks = 12;
  std::vector<std::pair<double, double>> homes;
  std::uniform_real_distribution<double> one(0, 1);
  for (int i = 0; i < 2000; ++i) {
    homes.emplace_back(one(random), one(random));
    sites.weights.push_back(std::uniform_int_distribution<std::int64_t>(1, 40)(random));
  }
  for (int i = 0; i < 150; ++i) {
    auto const x = one(random);
    auto const y = one(random);
    auto &serves = sites.serves.emplace_back();
    for (std::uint32_t home = 0; home < homes.size(); ++home) {
      if (std::hypot(homes[home].first - x, homes[home].second - y) <= 0.12) {
        serves.push_back(home);
      }
    }
    sites.capacities.push_back(i % 3 == 0 ? 600 : 1'500);
  }
  return sites;
}

} // namespace

TEST_CASE("a plan with capacities is as good as the best of all choices, and its loads are so") {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    auto const sites = some_case(seed);
    auto const best = best_weight(sites);
    auto const plan = geo::choose_sites(sites);
    CAPTURE(seed, best, plan.weight, plan.bound, plan.picks);
    CHECK(plan.weight == newly(sites, plan.picks));
    CHECK(plan.bound >= best);
    found += plan.weight == best ? 1 : 0;
    CHECK(static_cast<double>(plan.weight) >= 0.9 * static_cast<double>(best));
    CHECK(std::accumulate(plan.gains.begin(), plan.gains.end(), std::int64_t{0}) == plan.weight);
    if (plan.loads.empty()) {
      continue; // no limit matters
    }
    REQUIRE(plan.loads.size() == plan.picks.size());
    CHECK(plan.standing_weight == PlainFlow(sites, {}).value());
    auto assigned =
        std::accumulate(plan.standing_loads.begin(), plan.standing_loads.end(), std::int64_t{0});
    for (std::size_t i = 0; i < plan.picks.size(); ++i) {
      CHECK(plan.loads[i] <= sites.capacities[plan.picks[i]]);
      assigned += plan.loads[i];
    }
    for (std::size_t i = 0; i < sites.standing.size(); ++i) {
      CHECK(plan.standing_loads[i] <= sites.standing[i].capacity);
    }
    CHECK(assigned == plan.weight + plan.standing_weight);
  }
  CHECK(found >= 118); // swaps of one for one may end beside the best
}

TEST_CASE("one site makes room by sending people to the next") {
  // Site 0 is full of who could go to site 1, while target 1 has nobody but site 0.
  SitingCase sites{{4, 4, 4}, {{0, 1}, {0}, {2}}, {}, 2, {4, 4, 3}, {}};
  auto const plan = geo::choose_sites(sites);
  CHECK(plan.picks == std::vector<std::uint32_t>{0, 1});
  CHECK(plan.weight == 8);
  CHECK(plan.loads == std::vector<std::int64_t>{4, 4});
  CHECK(plan.bound == 8);
}

TEST_CASE("one target may be divided between sites") {
  SitingCase const sites{{10}, {{0}, {0}, {0}}, {}, 2, {3, 5, 4}, {}};
  auto const plan = geo::choose_sites(sites);
  CHECK(plan.picks == std::vector<std::uint32_t>{1, 2});
  CHECK(plan.weight == 9);
  CHECK(plan.gap() == 0);
}

TEST_CASE("a station that is full leaves people to a site that opens beside it") {
  SitingCase const sites{{10, 6}, {{0}, {1}}, {}, 1, {}, {{{0, 1}, 7}}};
  auto const plan = geo::choose_sites(sites);
  CHECK(plan.standing_weight == 7);
  CHECK(plan.picks == std::vector<std::uint32_t>{0});
  CHECK(plan.weight == 9);
  CHECK(plan.loads[0] + plan.standing_loads[0] == 16);
  CHECK(plan.standing_loads[0] >= 6);
}

TEST_CASE("capacities that nobody fills change nothing") {
  auto sites = some_case(3);
  sites.standing.clear();
  sites.capacities.clear();
  auto const plan = geo::choose_sites(sites);
  auto const reach = std::accumulate(sites.weights.begin(), sites.weights.end(), std::int64_t{0});
  sites.capacities.assign(sites.serves.size(), reach);
  auto const wide = geo::choose_sites(sites);
  CHECK(wide.picks == plan.picks);
  CHECK(wide.gains == plan.gains);
  CHECK(wide.bound == plan.bound);
  CHECK(wide.loads.empty());
}

TEST_CASE("a plan with given sites says what they serve") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const sites = some_case(seed);
    auto const plan = geo::plan_with(sites, {1, 4, 6});
    CHECK(plan.picks.size() == 3);
    CHECK(plan.weight == newly(sites, {1, 4, 6}));
  }
}

TEST_CASE("a larger case with capacities ends, with an honest gap, and the same every time") {
  auto const sites = crowded_square();
  auto const plan = geo::choose_sites(sites);
  CHECK(plan.picks.size() == 12);
  CHECK(plan.gap() < 0.05);
  auto const again = geo::choose_sites(sites);
  CHECK(again.picks == plan.picks);
  CHECK(again.loads == plan.loads);
  int asked = 0;
  auto const stopped = geo::choose_sites(sites, [&](double) { return ++asked < 2; });
  CHECK(stopped.is_stopped);
  CHECK(stopped.bound >= plan.weight);
}

TEST_CASE("asked to stop, greed tries no more sites, and what it has stays") {
  auto const sites = crowded_square();
  int asked = 0;
  auto const at_once = geo::choose_sites(sites, [&](double) {
    ++asked;
    return false;
  });
  CHECK(at_once.is_stopped);
  CHECK(at_once.picks.empty());
  CHECK(asked == 1);
  auto const soon = geo::choose_sites(sites, [&](double) { return ++asked < 9; });
  CHECK(soon.is_stopped);
  CHECK(soon.picks.size() > 1);
  CHECK(soon.picks.size() < sites.picks);
  CHECK(soon.weight == newly(sites, soon.picks));
  CHECK(soon.bound >= geo::choose_sites(sites).weight);
}

TEST_CASE("asked to stop while its picks are put in order, a plan has all of them") {
  auto const sites = crowded_square();
  double last = 0;
  auto const plan = geo::choose_sites(sites, [&](double done) {
    last = done;
    return done < 0.95;
  });
  CHECK(last == 0.95);
  CHECK(plan.is_stopped);
  CHECK(plan.picks.size() == sites.picks);
  CHECK(plan.loads.size() == sites.picks);
  CHECK(plan.weight == newly(sites, plan.picks));
  CHECK(std::accumulate(plan.gains.begin(), plan.gains.end(), std::int64_t{0}) == plan.weight);
  CHECK(plan.weight == geo::choose_sites(sites).weight);
}

TEST_CASE("what a site brings is bounded from above, however its prices are rounded") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 20'000; ++round) {
    // Prices beside the edges of the bins, of weights so large that floats have no fractions.
    geo::PriceBins bins;
    std::vector<std::pair<double, double>> targets;
    double weight_sum = 0;
    auto const edge = std::uniform_int_distribution<int>(20, 44)(random);
    for (int i = 0; i < 8; ++i) {
      auto const weight = static_cast<double>(9'000'000 + random() % 7'000'000);
      auto price = static_cast<float>(weight / 64 * edge);
      price = random() % 2 == 0 ? price : std::nextafter(price, 0.0F);
      targets.emplace_back(price, weight);
      bins.add(geo::PriceBins::bin_of(price, weight), price, weight);
      weight_sum += weight;
    }
    auto const capacity =
        std::floor(weight_sum * std::uniform_real_distribution<double>(0.05, 0.99)(random));
    std::sort(targets.begin(), targets.end(), [](auto const &one, auto const &other) {
      return one.first * other.second > other.first * one.second;
    });
    long double best = 0;
    long double room = capacity;
    for (auto const &[price, weight] : targets) {
      auto const taken = std::min<long double>(room, weight);
      best += taken * price / weight;
      room -= taken;
    }
    CAPTURE(round, edge, capacity);
    REQUIRE(static_cast<long double>(bins.cut_at(capacity).score) >= best);
  }
}

TEST_CASE("a sum is raised by what rounding can have taken, and hardly more") {
  double sum = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    sum += 0.1;
  }
  auto const tenth = static_cast<long double>(0.1);
  CHECK(static_cast<long double>(geo::risen(sum, sum, 1'000'000)) >= tenth * 1'000'000);
  CHECK(geo::risen(sum, sum, 1'000'000) < sum + 1e-3);
}

TEST_CASE("a negative capacity is refused") {
  CHECK_THROWS_WITH(geo::choose_sites({{1}, {{0}}, {}, 1, {-1}, {}}), Catch::Contains("capacity"));
}

TEST_CASE("the program of a case has a row for each group and each limited site") {
  SitingCase const sites{{4, 4, 4}, {{0, 1}, {2}}, {}, 1, {5, 9}, {{{2}, 3}}};
  CHECK(program_of(sites) == "NAME sites FREE\nROWS\n N OBJ\n L picks\n L g0\n L g1\n"
                             " L c0\n L c2\n"
                             "COLUMNS\n y0 picks 1\n y0 c0 -5\n y1 picks 1\n y1 g1 -1\n"
                             " z0 OBJ -8\n z0 g0 1\n z1 OBJ -4\n z1 g1 1\n"
                             " x0_0 g0 -1\n x0_0 c0 8\n x1_2 g1 -1\n x1_2 c2 4\n"
                             "RHS\n RHS picks 1\n RHS c2 3\n"
                             "BOUNDS\n BV BND y0\n BV BND y1\n UP BND z0 1\n UP BND z1 1\n"
                             " UP BND x0_0 1\n UP BND x1_2 1\nENDATA\n");
  CHECK(geo::siting_start({1}) == "Stopped on start - objective value 0\n 0 y1 1 0\n");
}

TEST_CASE("the program of a large case goes out in pieces, until somebody says no") {
  geo::CoverCase const cover(crowded_square());
  std::size_t pieces = 0;
  std::size_t largest = 0;
  CHECK(geo::write_siting_program(cover, [&](std::string_view piece) {
    ++pieces;
    largest = std::max(largest, piece.size());
    return true;
  }));
  CHECK(pieces > 4);
  CHECK(largest < 70'000);
  std::size_t taken = 0;
  CHECK_FALSE(geo::write_siting_program(cover, [&](std::string_view) { return ++taken < 3; }));
  CHECK(taken == 3);
}

TEST_CASE("what cbc writes is read, and nonsense counts as nothing") {
  auto const optimal = geo::read_exact_answer(
      "Optimal - objective value -7.00000000\n 0 y4   1   0\n 1 y1   0.9999999   0\n"
      " 2 y2 0 0\n 3 z1 1 -7\n",
      "...\nResult - Optimal solution found\n\nObjective value:                -7.00000000\n");
  CHECK(optimal.picks == std::vector<std::uint32_t>{1, 4});
  CHECK(optimal.bound == 7);
  auto const late = geo::read_exact_answer(
      "", "Result - Stopped on time limit\n\nObjective value:   -7\nLower bound:     -9.250\n");
  CHECK(late.picks.empty());
  CHECK(late.bound == 9.25);
  auto const nothing = geo::read_exact_answer("y y y\n 1 yx 1\n\n 2 y3 x", "Lower bound: none");
  CHECK(nothing.picks.empty());
  CHECK_FALSE(nothing.bound);
}
