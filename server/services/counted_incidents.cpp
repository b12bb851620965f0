#include "server/services/counted_incidents.hpp"

#include "server/services/reworked_incident.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace yuntu::services {
model::Incident counted_part(model::Incident const &incident) {
  model::Incident part;
  part.id = incident.id;
  part.channel = incident.channel;
  part.category = incident.category;
  part.severity = incident.severity;
  part.stage = incident.stage;
  part.areas = incident.areas;
  part.time = incident.time;
  part.merged_into = incident.merged_into;
  part.history.reserve(incident.history.size());
  for (auto const &step : incident.history) {
    model::IncidentStep counted{step.action, step.from, step.to, {}, step.time, {}};
    counted.merged_into = step.merged_into;
    part.history.push_back(std::move(counted));
  }
  if (!incident.routings.empty()) {
    part.routings.emplace_back().department = incident.department();
  }
  return part;
}

CountedIncidents::CountedIncidents(model::CityState const &loaded) {
  for (auto const &[id, incident] : loaded.incidents) {
    known_.incidents.emplace_hint(known_.incidents.end(), id, counted_part(incident));
  }
}

bool CountedIncidents::concerns(model::CommitGroup const &group) {
  return std::any_of(group.facts.begin(), group.facts.end(),
                     [](model::Fact const &fact) { return reworked_by(fact) != nullptr; });
}

void CountedIncidents::follow(model::CommitGroup const &group) {
  model::CityState state; // of incidents only
  state.incidents.swap(known_.incidents);
  for (auto const &fact : group.facts) {
    if (auto const *const id = reworked_by(fact)) {
      model::fold_fact(state, fact, group.tick);
      if (auto const found = state.incidents.find(*id); found != state.incidents.end()) {
        found->second = counted_part(found->second);
      }
    }
  }
  state.incidents.swap(known_.incidents);
}

KnownIncidents const &CountedIncidents::at(std::uint64_t seq, std::uint64_t tick,
                                           std::shared_ptr<BaseMap const> map) {
  known_.seq = seq;
  known_.tick = tick;
  known_.map = std::move(map);
  return known_;
}

} // namespace yuntu::services
