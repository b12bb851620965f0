#include "server/protocol/client_messages.hpp"
#include "server/protocol/incident_fields.hpp"
#include "server/protocol/json_reader.hpp"
#include "server/protocol/resources.hpp"

#include <algorithm>
#include <initializer_list>

namespace yuntu::protocol {

constexpr double most_accuracy_m = 5'000; ///< more says nothing about areas

geo::LonLat read_place(JsonObject &object, std::string const &path) {
  double const lon = object.number("lon");
  double const lat = object.number("lat");
  auto const place = geo::LonLat::from_degrees(lon, lat);
  if (!place) {
    throw BadField((path.empty() ? "" : "\"" + path + "\": ") +
                   "\"lon\" and \"lat\" must lie in the world: -180 to 180, -90 to 90");
  }
  return *place;
}

std::string read_uuid(JsonObject &object) {
  auto id = object.text("id", 64);
  if (!is_uuid(id)) {
    throw BadField("\"id\" must be a UUID, e.g. 123e4567-e89b-42d3-a456-426614174000");
  }
  return id;
}

void expect_one_place(model::IncidentReport const &report) {
  if (report.position.has_value() == !report.building.empty()) {
    throw BadField("a place is needed: either \"lon\" and \"lat\", or \"building\"");
  }
}

void read_report(JsonObject &object, model::IncidentReport &report) {
  report.category = object.text_or("category", "", 64);
  report.text = object.text("text");
  auto const severity = object.text_or("severity", "routine", 16);
  auto const parsed = model::parse_severity(severity);
  if (!parsed) {
    throw BadField("\"severity\" is \"" + severity + "\"; expected routine, urgent or critical");
  }
  report.severity = *parsed;
  report.building = object.text_or("building", "", 64);
  report.time = object.find_time("time");
  report.ticket = object.text_or("ticket", "", 64);
}

namespace {

/// A field that belongs to some actions only.
void expect_with(ActionRequest const &request, std::string const &value, std::string const &name,
                 std::initializer_list<model::Action> actions) {
  if (!value.empty() &&
      std::find(actions.begin(), actions.end(), request.action) == actions.end()) {
    throw BadField("\"" + name + "\" does not go with \"" +
                   std::string(model::to_string(request.action)) + "\"");
  }
}

} // namespace

void read_accuracy(JsonObject &object, model::IncidentReport &report) {
  report.accuracy_m = object.find_number("accuracy_m");
  if (report.accuracy_m && !(*report.accuracy_m >= 0 && *report.accuracy_m <= most_accuracy_m)) {
    throw BadField("\"accuracy_m\" must be metres, 0 to 5000");
  }
}

tl::expected<model::IncidentReport, Problem> parse_incident_report(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    model::IncidentReport report;
    report.id = read_uuid(object);
    report.channel = object.text("channel", 64);
    read_report(object, report);
    object.allow("lon"); // null beside a building
    object.allow("lat");
    if (object.has("lon") || object.has("lat")) {
      report.position = read_place(object);
      read_accuracy(object, report);
    }
    expect_one_place(report);
    object.done();
    return report;
  });
}

tl::expected<ActionRequest, Problem> parse_action_request(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    ActionRequest request;
    auto const word = object.text("action", 32);
    auto const action = model::parse_action(word);
    if (!action) {
      std::string names;
      for (auto const name : model::action_names) {
        names += " " + std::string(name);
      }
      throw BadField("\"action\" is \"" + word + "\"; expected one of" + names);
    }
    request.action = *action;
    request.note = object.text_or("note", "");
    request.evidence = object.text_or("evidence", "");
    request.time = object.find_time("time");
    request.category = object.text_or("category", "", 64);
    request.assignee = object.text_or("assignee", "", 64);
    request.into = object.text_or("into", "", 64);
    expect_with(request, request.category, "category", {model::Action::classify});
    expect_with(request, request.assignee, "assignee",
                {model::Action::assign, model::Action::transfer});
    expect_with(request, request.into, "into", {model::Action::merge});
    if (request.action == model::Action::merge && request.into.empty()) {
      throw BadField("\"merge\" needs \"into\", the incident that goes on for both");
    }
    object.done();
    return request;
  });
}

tl::expected<EscalationRequest, Problem> parse_escalation_request(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    EscalationRequest request;
    double const level = object.number("level");
    if (!(level >= 0 && level <= 9) || level != static_cast<int>(level)) {
      throw BadField("\"level\" must be a whole number from 0 to 9");
    }
    request.level = static_cast<int>(level);
    request.note = object.text("note");
    if (request.note.empty()) {
      throw BadField("\"note\" must say why");
    }
    object.done();
    return request;
  });
}

tl::expected<DutyRequest, Problem> parse_duty_request(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    DutyRequest request;
    request.is_on = object.flag("on");
    request.time = object.find_time("time");
    request.worker = object.text_or("worker", "", 64);
    if (!request.worker.empty() && !is_device_name(request.worker)) {
      throw BadField("\"worker\" must match [A-Za-z0-9._-]{1,64}");
    }
    object.done();
    return request;
  });
}

tl::expected<ClosureRequest, Problem> parse_closure_request(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    ClosureRequest request;
    request.id = read_uuid(object);
    request.station = object.text_or("station", "", 64);
    if ((object.has("lon") || object.has("lat")) == !request.station.empty()) {
      throw BadField("what is closed is needed: either \"lon\" and \"lat\", or \"station\"");
    }
    if (request.station.empty()) {
      request.position = read_place(object);
    }
    request.reason = object.text_or("reason", "", 512);
    request.until = object.find_time("until");
    request.incident = object.text_or("incident", "", 64);
    object.done();
    return request;
  });
}

tl::expected<std::string, Problem> parse_sign_in_code(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) {
    JsonObject object(document, "");
    auto code = object.text("code", 128);
    object.done();
    return code;
  });
}

} // namespace yuntu::protocol
