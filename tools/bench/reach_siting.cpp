#include "tools/bench/reach_siting.hpp"

#include "geo/reach.hpp"
#include "geo/siting.hpp"

#include <random>
#include <string>

namespace yuntu::bench {
namespace {

constexpr std::size_t candidate_count = 2000;
constexpr std::size_t picks = 30;

/// A room in a random building each; households by the building, as towns have them.
geo::SitingCase case_of(ReachBed const &bed, std::int32_t limit_mm) {
  std::mt19937 random(23);
  geo::SitingCase sites;
  sites.picks = picks;
  for (std::size_t i = 0; i < bed.targets.size(); ++i) {
    sites.weights.push_back(1 + static_cast<std::int64_t>(random() % 40));
  }
  geo::ReachSearch search(bed.graph);
  while (sites.serves.size() < candidate_count) {
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

} // namespace

void measure_siting(ReachBed const &bed) {
  for (int const minutes : {5, 10, 15, 20, 30}) {
    constexpr int fifteen = 15;
    auto const name = "siting_2000_30_" + std::to_string(minutes) + "min";
    geo::SitingCase sites;
    report({name + "_walks",
            milliseconds([&] { sites = case_of(bed, bed.limit_mm / fifteen * minutes); }), "ms"});
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
}

} // namespace yuntu::bench
