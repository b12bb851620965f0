#include "server/services/siting_service.hpp"

#include "server/services/exact_siting.hpp"
#include "server/services/served_people.hpp"
#include "server/services/station_places.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

constexpr double searches_part = 0.2; ///< of the work, as far as can be told
constexpr double own_part = 0.5;      ///< up to here where cbc is asked afterwards

/// Whom origins serve within a walk.
class Walks {
public:
  Walks(WalkCity const &city, std::int32_t limit_mm)
      : city_(city), search_(city.walk().graph()), limit_mm_(limit_mm) {}

  std::vector<std::uint32_t> targets_of(std::vector<geo::StreetPoint> const &origins) {
    search_.run_to(origins, limit_mm_, city_.closed());
    std::vector<std::uint32_t> targets;
    for (auto const &reached : search_.targets(city_.targets())) {
      targets.push_back(reached.target);
    }
    return targets;
  }

private:
  WalkCity const &city_;
  geo::ReachSearch search_;
  std::int32_t limit_mm_;
};

std::int64_t weight_of(WalkBuilding const &building, SitingWeight weight) {
  switch (weight) {
  case SitingWeight::households:
    return std::max(building.households, std::int64_t{0});
  case SitingWeight::older:
    return std::max(building.older, std::int64_t{0});
  case SitingWeight::buildings:
    break;
  }
  return 1;
}

std::vector<std::int64_t> weights_of(WalkMap const &walk, SitingWeight weight) {
  std::vector<std::int64_t> weights;
  weights.reserve(walk.buildings().size());
  for (auto const &building : walk.buildings()) {
    weights.push_back(weight_of(building, weight));
  }
  return weights;
}

/// A question made ready for choosing.
struct Ground {
  geo::SitingCase sites;
  std::vector<std::uint32_t> near_stations; ///< targets within a walk of a station in use
  std::vector<std::string> limited;         ///< codes of the stations in sites.standing
};

/// Those open at `open_at`, when it is said. One that can take all who would come is as good as one
/// without a limit.
void add_stations(Ground &ground, WalkCity const &city, std::optional<model::Time> open_at,
                  Walks &walks) {
  auto const &stations = city.base().stations();
  auto const points = station_points(city, {open_at, {}});
  std::vector<geo::StreetPoint> without_limit;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!points[i]) {
      continue;
    }
    auto const &capacity = stations[i].capacity;
    if (!capacity) {
      without_limit.push_back(*points[i]);
      continue;
    }
    auto const targets = walks.targets_of({*points[i]});
    std::int64_t reach = 0;
    for (auto const target : targets) {
      reach += ground.sites.weights[target];
    }
    if (*capacity >= reach) {
      without_limit.push_back(*points[i]);
    } else {
      ground.limited.push_back(stations[i].code);
      ground.sites.standing.push_back({targets, *capacity});
      ground.near_stations.insert(ground.near_stations.end(), targets.begin(), targets.end());
    }
  }
  ground.sites.served = walks.targets_of(without_limit);
  ground.near_stations.insert(ground.near_stations.end(), ground.sites.served.begin(),
                              ground.sites.served.end());
}

void take_up(SitingResult &result, geo::SitingPlan const &plan) {
  result.newly = plan.weight;
  result.bound = plan.bound;
  result.gap = plan.gap();
  result.is_stopped = plan.is_stopped;
}

void add_loads(SitingResult &result, geo::SitingPlan const &plan, Ground const &ground) {
  result.has_limits = !plan.loads.empty() || !plan.standing_loads.empty();
  result.assigned_before = plan.standing_weight;
  std::vector<bool> is_seen(ground.sites.weights.size());
  for (auto const target : ground.sites.served) {
    result.assigned_before += is_seen[target] ? 0 : ground.sites.weights[target];
    is_seen[target] = true;
  }
  for (std::size_t i = 0; i < plan.standing_loads.size(); ++i) {
    result.stations.push_back(
        {ground.limited[i], ground.sites.standing[i].capacity, plan.standing_loads[i]});
  }
}

/// Told parts of the work from `from` to `to`.
geo::SitingProgress part_of(geo::SitingProgress const &progress, double from, double to) {
  return [&progress, from, to](double done) {
    return !progress || progress(from + (to - from) * done);
  };
}

/// cbc's word on the plan, where it was asked for and something is left to be found.
geo::SitingPlan ask_cbc(SitingResult &result, geo::SitingCase const &sites, geo::SitingPlan plan,
                        SitingQuestion const &question, std::filesystem::path const &cbc,
                        geo::SitingProgress const &progress) {
  if (question.exact_s == 0 || plan.is_stopped || plan.bound == plan.weight) {
    return plan;
  }
  auto exact = solve_exactly(cbc, sites, plan, std::chrono::seconds(question.exact_s), progress);
  if (!exact) {
    result.exact_error = exact.error();
    return plan;
  }
  result.is_from_cbc = exact->is_from_cbc;
  return std::move(exact->plan);
}

} // namespace

std::int64_t total_weight(WalkMap const &walk, SitingWeight weight) {
  std::int64_t total = 0;
  for (auto const &building : walk.buildings()) {
    total += weight_of(building, weight);
  }
  return total;
}

std::string_view words_for_missing(SitingWeight weight) {
  switch (weight) {
  case SitingWeight::households:
    return "the buildings say nothing of households";
  case SitingWeight::older:
    return "the buildings say nothing of people of 60 and more (older)";
  case SitingWeight::buildings:
    break;
  }
  return "there are no buildings";
}

SitingResult site(WalkView const &view, SitingQuestion const &question,
                  geo::SitingProgress const &progress, std::filesystem::path const &cbc) {
  auto const &city = *view.city;
  auto const &walk = city.walk();
  Walks walks(city, geo::cost_within_mm(view.profile, question.limit_s));
  ServedPeople served(walk.buildings());
  SitingResult result;
  result.tells_older = walk.tells_older();
  Ground ground{{weights_of(walk, question.weight), {}, {}, question.picks}, {}, {}};
  auto &sites = ground.sites;
  if (question.has_stations) {
    add_stations(ground, city, question.at, walks);
  }
  served.add(ground.near_stations);
  result.before = served.counts();
  for (std::size_t i = 0; i < question.candidates.size(); ++i) {
    auto const at = walk.attach(question.candidates[i].place, city.closed());
    auto const done = static_cast<double>(i) / static_cast<double>(question.candidates.size());
    if (progress && !progress(searches_part * done)) {
      result.is_stopped = true; // before anything is known: nothing is chosen
      return result;
    }
    if (!at) {
      result.off_street.push_back(i);
    }
    sites.serves.push_back(at ? walks.targets_of({*at}) : std::vector<std::uint32_t>{});
    sites.capacities.push_back(question.candidates[i].capacity.value_or(geo::unlimited_capacity));
  }
  auto const own_end = question.exact_s == 0 ? 1.0 : own_part;
  auto const plan =
      ask_cbc(result, sites, geo::choose_sites(sites, part_of(progress, searches_part, own_end)),
              question, cbc, part_of(progress, own_end, 1));
  for (std::size_t i = 0; i < plan.picks.size(); ++i) {
    auto const pick = plan.picks[i];
    result.picks.push_back({pick, served.add(sites.serves[pick]), plan.gains[i]});
    if (!plan.loads.empty()) {
      result.picks.back().load = plan.loads[i];
    }
  }
  result.after = served.counts();
  result.total = {static_cast<std::int64_t>(walk.buildings().size()), walk.households(),
                  total_weight(walk, SitingWeight::older)};
  take_up(result, plan);
  add_loads(result, plan, ground);
  return result;
}

} // namespace yuntu::services
