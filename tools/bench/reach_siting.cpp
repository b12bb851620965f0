#include "tools/bench/reach_siting.hpp"

#include "geo/reach.hpp"
#include "geo/siting.hpp"
#include "server/services/exact_siting.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace yuntu::bench {
namespace {

/// A room in a random building each; households by the building, as towns have them.
geo::SitingCase case_of(ReachBed const &bed, std::int32_t limit_mm, std::size_t candidates,
                        std::size_t picks, unsigned seed) {
  std::mt19937 random(seed);
  geo::SitingCase sites;
  sites.picks = picks;
  for (std::size_t i = 0; i < bed.targets.size(); ++i) {
    sites.weights.push_back(1 + static_cast<std::int64_t>(random() % 40));
  }
  geo::ReachSearch search(bed.graph);
  while (sites.serves.size() < candidates) {
    auto const &at = bed.targets.target(static_cast<geo::TargetId>(random() % bed.targets.size()));
    if (!at.at) {
      continue;
    }
    search.run_to(*at.at, limit_mm, bed.closed);
    auto &serves = sites.serves.emplace_back();
    for (auto const &reached : search.targets(bed.targets)) {
      serves.push_back(reached.target);
    }
  }
  return sites;
}

/// Small enough for cbc to prove the best choice, the real town's streets all the same.
void measure_beside_cbc(ReachBed const &bed) {
  auto const cbc = services::find_cbc();
  if (cbc.empty()) {
    std::cerr << "no cbc: sitings are not compared with the best there is\n";
    return;
  }
  constexpr unsigned cases = 16;
  constexpr std::size_t candidates = 80;
  constexpr std::size_t picks = 8;
  constexpr int fifths = 5; // of the walk
  std::vector<double> own_ms;
  std::vector<double> cbc_ms;
  double worst = 0;
  unsigned proved = 0;
  for (unsigned seed = 1; seed <= cases; ++seed) {
    auto const sites = case_of(bed, bed.limit_mm / fifths * 2, candidates, picks, seed);
    geo::SitingPlan plan;
    own_ms.push_back(milliseconds([&] { plan = geo::choose_sites(sites); }));
    cbc_ms.push_back(milliseconds([&] {
      auto const exact =
          services::solve_exactly(cbc, geo::CoverCase(sites), plan, std::chrono::seconds(30), {});
      if (exact && exact->plan.gap() == 0) {
        ++proved;
        auto const best = static_cast<double>(exact->plan.weight);
        worst = std::max(worst, 100 * (best - static_cast<double>(plan.weight)) / best);
      }
    }));
  }
  report({"siting_80_8", median(own_ms), "ms", "cbc", median(cbc_ms), own_ms});
  report({"siting_80_8_proved_best_by_cbc", static_cast<double>(proved), "cases of 16"});
  report({"siting_80_8_worst_below_best", worst, "%"});
}

} // namespace

void measure_siting(ReachBed const &bed) {
  for (int const minutes : {5, 10, 15, 20, 30}) {
    constexpr int fifteen = 15;
    auto const name = "siting_2000_30_" + std::to_string(minutes) + "min";
    geo::SitingCase sites;
    report({name + "_walks", milliseconds([&] {
              sites = case_of(bed, bed.limit_mm / fifteen * minutes, 2000, 30, 23);
            }),
            "ms"});
    // Asked to stop as soon as greed has chosen.
    report({name + "_first_plan", milliseconds([&] {
              static_cast<void>(geo::choose_sites(sites, [](double) { return false; }));
            }),
            "ms"});
    geo::SitingPlan plan;
    report({name, milliseconds([&] { plan = geo::choose_sites(sites); }), "ms"});
    report({name + "_serves", static_cast<double>(plan.weight), "households"});
    report({name + "_gap", plan.gap() * 100, "%"});
  }
  measure_beside_cbc(bed);
}

} // namespace yuntu::bench
