#include "server/protocol/siting_messages.hpp"
#include "server/protocol/what_if_messages.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using protocol::parse_siting;
using protocol::parse_what_if;

namespace {

json what_if_with(json const &edit) {
  return {{"edits", json::array({edit})}};
}

json siting_with(json const &more = json::object()) {
  json body{
      {"candidates", json::parse(R"([{"code":"A","name":"room","lon":118.35,"lat":35.05}])")}};
  body.update(more);
  return body;
}

template <typename Value>
std::string refusal(tl::expected<Value, protocol::Problem> const &read) {
  REQUIRE_FALSE(read);
  CHECK(read.error().status == 400);
  return read.error().detail;
}

} // namespace

TEST_CASE("each kind of edit is read with its places and stations") {
  auto const read = parse_what_if(R"({"minutes":10,"profile":"elder","edits":[
      {"edit":"add_station","lon":118.35,"lat":35.05},
      {"edit":"move_station","station":"T1","lon":118.36,"lat":35.06},
      {"edit":"remove_station","station":"T2"},
      {"edit":"close_street","lon":118.37,"lat":35.07},
      {"edit":"open_street","lon":118.38,"lat":35.08},
      {"edit":"add_link","from":[118.39,35.09],"to":[118.4,35.1]}]})");
  REQUIRE(read);
  CHECK(read->limit_s == 600);
  CHECK(read->profile == "elder");
  auto const &edits = read->edits;
  REQUIRE(edits.size() == 6);
  CHECK(std::get<protocol::AddStation>(edits[0]).place == place(118.35, 35.05));
  CHECK(std::get<protocol::MoveStation>(edits[1]).station == "T1");
  CHECK(std::get<protocol::MoveStation>(edits[1]).place == place(118.36, 35.06));
  CHECK(std::get<protocol::RemoveStation>(edits[2]).station == "T2");
  CHECK(std::get<protocol::CloseStreet>(edits[3]).place == place(118.37, 35.07));
  CHECK(std::get<protocol::OpenStreet>(edits[4]).place == place(118.38, 35.08));
  CHECK(std::get<protocol::AddLink>(edits[5]).from == place(118.39, 35.09));
  CHECK(std::get<protocol::AddLink>(edits[5]).to == place(118.4, 35.1));
}

TEST_CASE("an edit that is none is refused by its number and field") {
  auto const [edit, words] = GENERATE(table<std::string, std::string>(
      {{R"({"edit":"burn"})", "edits[0].edit"},
       {R"({"lon":1,"lat":1})", "edits[0].edit"},
       {R"(7)", "edits[0]"},
       {R"({"edit":"add_station","lon":118})", "edits[0].lat"},
       {R"({"edit":"add_station","lon":218,"lat":35})", "edits[0]"},
       {R"({"edit":"add_station","lon":118,"lat":35,"code":"x"})", "edits[0].code"},
       {R"({"edit":"remove_station","station":7})", "edits[0].station"},
       {R"({"edit":"move_station","lon":118,"lat":35})", "edits[0].station"},
       {R"({"edit":"add_link","from":[118,35]})", "edits[0].to"},
       {R"({"edit":"add_link","from":[118],"to":[118,35]})", "edits[0].from"},
       {R"({"edit":"add_link","from":[118,"35"],"to":[118,35]})", "edits[0].from"},
       {R"({"edit":"add_link","from":[118,35],"to":[118,95]})", "edits[0].to"}}));
  CAPTURE(edit);
  CHECK_THAT(refusal(parse_what_if(what_if_with(json::parse(edit)).dump())), Contains(words));
}

TEST_CASE("a what-if has 1 to 50 edits and a walk of at most two hours") {
  json const edit{{"edit", "remove_station"}, {"station", "T1"}};
  CHECK(parse_what_if(json{{"edits", json::array_t(50, edit)}}.dump()));
  CHECK(parse_what_if(what_if_with(edit).dump())->limit_s == 900);
  CHECK_THAT(refusal(parse_what_if(json{{"edits", json::array_t(51, edit)}}.dump())),
             Contains("edits"));
  CHECK_THAT(refusal(parse_what_if(R"({"edits":[]})")), Contains("edits"));
  CHECK_THAT(refusal(parse_what_if("{}")), Contains("edits"));
  CHECK_THAT(refusal(parse_what_if("{")), Contains("not JSON"));
  for (auto const *const minutes : {"0", "-1", "120.5", "1e999", "\"15\""}) {
    CAPTURE(minutes);
    auto const body = std::string(R"({"edits":[{"edit":"remove_station","station":"T"}],)") +
                      R"("minutes":)" + minutes + "}";
    CHECK_FALSE(parse_what_if(body));
  }
}

TEST_CASE("a what-if and a siting may be about the stations open at a time") {
  auto const at = model::parse_rfc3339("2026-11-28T20:00:00+08:00");
  json body = what_if_with({{"edit", "remove_station"}, {"station", "T1"}});
  CHECK_FALSE(parse_what_if(body.dump())->stations.at);
  body["at"] = "2026-11-28T20:00:00+08:00";
  body["kind"] = "clinic";
  auto const trial = parse_what_if(body.dump());
  REQUIRE(trial);
  CHECK(trial->stations == model::StationFilter{at, "clinic"});
  body["at"] = "Saturday";
  CHECK_THAT(refusal(parse_what_if(body.dump())), Contains("at"));
  auto const siting =
      parse_siting(siting_with({{"at", "2026-11-28T20:00:00+08:00"}, {"kind", "clinic"}}).dump());
  REQUIRE(siting);
  CHECK(siting->stations == model::StationFilter{at, "clinic"});
  CHECK_THAT(refusal(parse_siting(siting_with({{"kind", 7}}).dump())), Contains("kind"));
  CHECK_THAT(refusal(parse_siting(siting_with({{"at", "20:00"}}).dump())), Contains("at"));
}

TEST_CASE("what a siting leaves out has its usual value") {
  auto const read = parse_siting(siting_with().dump());
  REQUIRE(read);
  CHECK(read->picks == 1);
  CHECK(read->limit_s == 900);
  CHECK(read->profile == "standard");
  CHECK(read->weight == protocol::SitingWeight::households);
  CHECK(read->has_stations);
  REQUIRE(read->candidates.size() == 1);
  CHECK(read->candidates[0].code == "A");
  CHECK(read->candidates[0].name == "room");
  CHECK(read->candidates[0].place == place(118.35, 35.05));
  auto const other = parse_siting(
      siting_with({{"picks", 3}, {"weight", "buildings"}, {"has_stations", false}}).dump());
  REQUIRE(other);
  CHECK_FALSE(read->candidates[0].capacity);
  CHECK(read->exact_s == 0);
  auto const full = parse_siting(
      R"({"candidates":[{"code":"A","lon":1,"lat":1,"capacity":0},{"code":"B","lon":1,"lat":1,
          "capacity":null}],"weight":"older","exact_s":300})");
  REQUIRE(full);
  CHECK(full->candidates[0].capacity == 0);
  CHECK_FALSE(full->candidates[1].capacity);
  CHECK(full->weight == protocol::SitingWeight::older);
  CHECK(full->exact_s == 300);
  CHECK(other->picks == 3);
  CHECK(other->weight == protocol::SitingWeight::buildings);
  CHECK_FALSE(other->has_stations);
}

TEST_CASE("a siting that cannot be is refused by the field that is wrong") {
  auto const [more, words] = GENERATE(table<std::string, std::string>(
      {{R"({"candidates":[]})", "candidates"},
       {R"({"candidates":[{"code":"","lon":1,"lat":1}]})", "candidates[0].code"},
       {R"({"candidates":[{"lon":1,"lat":1}]})", "candidates[0].code"},
       {R"({"candidates":[{"code":"A","lon":1,"lat":1},{"code":"A","lon":1,"lat":1}]})",
        "candidates[1].code"},
       {R"({"candidates":[{"code":"A","lon":1,"lat":91}]})", "candidates[0]"},
       {R"({"candidates":[{"code":"A","lon":1,"lat":1,"x":1}]})", "candidates[0].x"},
       {R"({"candidates":[{"code":"A","lon":1,"lat":1,"capacity":-1}]})", "capacity"},
       {R"({"candidates":[{"code":"A","lon":1,"lat":1,"capacity":1.5}]})", "capacity"},
       {R"({"exact_s":0})", "exact_s"},
       {R"({"exact_s":301})", "exact_s"},
       {R"({"picks":0})", "picks"},
       {R"({"picks":101})", "picks"},
       {R"({"picks":1.5})", "picks"},
       {R"({"weight":"dogs"})", "weight"},
       {R"({"has_stations":"no"})", "has_stations"},
       {R"({"minutes":121})", "minutes"},
       {R"({"speed":1})", "speed"}}));
  CAPTURE(more);
  CHECK_THAT(refusal(parse_siting(siting_with(json::parse(more)).dump())), Contains(words));
}

TEST_CASE("a siting of more than 2000 candidates is refused") {
  json candidates = json::array();
  for (int i = 0; i <= 2000; ++i) {
    candidates.push_back({{"code", std::to_string(i)}, {"lon", 1}, {"lat", 1}});
  }
  CHECK_THAT(refusal(parse_siting(json{{"candidates", candidates}}.dump())), Contains("2000"));
}

TEST_CASE("a siting shows its result once it has one, as the command line prints it") {
  auto const question = std::make_shared<protocol::SitingQuestion>();
  question->candidates = {{"A", "room", place(118.35, 35.05)}, {"S", "", place(119, 33)}};
  auto const result = std::make_shared<protocol::SitingResult>();
  result->picks = {{0, {2, 54}, 54}};
  result->off_street = {1};
  result->after = {2, 54};
  result->total = {3, 66};
  result->newly = 54;
  result->bound = 60;
  result->gap = 0.1;
  protocol::SitingJob job{"j1", protocol::SitingJob::State::running, 0.12345, question, nullptr};
  CHECK(json::parse(siting_job_json(job)) ==
        json::parse(R"({"id":"j1","state":"running","done":0.123})"));
  job.state = protocol::SitingJob::State::done;
  job.result = result;
  auto const shown = json::parse(siting_job_json(job));
  CHECK(shown.at("state") == "done");
  CHECK(shown.at("result") == json::parse(siting_json(*question, *result)));
  CHECK(shown.at("result") == json::parse(R"({"limit_s":900.0,"candidates":2,
      "picks":[{"code":"A","name":"room","lon":118.35,"lat":35.05,
                "adds":{"buildings":2,"households":54},"newly":54}],
      "off_street":["S"],"before":{"buildings":0,"households":0},
      "after":{"buildings":2,"households":54},"total":{"buildings":3,"households":66},
      "newly":54,"bound":60,"gap":0.1,"solver":"own","optimal":false})"));
}

TEST_CASE("loads, older people and cbc's word are shown where there are any") {
  protocol::SitingQuestion question;
  question.candidates = {{"A", "", place(118.35, 35.05), 40}, {"B", "", place(118.36, 35.05)}};
  protocol::SitingResult result;
  result.picks = {{0, {2, 54, 7}, 40, 38}, {1, {0, 0, 0}, 3, 5}};
  result.tells_older = true;
  result.has_limits = true;
  result.stations = {{"T1", 9, 9}};
  result.assigned_before = 9;
  result.newly = result.bound = 43;
  result.is_from_cbc = true;
  result.exact_error = "cbc ended with code 1";
  auto const shown = json::parse(siting_json(question, result));
  auto const &picks = shown.at("picks");
  CHECK(picks.at(0).at("adds").at("older") == 7);
  CHECK(picks.at(0).at("load") == 38);
  CHECK(picks.at(0).at("capacity") == 40);
  CHECK(picks.at(1).at("capacity").is_null());
  CHECK(shown.at("assigned") == json::parse(R"({"before":9,"after":52})"));
  CHECK(shown.at("stations") == json::parse(R"([{"code":"T1","capacity":9,"load":9}])"));
  CHECK(shown.at("solver") == "cbc");
  CHECK(shown.at("optimal") == true);
  CHECK(shown.at("exact_error") == "cbc ended with code 1");
  CHECK_FALSE(shown.contains("capacity_ignored"));
  result.is_capacity_ignored = true;
  CHECK(json::parse(siting_json(question, result)).at("capacity_ignored") == true);
  auto const points = json::parse(siting_geojson(question, result));
  CHECK(points.at("features").at(0).at("properties").at("load") == 38);
}

TEST_CASE("a siting that failed says why") {
  protocol::SitingJob job;
  job.id = "j1";
  job.state = protocol::SitingJob::State::failed;
  job.problem = protocol::Problem{422, "Too much", "give fewer candidates", {}};
  CHECK(json::parse(siting_job_json(job)) == json::parse(R"({"id":"j1","state":"failed","done":0.0,
            "problem":{"status":422,"title":"Too much","detail":"give fewer candidates"}})"));
}

TEST_CASE("an opening names a place on a street that can be opened, and a link has none") {
  protocol::BarriersAnswer answer{900, "standard", {}};
  protocol::BarrierOpening gate;
  gate.kind = protocol::BarrierKind::gate;
  gate.place = place(118.35, 35.05);
  answer.openings = {gate, {}};
  auto const shown = json::parse(barriers_json(answer)).at("openings");
  CHECK(shown.at(0).at("place") == json::parse("[118.35,35.05]"));
  CHECK(shown.at(1).at("place").is_null());
}
