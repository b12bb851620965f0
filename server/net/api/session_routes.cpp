#include "server/net/api/api.hpp"

namespace yuntu::net {
namespace {

std::string cookie_of(std::string const &token, std::int64_t seconds) {
  return "yuntu_session=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
}

Response opened(services::OpenedSession const &session) {
  auto response = answer_json(200, protocol::session_json(session.user, session.expires));
  auto const seconds = std::chrono::seconds(services::SessionService::session_time).count();
  response.headers.emplace_back("Set-Cookie", cookie_of(session.token, seconds));
  return response;
}

/// Answers once the published state knows the session, so that the next request finds it so.
Respond when_published(Api const &api, Respond const &respond) {
  return [api, respond](Response response) {
    api.read_published(
        [respond, response = std::move(response)](model::CityState const &) { respond(response); });
  };
}

void open_session(Api const &api, Request const &request, Respond const &respond) {
  auto const code = protocol::parse_sign_in_code(request.body);
  if (!code) {
    return respond(answer_problem(code.error()));
  }
  api.to_city([api, code = *code, respond] {
    api.sessions->open(code, api.now(),
                       respond_with<services::OpenedSession>(when_published(api, respond), opened));
  });
}

void read_session(Api const &api, Request const &request, Respond const &respond) {
  api.read_published([principal = request.principal, respond](model::CityState const &state) {
    auto const user = state.users.find(principal.user);
    if (user == state.users.end()) {
      return respond(answer_problem(401, "Not signed in", "this user does not exist any more"));
    }
    auto const session = state.sessions.find(principal.session_hash);
    auto const expires = session == state.sessions.end()
                             ? model::from_unix_ms(253'402'300'799'000) // a token does not expire
                             : session->second.expires;
    respond(answer_json(200, protocol::session_json(user->second, expires)));
  });
}

void close_session(Api const &api, Request const &request, Respond const &respond) {
  api.to_city([api, principal = request.principal, respond] {
    api.sessions->close(principal, api.now(),
                        respond_with<bool>(when_published(api, respond), [](bool) {
                          Response response;
                          response.status = 204;
                          response.headers.emplace_back("Set-Cookie", cookie_of("", 0));
                          return response;
                        }));
  });
}

} // namespace

void add_session_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  auto const path = "/api/v1/session";
  routes.push_back({Method::post, path, rules::Operation::open_session, bind(open_session)});
  routes.push_back({Method::get, path, rules::Operation::read_session, bind(read_session)});
  routes.push_back({Method::erase, path, rules::Operation::close_session, bind(close_session)});
}

} // namespace yuntu::net
