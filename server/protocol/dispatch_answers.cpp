#include "server/protocol/dispatch_answers.hpp"

#include "server/protocol/escalation_objects.hpp"
#include "server/protocol/json_text.hpp"
#include "server/protocol/resources.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json late_objects(std::vector<ShownSupervision::Late> const &all) {
  json items = json::array();
  for (auto const &late : all) {
    json item{{"milestone", model::to_string(late.milestone)},
              {"due", model::format_rfc3339(late.due)}};
    if (late.expected) {
      item["expected"] = model::format_rfc3339(*late.expected);
    }
    items.push_back(std::move(item));
  }
  return items;
}

} // namespace

json escalation_objects(model::Incident const &incident) {
  json items = json::array();
  for (auto const &escalation : incident.escalations) {
    items.push_back({{"level", escalation.level},
                     {"cause", escalation.cause},
                     {"time", model::format_rfc3339(escalation.time)}});
  }
  return items;
}

std::string escalations_json(model::Incident const &incident) {
  return text_of({{"level", incident.level()}, {"escalations", escalation_objects(incident)}});
}

std::string suggestions_json(SuggestionsAnswer const &answer) {
  json items = json::array();
  for (auto const &one : answer.items) {
    items.push_back({{"worker", one.worker},
                     {"name", one.name},
                     {"walk_s", one.walk_s},
                     {"open", one.open},
                     {"of_grid", one.is_of_grid},
                     {"of_community", one.is_of_community},
                     {"load_s", one.load_s},
                     {"area_s", one.area_s},
                     {"total_s", one.total_s}});
  }
  return text_of({{"items", std::move(items)},
                  {"on_duty", answer.on_duty},
                  {"by_streets", answer.has_streets}});
}

std::string supervision_json(std::vector<std::string> const &levels,
                             std::vector<ShownSupervision> const &items, model::Time now) {
  json list = json::array();
  for (auto const &one : items) {
    list.push_back(
        {{"id", one.id},
         {"title", one.title},
         {"category", one.category},
         {"department", one.department},
         {"assignee", one.assignee},
         {"severity", model::to_string(one.severity)},
         {"stage", model::to_string(one.stage)},
         {"areas", areas_json(one.areas, EmptyLevels::null)},
         {"level", one.level},
         {"level_since", model::format_rfc3339(one.level_since)},
         {"in_level_s",
          std::chrono::duration_cast<std::chrono::seconds>(now - one.level_since).count()},
         {"overdue", late_objects(one.overdue)},
         {"forecast", late_objects(one.forecast)},
         {"paused", one.is_paused}});
  }
  return text_of({{"levels", levels}, {"items", std::move(list)}, {"next", nullptr}});
}

} // namespace yuntu::protocol
