#include "server/services/siting_survey.hpp"

#include "server/services/station_places.hpp"

#include <algorithm>

namespace yuntu::services {

using protocol::SitingWeight;

namespace {

std::vector<std::int64_t> weights_of(WalkMap const &walk, SitingWeight weight) {
  std::vector<std::int64_t> weights;
  weights.reserve(walk.buildings().size());
  for (auto const &building : walk.buildings()) {
    weights.push_back(weight_of(building, weight));
  }
  return weights;
}

} // namespace

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

SitingSurvey::SitingSurvey(WalkView const &view, protocol::SitingQuestion const &question,
                           geo::SitingProgress const &progress, std::size_t most_pairs)
    : city_(*view.city), question_(question), progress_(progress), most_pairs_(most_pairs),
      search_(city_.walk().graph()),
      limit_mm_(geo::cost_within_mm(view.walker.profile, question.limit_s)) {
  ground_.sites.weights = weights_of(city_.walk(), question.weight);
  ground_.sites.picks = question.picks;
}

bool SitingSurvey::goes_on(double done) {
  is_stopped_ = is_stopped_ || !progress_(done);
  return !is_stopped_ && !is_too_large();
}

std::vector<std::uint32_t> SitingSurvey::targets_of(std::vector<geo::StreetPoint> const &origins) {
  search_.run_to(origins, limit_mm_, city_.closed());
  auto const reached = search_.targets(city_.targets());
  std::vector<std::uint32_t> targets;
  targets.reserve(reached.size());
  for (auto const &one : reached) {
    targets.push_back(one.target);
  }
  pairs_ += targets.size();
  return targets;
}

void SitingSurvey::add_stations() {
  auto const &stations = city_.base().stations();
  auto const points = station_points(city_, question_.stations);
  std::vector<geo::StreetPoint> without_limit;
  for (std::size_t i = 0; i < stations.size() && goes_on(0); ++i) {
    if (!points[i]) {
      continue;
    }
    bool const is_in_unit = question_.weight == SitingWeight::households;
    auto const &capacity = stations[i].capacity;
    ground_.is_capacity_ignored = ground_.is_capacity_ignored || (capacity && !is_in_unit);
    if (!capacity || !is_in_unit || !add_limited(stations[i].code, *points[i], *capacity)) {
      without_limit.push_back(*points[i]);
    }
  }
  ground_.sites.served = targets_of(without_limit);
  add_near(ground_.sites.served);
}

void SitingSurvey::add_candidates() {
  auto const &candidates = question_.candidates;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!goes_on(static_cast<double>(i) / static_cast<double>(candidates.size()))) {
      return;
    }
    auto const at = city_.walk().attach(candidates[i].place, city_.closed());
    if (!at) {
      ground_.off_street.push_back(i);
    }
    auto &sites = ground_.sites;
    sites.serves.push_back(at ? targets_of({*at}) : std::vector<std::uint32_t>{});
    sites.capacities.push_back(candidates[i].capacity.value_or(geo::unlimited_capacity));
  }
}

void SitingSurvey::add_near(std::vector<std::uint32_t> const &targets) {
  ground_.near_stations.insert(ground_.near_stations.end(), targets.begin(), targets.end());
}

bool SitingSurvey::add_limited(std::string const &code, geo::StreetPoint const &at,
                               std::int64_t capacity) {
  auto const targets = targets_of({at});
  std::int64_t reach = 0;
  for (auto const target : targets) {
    reach += ground_.sites.weights[target];
  }
  if (capacity >= reach) {
    return false;
  }
  ground_.limited.push_back(code);
  ground_.sites.standing.push_back({targets, capacity});
  add_near(targets);
  return true;
}

} // namespace yuntu::services
