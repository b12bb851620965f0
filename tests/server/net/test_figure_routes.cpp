#include "server/net/api/api.hpp"
#include "server/services/counted_incidents.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <optional>

using namespace yuntu;

namespace {

/// What the figures of a period that goes on may reach: no published state, so nothing of the live
/// thread, and no log.
net::Api api_of(services::CountedIncidents &counted, model::Time now) {
  net::Api api;
  api.now = [now] { return now; };
  api.read_published = [](auto const &) { FAIL("asks for the published state"); };
  api.ask_history = [](auto const &) -> bool {
    FAIL("asks the log");
    return false;
  };
  api.read_counted = [&counted](auto const &read) { read(counted.at(12, 9, nullptr)); };
  api.figure_policy = {std::make_shared<rules::DeadlinePolicy const>(), nullptr, {}, {}};
  return api;
}

nlohmann::json ask(net::Api const &api, std::string const &path,
                   std::map<std::string, std::string> query) {
  auto const routes = net::make_routes(api);
  net::Router const router(routes);
  auto const found = std::get<net::Match>(router.find(net::Method::get, path));
  net::Request request;
  request.path = path;
  request.query = std::move(query);
  request.principal = {"u1", model::Role::command, {}, {}};
  std::optional<net::Response> answer;
  found.route->handle(request, [&](net::Response response) { answer = std::move(response); });
  REQUIRE(answer);
  INFO(*answer->body);
  REQUIRE(answer->status == 200);
  return nlohmann::json::parse(*answer->body);
}

} // namespace

TEST_CASE("figures and boards of a period that goes on ask nothing of the published state") {
  auto const now = model::parse_rfc3339("2026-11-20T12:00:00+08:00").value();
  model::CityState loaded;
  for (int i = 0; i < 40; ++i) {
    model::Incident incident;
    incident.id = "i" + std::to_string(i);
    incident.time = now - std::chrono::hours{i};
    loaded.incidents[incident.id] = incident;
  }
  services::CountedIncidents counted(loaded);
  auto const api = api_of(counted, now);
  auto const day =
      ask(api, "/api/v1/figures",
          {{"from", "2026-11-20T00:00:00+08:00"}, {"to", "2026-11-21T00:00:00+08:00"}});
  CHECK(day.at("total").at("counts").at("received") ==
        12); // the one of this instant is still to be
  CHECK(day.at("seq") == 12);
  CHECK(day.at("tick") == 9);
  CHECK(ask(api, "/api/v1/rankings", {{"month", "2026-11"}}).at("final") == false);
}
