#include "server/protocol/plan_messages.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/plan_objects.hpp"
#include "server/protocol/planning_fields.hpp"

#include <algorithm>

namespace yuntu::protocol {

using model::PlanEdit;
using model::PlanEditKind;
using nlohmann::json;

namespace {

constexpr std::size_t longest_plan_name = 240; // bytes: some 80 characters

PlanEdit plan_edit_of(TownEdit const &edit) {
  struct ToPlanEdit {
    PlanEdit operator()(AddStation const &add) const {
      return {PlanEditKind::add_station, {}, add.place, {}};
    }
    PlanEdit operator()(MoveStation const &move) const {
      return {PlanEditKind::move_station, move.station, move.place, {}};
    }
    PlanEdit operator()(RemoveStation const &remove) const {
      return {PlanEditKind::remove_station, remove.station, {}, {}};
    }
    PlanEdit operator()(CloseStreet const &close) const {
      return {PlanEditKind::close_street, {}, close.place, {}};
    }
    PlanEdit operator()(OpenStreet const &open) const {
      return {PlanEditKind::open_street, {}, open.place, {}};
    }
    PlanEdit operator()(AddLink const &link) const {
      return {PlanEditKind::add_link, {}, link.from, link.to};
    }
  };
  return std::visit(ToPlanEdit{}, edit);
}

std::string read_plan_name(JsonObject &object) {
  auto name = object.text("name", longest_plan_name);
  if (std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; })) {
    throw BadField("\"name\" must not be empty");
  }
  return name;
}

/// All but the version.
PlanChange read_plan_fields(JsonObject &object) {
  PlanChange change;
  if (object.has("name")) {
    change.name = read_plan_name(object);
  }
  if (object.has("minutes")) {
    change.minutes = read_limit_s(object) / 60;
  }
  if (object.has("profile")) {
    change.profile = object.text("profile", 32);
  }
  if (object.has("edits")) {
    auto &edits = change.edits.emplace();
    for (auto const &edit : object.list("edits", most_edits)) {
      edits.push_back(plan_edit_of(read_edit(edit, edits.size())));
    }
  }
  if (object.names("at")) {
    change.at = object.find_time("at");
  }
  if (object.names("kind")) {
    change.kind = object.has("kind") ? object.text("kind", 64) : std::string{};
  }
  return change;
}

json plan_edit_object(PlanEdit const &edit) {
  json object{{"edit", model::to_string(edit.kind)}};
  if (!edit.station.empty()) {
    object["station"] = edit.station;
  }
  if (edit.kind == PlanEditKind::add_link) {
    object["from"] = pair_of(edit.place);
    object["to"] = pair_of(edit.to);
  } else if (edit.kind != PlanEditKind::remove_station) {
    object["lon"] = edit.place.lon();
    object["lat"] = edit.place.lat();
  }
  return object;
}

} // namespace

TownEdit town_edit_of(PlanEdit const &edit) {
  switch (edit.kind) {
  case PlanEditKind::add_station:
    return AddStation{edit.place};
  case PlanEditKind::move_station:
    return MoveStation{edit.station, edit.place};
  case PlanEditKind::remove_station:
    return RemoveStation{edit.station};
  case PlanEditKind::close_street:
    return CloseStreet{edit.place};
  case PlanEditKind::open_street:
    return OpenStreet{edit.place};
  case PlanEditKind::add_link:
    break;
  }
  return AddLink{edit.place, edit.to};
}

tl::expected<PlanChange, Problem> parse_plan_change(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    auto change = read_plan_fields(object);
    change.version = object.count("version");
    object.done();
    return change;
  });
}

tl::expected<PlanChange, Problem> parse_plan(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    auto change = read_plan_fields(object);
    if (!change.name) {
      throw BadField("\"name\" is missing");
    }
    object.done();
    return change;
  });
}

json plan_object(PlanUpsert const &upsert) {
  auto const &plan = upsert.plan;
  json edits = json::array();
  for (auto const &edit : plan.edits) {
    edits.push_back(plan_edit_object(edit));
  }
  return {{"id", plan.id},
          {"name", plan.name},
          {"owner", plan.owner},
          {"owner_name", upsert.owner_name},
          {"role", model::to_string(plan.role)},
          {"editor", upsert.editor},
          {"editor_name", upsert.editor_name},
          {"version", plan.version},
          {"saved_version", upsert.saved_version == 0 ? json(nullptr) : json(upsert.saved_version)},
          {"minutes", plan.minutes},
          {"profile", plan.profile},
          {"at", plan.stations.at ? json(model::format_rfc3339(*plan.stations.at)) : json(nullptr)},
          {"kind", text_or_null(plan.stations.kind)},
          {"edits", std::move(edits)},
          {"answer", upsert.answer ? what_if_object(*upsert.answer) : json(nullptr)},
          {"problem", text_or_null(upsert.problem)}};
}

std::string plan_json(PlanUpsert const &upsert) {
  return text_of(plan_object(upsert));
}

std::string plans_json(std::vector<PlanUpsert> const &upserts) {
  json items = json::array();
  for (auto const &upsert : upserts) {
    items.push_back(plan_object(upsert));
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

} // namespace yuntu::protocol
