#include "server/services/similar_board.hpp"

#include "server/rules/duplicates/category_kinship.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/reworked_incident.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace yuntu::services {
namespace {

constexpr std::size_t most_shown = 20;
constexpr std::size_t most_counted = 100;

protocol::ShownSimilar shown_of(rules::SimilarIncident const &similar) {
  protocol::ShownSimilar shown{similar.id, similar.distance_m, similar.minutes, similar.score, {}};
  for (auto const reason : similar.reasons) {
    shown.reasons.emplace_back(rules::to_string(reason));
  }
  return shown;
}

} // namespace

SimilarBoard::SimilarBoard(model::CityState const &state,
                           std::shared_ptr<rules::Workflow const> workflow,
                           rules::CategoryTree const &tree)
    : workflow_(std::move(workflow)), open_(rules::kinship_in(tree)) {
  for (auto const &[id, incident] : state.incidents) {
    put(incident);
  }
}

void SimilarBoard::put(model::Incident const &incident) {
  if (workflow_->is_closed(incident.stage) || !incident.merged_into.empty()) {
    open_.remove(incident.id);
  } else {
    open_.put(incident);
  }
}

void SimilarBoard::follow(model::CommitGroup const &group, model::CityState const &state) {
  for (auto const &fact : group.facts) {
    if (auto const *const id = reworked_by(fact)) {
      if (auto const found = state.incidents.find(*id); found != state.incidents.end()) {
        put(found->second);
      }
    }
  }
}

void SimilarBoard::show(protocol::ShownIncident &shown, model::CityState const &state,
                        model::Principal const &principal) const {
  auto const is_seen = [&](std::string const &id) {
    auto const found = state.incidents.find(id);
    return found != state.incidents.end() && rules::may_see(principal, found->second);
  };
  for (auto const &similar : open_.like(shown.incident.id)) {
    if (shown.similar.size() < most_shown && is_seen(similar.id)) {
      shown.similar.push_back(shown_of(similar));
    }
  }
  auto const cluster = open_.cluster_of(shown.incident.id, most_counted);
  shown.similar_count =
      static_cast<std::size_t>(std::count_if(cluster.begin(), cluster.end(), is_seen));
}

} // namespace yuntu::services
