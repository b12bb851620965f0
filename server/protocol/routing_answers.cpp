#include "server/protocol/routing_answers.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/resources.hpp"
#include "server/protocol/routing_objects.hpp"

#include <numeric>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json list_of(std::vector<CodeAndName> const &items) {
  json list = json::array();
  for (auto const &item : items) {
    list.push_back({{"code", item.code}, {"name", item.name}});
  }
  return list;
}

} // namespace

json routing_object(model::Routing const &routing) {
  return {{"category", routing.category},
          {"department", routing.department},
          {"post", routing.post ? json(model::to_string(*routing.post)) : json(nullptr)},
          {"cause", model::to_string(routing.cause)},
          {"rule", routing.rule},
          {"words", routing.words},
          {"runner_up", routing.runner_up}};
}

std::string categories_json(ShownCategories const &shown) {
  json classes = json::array();
  for (auto const &group : shown.classes) {
    classes.push_back({{"code", group.label.code},
                       {"name", group.label.name},
                       {"categories", list_of(group.categories)}});
  }
  return text_of({{"name", shown.name},
                  {"title", shown.title},
                  {"classes", std::move(classes)},
                  {"departments", list_of(shown.departments)}});
}

std::string tried_routing_json(TriedRouting const &tried) {
  auto object = routing_object(tried.routing);
  object["department_name"] = tried.department_name;
  object["scores"] = json::array();
  for (auto const &score : tried.scores) {
    object["scores"].push_back(
        {{"category", score.category}, {"score", score.score}, {"words", score.words}});
  }
  object["areas"] = areas_json(tried.areas, EmptyLevels::null);
  return text_of(object);
}

std::uint64_t total_of(CorrectedPair const &pair) {
  return std::accumulate(pair.of.begin(), pair.of.end(), std::uint64_t{0});
}

std::string corrections_json(std::vector<CorrectedPair> const &pairs) {
  json items = json::array();
  for (auto const &pair : pairs) {
    json of = json::object();
    for (std::size_t i = 0; i < pair.of.size(); ++i) {
      of[std::string(model::routing_cause_names[i])] = pair.of[i];
    }
    items.push_back(
        {{"from", pair.from}, {"to", pair.to}, {"count", total_of(pair)}, {"of", std::move(of)}});
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

} // namespace yuntu::protocol
