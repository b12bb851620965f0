#include "server/services/dispatch_service.hpp"

#include "geo/local_frame.hpp"
#include "geo/walk_profile.hpp"
#include "server/rules/workflow/open_incident.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

constexpr std::size_t most_suggestions = 5;

/// Whether one of the areas is, or lies in, the area of this level that the place lies in.
bool answers_in(std::vector<std::string> const &areas, model::AreaCodes const &place,
                model::AreaLevel level, AreaTree const &tree) {
  auto const &wanted = place[level];
  if (wanted.empty()) {
    return false;
  }
  return std::any_of(areas.begin(), areas.end(), [&](std::string const &code) {
    if (code == wanted) {
      return true;
    }
    auto const *const node = tree.find({model::AreaLevel::grid, code});
    if (node == nullptr) {
      return false;
    }
    auto const at = node->within[static_cast<std::size_t>(level)];
    return at != AreaTree::nowhere && tree.areas(level)[at].code == wanted;
  });
}

} // namespace

Loads loads_of(model::CityState const &state) {
  Loads loads;
  for (auto const &[id, incident] : state.incidents) {
    if (!incident.assignee.empty() && rules::is_open(incident)) {
      loads[incident.assignee].push_back(&incident);
    }
  }
  return loads;
}

std::vector<std::optional<double>> walk_seconds(WalkCity const &city, geo::LonLat from,
                                                std::span<geo::LonLat const> to, double limit_s) {
  auto const &walk = city.walk();
  std::vector<std::optional<double>> seconds(to.size());
  auto const start = walk.attach(from, city.closed());
  if (!start) {
    return seconds;
  }
  std::vector<geo::Target> targets;
  targets.reserve(to.size());
  for (auto const place : to) {
    targets.push_back({walk.attach(place, city.closed()), 1});
  }
  geo::TargetSet const set(walk.graph(), std::move(targets));
  geo::ReachSearch search(walk.graph());
  auto const &profile = walk.graph().profile();
  search.run_to(*start, geo::cost_within_mm(profile, limit_s), city.closed());
  for (auto const &[target, cost_mm] : search.targets(set)) {
    seconds[target] = geo::seconds_of(profile, cost_mm);
  }
  return seconds;
}

double crow_seconds(geo::LonLat from, geo::LonLat to, WalkCity const *walk) {
  auto const profile = walk != nullptr ? walk->walk().graph().profile() : geo::standard_walk;
  return geo::distance_m(from, to) / profile.speed_mps;
}

DispatchQuestion dispatch_question(model::CityState const &state, model::Incident const &incident,
                                   rules::DispatchPolicy const &policy, model::Time now) {
  auto const loads = loads_of(state);
  DispatchQuestion question{incident.position, {}};
  for (auto const &[id, worker] : state.workers) {
    auto const user = state.users.find(id);
    bool const is_new = worker.fix && std::chrono::duration<double>(now - worker.fix->time) <=
                                          std::chrono::duration<double>(policy.oldest_fix_s);
    if (!is_new || user == state.users.end() || user->second.is_revoked ||
        user->second.role != model::Role::grid_worker) {
      continue;
    }
    auto const load = loads.find(id);
    question.workers.push_back({id, user->second.name, worker.fix->position, user->second.areas,
                                load == loads.end() ? 0 : load->second.size()});
  }
  return question;
}

protocol::SuggestionsAnswer suggest(DispatchQuestion const &question, model::AreaCodes const &areas,
                                    rules::DispatchPolicy const &policy, WalkCity const *walk,
                                    AreaTree const &tree) {
  protocol::SuggestionsAnswer answer;
  answer.on_duty = question.workers.size();
  answer.has_streets =
      walk != nullptr && walk->walk().attach(question.place, walk->closed()).has_value();
  std::vector<geo::LonLat> places;
  for (auto const &worker : question.workers) {
    places.push_back(worker.place);
  }
  std::vector<std::optional<double>> seconds;
  if (answer.has_streets) {
    seconds = walk_seconds(*walk, question.place, places, policy.farthest_s);
  } else {
    std::transform(places.begin(), places.end(), std::back_inserter(seconds),
                   [&](geo::LonLat place) { return crow_seconds(question.place, place, walk); });
  }
  std::vector<rules::DispatchCandidate> candidates;
  std::map<std::string, std::string const *> names;
  for (std::size_t i = 0; i < question.workers.size(); ++i) {
    auto const &worker = question.workers[i];
    names[worker.id] = &worker.name;
    candidates.push_back({worker.id, seconds[i], worker.open,
                          answers_in(worker.areas, areas, model::AreaLevel::grid, tree),
                          answers_in(worker.areas, areas, model::AreaLevel::community, tree)});
  }
  for (auto const &choice :
       rules::dispatch_order(policy, std::move(candidates), most_suggestions)) {
    auto const &candidate = choice.candidate;
    answer.items.push_back({candidate.worker, *names.at(candidate.worker), *candidate.walk_s,
                            candidate.open, candidate.is_of_grid, candidate.is_of_community,
                            choice.load_s, choice.area_s, choice.total_s});
  }
  return answer;
}

} // namespace yuntu::services
