#include "server/rules/routing/routing_counts.hpp"

#include <map>
#include <string>

namespace yuntu::rules {

RoutingCounts::RoutingCounts(model::CityState const &state) {
  for (auto const &[id, incident] : state.incidents) {
    model::Routing const *before = nullptr;
    for (auto const &routing : incident.routings) {
      count(routing, before);
      before = &routing;
    }
  }
}

void RoutingCounts::count(model::CommitGroup const &group, model::CityState const &state) {
  std::map<std::string, model::Routing const *> newest; // several of one incident may come at once
  for (auto const &fact : group.facts) {
    auto const *const routed = std::get_if<model::IncidentRouted>(&fact.body);
    if (routed == nullptr) {
      continue;
    }
    auto &before = newest[routed->id];
    if (before == nullptr) {
      auto const known = state.incidents.find(routed->id);
      bool const is_routed = known != state.incidents.end() && !known->second.routings.empty();
      before = is_routed ? &known->second.routings.back() : nullptr;
    }
    count(routed->routing, before);
    before = &routed->routing;
  }
}

void RoutingCounts::count(model::Routing const &routing, model::Routing const *before) {
  if (!routing.category.empty()) {
    ++routings_[static_cast<std::size_t>(routing.cause)];
  }
  bool const is_correction = routing.cause == model::RoutingCause::person && before != nullptr &&
                             !before->category.empty() && before->category != routing.category;
  if (is_correction) {
    auto const of = static_cast<std::size_t>(before->cause);
    ++corrections_[of];
    ++pairs_[{before->category, routing.category}][of];
  }
}

} // namespace yuntu::rules
