#include "server/protocol/due_objects.hpp"
#include "server/protocol/escalation_objects.hpp"
#include "server/protocol/json_text.hpp"
#include "server/protocol/resources.hpp"
#include "server/protocol/routing_objects.hpp"

#include <cmath>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json incident_object(ShownIncident const &shown) {
  auto const &incident = shown.incident;
  json due = json::array();
  for (auto const &one : shown.due) {
    due.push_back(due_object(one));
  }
  return {{"id", incident.id},
          {"channel", incident.channel},
          {"category", incident.category},
          {"text", incident.text},
          {"severity", model::to_string(incident.severity)},
          {"stage", model::to_string(incident.stage)},
          {"lon", degrees_of(incident.position.lon_e7())},
          {"lat", degrees_of(incident.position.lat_e7())},
          {"building", incident.building},
          {"areas", areas_json(incident.areas, EmptyLevels::null)},
          {"areas_now", areas_json(shown.areas_now, EmptyLevels::null)},
          {"candidates", candidates_json(incident.candidates)},
          {"time", model::format_rfc3339(incident.time)},
          {"version", incident.version},
          {"paused", shown.is_paused},
          {"due", std::move(due)},
          {"department", incident.department()},
          {"level", incident.level()},
          {"assignee", incident.assignee},
          {"ticket", incident.ticket},
          {"merged_into", incident.merged_into}};
}

json step_object(model::IncidentStep const &step) {
  json object{{"action", model::to_string(step.action)},
              {"from", model::to_string(step.from)},
              {"to", model::to_string(step.to)},
              {"actor", step.actor},
              {"time", model::format_rfc3339(step.time)},
              {"note", step.note},
              {"evidence", step.evidence}};
  if (!step.assignee.empty()) {
    object["assignee"] = step.assignee;
  }
  if (!step.merged_into.empty()) {
    object["merged_into"] = step.merged_into;
  }
  if (step.proof) {
    object["proof"] = {{"distance_m", step.proof->distance_m},
                       {"accuracy_m", step.proof->accuracy_m},
                       {"time", model::format_rfc3339(step.proof->time)}};
  }
  return object;
}

void add_findings(json &object, model::Incident const &incident) {
  object["overdue"] = json::array();
  for (auto const &breach : incident.overdue) {
    object["overdue"].push_back({{"milestone", model::to_string(breach.milestone)},
                                 {"from", model::format_rfc3339(breach.from)},
                                 {"due", model::format_rfc3339(breach.due)}});
  }
  object["routings"] = json::array();
  for (auto const &routing : incident.routings) {
    object["routings"].push_back(routing_object(routing));
  }
  object["escalations"] = escalation_objects(incident);
  object["photos"] = json::array();
  for (auto const &photo : incident.photos) {
    object["photos"].push_back({{"digest", photo.digest},
                                {"media_type", photo.media_type},
                                {"bytes", photo.bytes},
                                {"actor", photo.actor},
                                {"time", model::format_rfc3339(photo.time)}});
  }
}

json similar_objects(std::vector<ShownSimilar> const &similar) {
  json objects = json::array();
  for (auto const &one : similar) {
    objects.push_back({{"id", one.id},
                       {"distance_m", rounded(one.distance_m, 10)},
                       {"minutes", one.minutes},
                       {"score", rounded(one.score, 100)},
                       {"reasons", one.reasons}});
  }
  return objects;
}

} // namespace

std::string incident_json(ShownIncident const &shown, std::vector<ShownAction> const &allowed,
                          std::string const &receipt) {
  auto object = incident_object(shown);
  object["history"] = json::array();
  for (auto const &step : shown.incident.history) {
    object["history"].push_back(step_object(step));
  }
  add_findings(object, shown.incident);
  object["actions"] = json::array();
  object["needs"] = json::object();
  for (auto const &[action, needs] : allowed) {
    object["actions"].push_back(model::to_string(action));
    if (!needs.empty()) {
      object["needs"][std::string(model::to_string(action))] = needs;
    }
  }
  if (shown.similar_count) {
    object["similar"] = similar_objects(shown.similar);
    object["similar_count"] = *shown.similar_count;
  }
  if (!receipt.empty()) {
    object["receipt"] = receipt;
  }
  return text_of(object);
}

std::string incidents_json(std::vector<ShownIncident> const &incidents, std::string const &next) {
  json items = json::array();
  for (auto const &incident : incidents) {
    items.push_back(incident_object(incident));
  }
  return text_of(
      {{"items", std::move(items)}, {"next", next.empty() ? json(nullptr) : json(next)}});
}

std::string workflow_json(std::string const &name, std::string const &title,
                          std::vector<ShownStage> const &stages) {
  json items = json::array();
  for (auto const &stage : stages) {
    items.push_back({{"stage", model::to_string(stage.stage)}, {"title", stage.title}});
  }
  return text_of({{"name", name}, {"title", title}, {"stages", std::move(items)}});
}

} // namespace yuntu::protocol
