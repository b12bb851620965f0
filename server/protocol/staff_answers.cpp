#include "server/protocol/staff_answers.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/staff_objects.hpp"

namespace yuntu::protocol {

using nlohmann::json;

namespace {

void put_person(json &object, std::optional<model::Person> const &person) {
  object["person"] = person ? json(person->code) : json(nullptr);
  object["name"] = person ? json(person->name) : json(nullptr);
  object["phone"] = person ? json(person->phone) : json(nullptr);
}

json figures_json(StaffingFigures const &figures) {
  return {{"households", figures.households},
          {"posts", figures.posts},
          {"filled", figures.filled},
          {"vacant", figures.vacant},
          {"heads", figures.heads},
          {"heads_required", figures.heads_required},
          {"heads_deficit", figures.heads_deficit}};
}

} // namespace

json people_json(std::vector<ShownPost> const &posts) {
  json people = json::array();
  for (auto const &post : posts) {
    json item{{"post", to_string(post.kind)},
              {"code", post.code},
              {"level", to_string(post.area.level)},
              {"area", post.area.code},
              {"vacant", !post.person}};
    put_person(item, post.person);
    people.push_back(std::move(item));
  }
  return people;
}

std::string staff_json(std::vector<ShownPost> const &posts, model::Time as_of) {
  json items = json::array();
  for (auto const &post : posts) {
    json item{{"code", post.code},
              {"kind", to_string(post.kind)},
              {"level", to_string(post.area.level)},
              {"area", post.area.code}};
    put_person(item, post.person);
    items.push_back(std::move(item));
  }
  return text_of(
      {{"as_of", model::format_rfc3339(as_of)}, {"posts", std::move(items)}, {"next", nullptr}});
}

StaffingFigures &StaffingFigures::operator+=(StaffingFigures const &other) {
  households += other.households;
  posts += other.posts;
  filled += other.filled;
  vacant += other.vacant;
  heads_required += other.heads_required;
  heads += other.heads;
  heads_deficit += other.heads_deficit;
  return *this;
}

std::string staffing_json(StaffingAnswer const &answer) {
  json items = json::array();
  StaffingFigures totals;
  for (auto const &item : answer.items) {
    auto object = figures_json(item.figures);
    object["code"] = item.code;
    object["name"] = item.name;
    items.push_back(std::move(object));
    totals += item.figures;
  }
  return text_of({{"as_of", model::format_rfc3339(answer.as_of)},
                  {"level", to_string(answer.level)},
                  {"items", std::move(items)},
                  {"totals", figures_json(totals)}});
}

} // namespace yuntu::protocol
