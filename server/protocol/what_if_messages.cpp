#include "server/protocol/what_if_messages.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/people_fields.hpp"
#include "server/protocol/planning_fields.hpp"

#include <string_view>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

double read_limit_s(JsonObject &object) {
  double const minutes = object.find_number("minutes").value_or(15);
  if (!(minutes > 0) || minutes > longest_walk_min) {
    throw BadField("\"minutes\" must be more than 0 and at most " +
                   std::to_string(longest_walk_min));
  }
  return minutes * 60;
}

namespace {

std::string_view kind_of(BarrierKind kind) {
  switch (kind) {
  case BarrierKind::gate:
    return "gate";
  case BarrierKind::compound:
    return "compound";
  case BarrierKind::link:
    break;
  }
  return "link";
}

/// As GeoJSON writes a position: [lon, lat].
geo::LonLat read_pair(JsonObject &object, std::string const &path, std::string_view key) {
  auto const &list = object.list(key, 2);
  bool const is_pair = list.size() == 2 && list[0].is_number() && list[1].is_number();
  auto const place = is_pair ? geo::LonLat::from_degrees(list[0], list[1]) : std::nullopt;
  if (!place) {
    throw BadField("\"" + path + "." + std::string(key) +
                   "\" must be [lon, lat] in degrees, in the world");
  }
  return *place;
}

std::string read_station(JsonObject &object) {
  return object.text("station", 64);
}

TownEdit read_kind(JsonObject &object, std::string const &path) {
  auto const kind = object.text("edit", 32);
  if (kind == "add_station") {
    return AddStation{read_place(object, path)};
  }
  if (kind == "move_station") {
    return MoveStation{read_station(object), read_place(object, path)};
  }
  if (kind == "remove_station") {
    return RemoveStation{read_station(object)};
  }
  if (kind == "close_street") {
    return CloseStreet{read_place(object, path)};
  }
  if (kind == "open_street") {
    return OpenStreet{read_place(object, path)};
  }
  if (kind == "add_link") {
    return AddLink{read_pair(object, path, "from"), read_pair(object, path, "to")};
  }
  throw BadField("\"" + path + ".edit\" is \"" + kind +
                 "\"; expected add_station, move_station, remove_station, close_street, "
                 "open_street or add_link");
}

WhatIfRequest read_question(JsonObject &object) {
  WhatIfRequest request;
  request.limit_s = read_limit_s(object);
  request.profile = object.text_or("profile", "standard", 32);
  request.stations = {object.find_time("at"), object.text_or("kind", "", 64)};
  for (auto const &edit : object.list("edits", most_edits)) {
    request.edits.push_back(read_edit(edit, request.edits.size()));
  }
  return request;
}

json changed_object(ChangedBuildings const &changed, bool tells_older) {
  auto object = people_object(changed.counts, tells_older);
  object["codes"] = changed.codes;
  return object;
}

} // namespace

TownEdit read_edit(json const &value, std::size_t index) {
  auto const path = "edits[" + std::to_string(index) + "]";
  JsonObject object(value, path);
  auto edit = read_kind(object, path);
  object.done();
  return edit;
}

tl::expected<WhatIfRequest, Problem> parse_what_if(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    auto request = read_question(object);
    if (request.edits.empty()) {
      throw BadField("\"edits\" must have 1 to " + std::to_string(most_edits) + " of them");
    }
    object.done();
    return request;
  });
}

tl::expected<EditedReachRequest, Problem> parse_edited_reach(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    EditedReachRequest request;
    request.town = read_question(object);
    if (object.has("station") == object.has("lon")) {
      throw BadField("give either \"station\", or \"lon\" and \"lat\"");
    }
    if (object.has("station")) {
      request.station = read_station(object);
    } else {
      request.place = read_place(object);
    }
    object.done();
    return request;
  });
}

json what_if_object(WhatIfAnswer const &answer) {
  return {{"limit_s", answer.limit_s},
          {"profile", answer.profile},
          {"before", people_object(answer.before, answer.tells_older)},
          {"after", people_object(answer.after, answer.tells_older)},
          {"gained", changed_object(answer.gained, answer.tells_older)},
          {"lost", changed_object(answer.lost, answer.tells_older)},
          {"lost_with_street", answer.lost_with_street},
          {"shorter", answer.shorter},
          {"longer", answer.longer},
          {"saved_household_s", rounded(answer.saved_household_s, 10)},
          {"lengthened_household_s", rounded(answer.lengthened_household_s, 10)}};
}

std::string what_if_json(WhatIfAnswer const &answer) {
  return text_of(what_if_object(answer));
}

std::string barriers_json(BarriersAnswer const &answer) {
  json openings = json::array();
  for (auto const &opening : answer.openings) {
    openings.push_back({{"kind", kind_of(opening.kind)},
                        {"from", pair_of(opening.from)},
                        {"to", pair_of(opening.to)},
                        {"place", opening.place ? pair_of(*opening.place) : json()},
                        {"length_m", rounded(opening.length_m, 10)},
                        {"buildings", opening.gained.buildings},
                        {"households", opening.gained.households},
                        {"shorter", opening.shorter},
                        {"saved_household_s", rounded(opening.saved_household_s, 10)}});
  }
  return text_of({{"limit_s", answer.limit_s},
                  {"profile", answer.profile},
                  {"openings", std::move(openings)}});
}

} // namespace yuntu::protocol
