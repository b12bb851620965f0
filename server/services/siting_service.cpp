#include "server/services/siting_service.hpp"

#include "server/services/station_places.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

constexpr double searches_part = 0.2; ///< of the work, as far as can be told

/// Counts buildings once, however often they are served.
class Served {
public:
  explicit Served(WalkMap const &walk) : walk_(walk), is_served_(walk.buildings().size()) {}

  ServedCounts add(std::vector<std::uint32_t> const &targets) {
    ServedCounts added;
    for (auto const target : targets) {
      if (!is_served_[target]) {
        is_served_[target] = true;
        ++added.buildings;
        added.households += walk_.buildings()[target].households;
      }
    }
    counts_.buildings += added.buildings;
    counts_.households += added.households;
    return added;
  }
  [[nodiscard]] ServedCounts const &counts() const { return counts_; }

private:
  WalkMap const &walk_;
  std::vector<bool> is_served_;
  ServedCounts counts_;
};

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

/// Of those that have a street and are open then.
std::vector<geo::StreetPoint> points_of_stations(WalkCity const &city,
                                                 std::optional<model::Time> open_at) {
  std::vector<geo::StreetPoint> points;
  for (auto const &at : station_points(city, {open_at, {}})) {
    if (at) {
      points.push_back(*at);
    }
  }
  return points;
}

std::vector<std::int64_t> weights_of(WalkMap const &walk, SitingWeight weight) {
  std::vector<std::int64_t> weights;
  weights.reserve(walk.buildings().size());
  for (auto const &building : walk.buildings()) {
    weights.push_back(
        weight == SitingWeight::households ? std::max(building.households, std::int64_t{0}) : 1);
  }
  return weights;
}

} // namespace

SitingResult site(WalkView const &view, SitingQuestion const &question,
                  geo::SitingProgress const &progress) {
  auto const &city = *view.city;
  auto const &walk = city.walk();
  Walks walks(city, geo::cost_within_mm(view.profile, question.limit_s));
  Served served(walk);
  SitingResult result;
  geo::SitingCase sites{weights_of(walk, question.weight), {}, {}, question.picks};
  if (question.has_stations) {
    sites.served = walks.targets_of(points_of_stations(city, question.at));
  }
  served.add(sites.served);
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
  }
  auto const plan = geo::choose_sites(sites, [&](double done) {
    return !progress || progress(searches_part + (1 - searches_part) * done);
  });
  for (auto const pick : plan.picks) {
    result.picks.push_back({pick, served.add(sites.serves[pick])});
  }
  result.after = served.counts();
  result.total = {static_cast<std::int64_t>(walk.buildings().size()), walk.households()};
  result.newly = plan.weight;
  result.bound = plan.bound;
  result.gap = plan.gap();
  result.is_stopped = plan.is_stopped;
  return result;
}

} // namespace yuntu::services
