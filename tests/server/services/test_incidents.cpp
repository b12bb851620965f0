#include "server/services/incident_identity.hpp"
#include "server/services/incident_service.hpp"
#include "server/services/secret.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::Action;
using model::AreaLevel;
using model::Stage;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

model::IncidentReport report(double lon = 118.355, double lat = 35.052) {
  model::IncidentReport made;
  made.id = id;
  made.channel = "web";
  made.text = "水管爆裂";
  made.position = place(lon, lat);
  return made;
}

model::IncidentReport at_building(std::string const &code) {
  auto made = report();
  made.position.reset();
  made.building = code;
  return made;
}

struct Desk {
  TestCity town;
  services::IncidentService service{town.city, "0123456789abcdef",
                                    services::shipped_incident_policy()};

  auto report(model::Principal const &who, model::IncidentReport const &what) {
    Answer<services::ReportedIncident> answer;
    service.report(who, what, town.now, answer.done());
    return answer.get();
  }
  auto act(model::Principal const &who, Action action, std::string const &if_match,
           std::string const &which = id) {
    Answer<model::Incident> answer;
    service.act(who, which, {action, "note", "photo-1"}, if_match, town.now, answer.done());
    return answer.get();
  }
};

} // namespace

TEST_CASE("a report becomes an incident with the areas of its place") {
  Desk desk;
  auto const made = desk.report(commander(), report());
  REQUIRE(made);
  CHECK(made->is_new);
  CHECK(made->receipt.empty());
  CHECK(made->incident.areas == areas_of("S1", "C1", "G1"));
  CHECK(made->incident.stage == Stage::received);
  CHECK(made->incident.version == 1);
  CHECK(made->incident.reporter == "u1");
  CHECK(made->incident.time == desk.town.now);
  CHECK(services::etag_of(made->incident) == "\"1\"");
}

TEST_CASE("an incident on the border of two grids belongs to the lower code") {
  Desk desk;
  CHECK(desk.report(commander(), report(small_town::border_lon))->incident.areas[AreaLevel::grid] ==
        "G1");
}

TEST_CASE("the same report again is answered again and stored once") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  desk.town.now = at_s(10);
  auto const again = desk.report(commander(), report());
  REQUIRE(again);
  CHECK_FALSE(again->is_new);
  CHECK(desk.town.facts<model::IncidentReported>().size() == 1);
}

TEST_CASE("the same id with another content, or of somebody else, is a conflict") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  auto other = report();
  other.text = "x";
  CHECK(desk.report(commander(), other).error().status == 409);
  other = report(118.356);
  CHECK(desk.report(commander(), other).error().status == 409);
  other = report();
  other.time = at_s(-5);
  CHECK(desk.report(commander(), other).error().status == 409);
  CHECK(desk.report(grid_worker(), report()).error().status == 409);
}

TEST_CASE("fields that run into each other do not make two reports the same") {
  Desk desk;
  auto one = report();
  one.category = "供水";
  one.text = "管道破裂了";
  REQUIRE(desk.report(commander(), one));
  auto two = report();
  two.category = "供水管道破裂";
  two.text = "了";
  CHECK(desk.report(commander(), two).error().status == 409);
}

TEST_CASE("a building gives the incident its place, an unknown one is refused") {
  Desk desk;
  auto const made = desk.report(commander(), at_building("B2"));
  REQUIRE(made);
  CHECK(made->incident.areas[AreaLevel::building] == "B2");
  CHECK(made->incident.areas[AreaLevel::grid] == "G2");
  auto unknown = at_building("B9");
  unknown.id = "223e4567-e89b-42d3-a456-426614174000";
  auto const refused = desk.report(commander(), unknown);
  CHECK(refused.error().status == 422);
  CHECK(refused.error().detail.find("\"B9\"") != std::string::npos);
}

TEST_CASE("a place far outside the county is refused, one near it is not") {
  Desk desk;
  CHECK(desk.report(commander(), report(119.5)).error().status == 422);
  auto const near = desk.report(commander(), report(118.5));
  REQUIRE(near);
  CHECK(near->incident.areas == model::AreaCodes{});
}

TEST_CASE("a resident reports by building and gets a receipt, the same one for a retry") {
  Desk desk;
  CHECK(desk.report(resident(), report()).error().status == 403);
  auto const made = desk.report(resident(), at_building("B1"));
  REQUIRE(made);
  CHECK(made->receipt.size() == 64);
  CHECK(made->incident.reporter == "resident");
  CHECK(made->incident.receipt_hash == services::digest(made->receipt));
  auto const again = desk.report(resident(), at_building("B1"));
  REQUIRE(again);
  CHECK_FALSE(again->is_new);
  CHECK(again->receipt == made->receipt);
  CHECK(desk.report(commander(), at_building("B1")).error().status == 409);
}

TEST_CASE("a clock may be a little fast; what is of the future or of years ago is refused") {
  Desk desk;
  auto future = report();
  future.time = at_s(300);
  CHECK(desk.report(commander(), future)->incident.time == at_s(0));
  for (auto const seconds : {301, -367 * 86'400}) {
    auto wrong = report();
    wrong.id = "323e4567-e89b-42d3-a456-426614174000";
    wrong.time = at_s(seconds);
    auto const refused = desk.report(commander(), wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == 422);
    CHECK_THAT(refused.error().detail, Catch::Contains("\"time\""));
  }
  auto past = report();
  past.id = "223e4567-e89b-42d3-a456-426614174000";
  past.time = at_s(-1000);
  CHECK(desk.report(commander(), past)->incident.time == at_s(-1000));
}

TEST_CASE("a resident speaks for no other channel, and takes no feed's id") {
  Desk desk;
  auto other = at_building("B1");
  other.channel = "patrol";
  CHECK(desk.report(resident(), other).error().status == 403);
  auto squatter = at_building("B1");
  squatter.id = services::id_of_ticket("hotline", "20261120-0001");
  CHECK(desk.report(resident(), squatter).error().status == 422);
}

TEST_CASE("an action moves the incident along and raises its version") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  auto const moved = desk.act(commander(), Action::classify, "\"1\"");
  REQUIRE(moved);
  CHECK(moved->stage == Stage::classified);
  CHECK(moved->version == 2);
  REQUIRE(moved->history.size() == 1);
  CHECK(moved->history[0].actor == "u1");
  CHECK(moved->history[0].note == "note");
  CHECK(moved->history[0].evidence == "photo-1");
  CHECK(desk.act(grid_worker("G1"), Action::assign, "\"2\"")->stage == Stage::assigned);
  CHECK(desk.act(commander(), Action::accept, "*")->stage == Stage::in_progress);
}

TEST_CASE("a step happened when its actor says, between the step before it and now") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  desk.town.now = at_s(600);
  auto const time_of = [&](Action action, double said, std::string const &version) {
    Answer<model::Incident> answer;
    desk.service.act(commander(), id, {action, {}, {}, at_s(said)}, version, desk.town.now,
                     answer.done());
    return answer.get().value().history.back().time;
  };
  CHECK(time_of(Action::classify, 60, "\"1\"") == at_s(60));
  CHECK(time_of(Action::assign, 30, "\"2\"") == at_s(60));
  CHECK(time_of(Action::accept, 9000, "\"3\"") == at_s(600));
}

TEST_CASE("an action without If-Match is 428, with an old one 412") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  CHECK(desk.act(commander(), Action::classify, "").error().status == 428);
  CHECK(desk.act(commander(), Action::classify, "\"2\"").error().status == 412);
  CHECK(desk.act(commander(), Action::classify, "1").error().status == 412);
  REQUIRE(desk.act(commander(), Action::classify, "\"1\""));
  CHECK(desk.act(commander(), Action::classify, "\"1\"").error().status == 412);
}

TEST_CASE("an action that is not possible now says which ones are") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  auto const refused = desk.act(commander(), Action::finish, "\"1\"");
  CHECK(refused.error().status == 422);
  CHECK(refused.error().allowed == std::vector<std::string>{"classify", "reject", "merge"});
  CHECK(desk.town.facts<model::IncidentMoved>().empty());
}

TEST_CASE("what one may not see does not exist") {
  Desk desk;
  REQUIRE(desk.report(commander(), report()));
  CHECK(desk.act(grid_worker("G2"), Action::classify, "\"1\"").error().status == 404);
  CHECK(desk.act(commander(), Action::classify, "\"1\"", "nothing").error().status == 404);
  CHECK(desk.act(grid_worker("G1"), Action::classify, "\"1\""));
}

TEST_CASE("who accepts what nobody has takes it, and an assignment or transfer names another") {
  Desk desk;
  desk.town.commit(model::UserAdded{"w7", model::Role::grid_worker, {"G1"}, "", false}, "李");
  REQUIRE(desk.report(commander(), report()));
  REQUIRE(desk.act(commander(), Action::classify, "*"));
  auto const send = [&](protocol::ActionRequest const &request) {
    Answer<model::Incident> answer;
    desk.service.act(commander(), id, request, "*", desk.town.now, answer.done());
    return answer.get();
  };
  protocol::ActionRequest assign{Action::assign, "note", ""};
  assign.assignee = "nobody";
  auto const refused = send(assign);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 422);
  CHECK(refused.error().detail.find("\"nobody\"") != std::string::npos);
  assign.assignee = "w7";
  CHECK(send(assign)->assignee == "w7");
  auto const accepted = desk.act(grid_worker(), Action::accept, "*");
  REQUIRE(accepted);
  CHECK(accepted->assignee == grid_worker().user);
  CHECK(accepted->history.back().assignee == grid_worker().user);
}

TEST_CASE("a report merged into another goes on there and can only be reopened") {
  Desk desk;
  auto first = report();
  first.id = "223e4567-e89b-42d3-a456-426614174000";
  REQUIRE(desk.report(commander(), first));
  REQUIRE(desk.report(commander(), report()));
  auto const merge = [&](std::string const &into) {
    protocol::ActionRequest request{Action::merge, "", ""};
    request.into = into;
    Answer<model::Incident> answer;
    desk.service.act(commander(), id, request, "*", desk.town.now, answer.done());
    return answer.get();
  };
  CHECK(merge(id).error().status == 422);
  CHECK(merge("323e4567-e89b-42d3-a456-426614174000").error().status == 404);
  auto const merged = merge(first.id);
  REQUIRE(merged);
  CHECK(merged->merged_into == first.id);
  CHECK(merged->stage == Stage::done);
  CHECK(desk.act(commander(), Action::verify, "*").error().allowed ==
        std::vector<std::string>{"reopen"});
  auto const reopened = desk.act(commander(), Action::reopen, "*");
  REQUIRE(reopened);
  CHECK(reopened->merged_into.empty());
  CHECK(desk.town.published().incidents == desk.town.city.state().incidents);
}

TEST_CASE("an arrival is proven by the actor's own fix at the building, or not at all") {
  Desk desk;
  auto const worker = grid_worker("G2");
  desk.town.commit(model::DutyChanged{worker.user, true, at_s(0), "person"});
  REQUIRE(desk.report(commander(), at_building("B2")));
  for (auto const action : {Action::classify, Action::assign, Action::accept}) {
    REQUIRE(desk.act(commander(), action, "*"));
  }
  auto const unproven = desk.act(worker, Action::arrive, "*");
  REQUIRE(unproven);
  CHECK_FALSE(unproven->history.back().proof);
  services::City::Transaction transaction(desk.town.city, worker.user, desk.town.now);
  model::PositionRecord record;
  record.worker = worker.user;
  record.device = "d1";
  record.boot = 1;
  record.seq = 1;
  record.time = desk.town.now;
  record.position = place(118.3608, 35.0553);
  record.accuracy_dm = 50;
  record.verdict = model::PositionVerdict::accepted;
  transaction.add(record);
  transaction.submit(nullptr);
  auto const proven = desk.act(worker, Action::arrive, "*");
  REQUIRE(proven);
  REQUIRE(proven->history.back().proof);
  CHECK(proven->history.back().proof->distance_m == 0);
  CHECK(proven->history.back().proof->accuracy_m == 5);
}
