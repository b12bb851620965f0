#include "server/net/api/api.hpp"
#include "server/net/request_headers.hpp"
#include "server/net/target.hpp"
#include "server/protocol/client_messages.hpp"
#include "server/protocol/tracker_messages.hpp"
#include "server/services/report_identity.hpp"

#include <algorithm>

namespace yuntu::net {
namespace {

/// Everything that was understood is answered so, a fix that the filter refused too: the apps would
/// send it again for ever.
Response taken(std::string body, std::string content_type) {
  auto response = answer_json(200, std::move(body));
  response.content_type = std::move(content_type);
  return response;
}

Response switched_off(std::string const &name) {
  return answer_problem(404, "Not found", name + " is switched off; [intake] in the configuration");
}

void report(Api const &api, model::Principal const &principal, std::string device,
            model::PositionReport fix, Response const &answer, Respond const &respond) {
  fix.seq = services::number_of(fix);
  model::PositionBatch batch{std::move(device), 1, {std::move(fix)}, {}};
  api.to_city([api, principal, batch = std::move(batch), answer, respond] {
    api.positions->report(
        principal, batch, api.now(),
        respond_with<model::Acknowledgement>(respond, [answer](auto const &) { return answer; }));
  });
}

/// "owntracks.USER.DEVICE": what the app calls itself is its own among its user's only.
std::string owntracks_device(Request const &request, protocol::OwnTracksMessage const &message) {
  std::string name(header_of(request, "x-limit-d"));
  std::erase_if(name, [](char c) { return !protocol::is_device_name(std::string_view(&c, 1)); });
  if (name.empty()) {
    name = message.tracker;
  }
  return ("owntracks." + request.principal.user + "." + name).substr(0, 64);
}

void report_owntracks(Api const &api, Request const &request, Respond const &respond) {
  if (!api.takes_owntracks) {
    return respond(switched_off("owntracks"));
  }
  auto const message = protocol::parse_owntracks(request.body);
  if (!message) {
    return respond(answer_problem(message.error()));
  }
  auto const answer = taken("[]", "application/json");
  if (!message->report) {
    return respond(answer);
  }
  report(api, request.principal, owntracks_device(request, *message), *message->report, answer,
         respond);
}

tl::expected<protocol::OsmAndMessage, protocol::Problem> read_osmand(Api const &api,
                                                                     Request const &request) {
  auto const start = request.body.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && request.body[start] == '{') {
    return protocol::parse_osmand(request.body, api.now());
  }
  if (!request.query.empty() || request.body.empty()) {
    return protocol::read_osmand(request.query, api.now());
  }
  auto const form = parse_target("/?" + request.body);
  if (!form) {
    return tl::unexpected(protocol::Problem{400, "Malformed message", form.error(), {}});
  }
  return protocol::read_osmand(form->query, api.now());
}

void report_osmand(Api const &api, Request const &request, Respond const &respond) {
  if (!api.takes_osmand) {
    return respond(switched_off("osmand"));
  }
  auto const message = read_osmand(api, request);
  if (!message) {
    return respond(answer_problem(message.error()));
  }
  auto const enrolled = api.enrolled ? api.enrolled(message->id) : std::nullopt;
  if (!enrolled) {
    return respond(answer_problem(400, "Unknown device",
                                  "no device is enrolled with this id; `yuntu device enrol`"));
  }
  auto const answer = taken("", "text/plain; charset=utf-8");
  if (!message->report) {
    return respond(answer);
  }
  report(api, enrolled->principal, enrolled->device, *message->report, answer, respond);
}

} // namespace

void add_tracker_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back(
      {Method::post, "/owntracks", rules::Operation::report_by_owntracks, bind(report_owntracks)});
  for (auto const method : {Method::get, Method::post}) {
    routes.push_back(
        {method, "/osmand", rules::Operation::report_by_enrolment, bind(report_osmand)});
  }
}

} // namespace yuntu::net
