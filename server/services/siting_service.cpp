#include "server/services/siting_service.hpp"

#include "geo/cover_case.hpp"
#include "server/services/exact_siting.hpp"
#include "server/services/served_people.hpp"
#include "server/services/siting_survey.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {
namespace {

constexpr double searches_part = 0.2; ///< of the work, as far as can be told
constexpr double own_part = 0.5;      ///< up to here where cbc is asked afterwards

protocol::Problem too_large(std::size_t most_pairs) {
  return {
      422,
      "Too much to choose from",
      "stations and candidates together have more than " + std::to_string(most_pairs) +
          " buildings within the walk, each counted where it is; give fewer candidates or fewer "
          "minutes",
      {}};
}

void take_up(SitingResult &result, geo::SitingPlan const &plan) {
  result.newly = plan.weight;
  result.bound = plan.bound;
  result.gap = plan.gap();
  result.is_stopped = plan.is_stopped;
}

void add_loads(SitingResult &result, geo::SitingPlan const &plan, SitingGround const &ground) {
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
geo::SitingPlan ask_cbc(SitingResult &result, geo::CoverCase const &cover, geo::SitingPlan plan,
                        SitingQuestion const &question, std::filesystem::path const &cbc,
                        geo::SitingProgress const &progress) {
  if (question.exact_s == 0 || plan.is_stopped || plan.bound == plan.weight) {
    return plan;
  }
  auto exact = solve_exactly(cbc, cover, plan, std::chrono::seconds(question.exact_s), progress);
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

tl::expected<SitingResult, protocol::Problem> site(WalkView const &view,
                                                   SitingQuestion const &question,
                                                   geo::SitingProgress const &progress,
                                                   SitingOptions const &options) {
  auto const &walk = view.city->walk();
  auto const in_searches = part_of(progress, 0, searches_part);
  SitingSurvey survey(view, question, in_searches, options.most_pairs);
  if (question.has_stations) {
    survey.add_stations();
  }
  survey.add_candidates();
  if (survey.is_too_large()) {
    return tl::unexpected(too_large(options.most_pairs));
  }
  SitingResult result;
  result.tells_older = walk.tells_older();
  if (survey.is_stopped()) {
    result.is_stopped = true; // before anything is known: nothing is chosen
    return result;
  }
  auto const &ground = survey.ground();
  ServedPeople served(walk.buildings());
  served.add(ground.near_stations);
  result.before = served.counts();
  result.off_street = ground.off_street;
  result.is_capacity_ignored = ground.is_capacity_ignored;
  geo::CoverCase const cover(ground.sites);
  auto const own_end = question.exact_s == 0 ? 1.0 : own_part;
  auto const plan =
      ask_cbc(result, cover, geo::choose_sites(cover, part_of(progress, searches_part, own_end)),
              question, options.cbc, part_of(progress, own_end, 1));
  for (std::size_t i = 0; i < plan.picks.size(); ++i) {
    auto const pick = plan.picks[i];
    result.picks.push_back({pick, served.add(ground.sites.serves[pick]), plan.gains[i]});
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
