#include "server/model/city_state.hpp"
#include "server/model/position_fold.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::model;
using test::areas_of;
using test::at_s;
using test::place;

namespace {

/// West of 118.36 lies grid G1, east of it G2.
AreaCodes locate(geo::LonLat where) {
  return areas_of("S1", "C1", where.lon() < 118.36 ? "G1" : "G2");
}

struct Log {
  CityState state;

  void commit(std::vector<std::pair<FactBody, std::string>> const &bodies,
              std::vector<PositionRecord> positions = {}) {
    CommitGroup group;
    group.tick = state.tick + 1;
    auto seq = state.seq;
    for (auto const &[body, text] : bodies) {
      group.facts.push_back({++seq, state.tick, at_s(0), at_s(0), "u1", body, text});
    }
    group.positions = std::move(positions);
    fold(state, group, locate);
  }
  void commit(FactBody const &body, std::string const &text = {}) { commit({{body, text}}); }
};

PositionRecord fix(std::uint64_t seq, double second, double lon) {
  PositionRecord record;
  record.worker = "w1";
  record.device = "tablet";
  record.boot = 1;
  record.seq = seq;
  record.content_hash = seq;
  record.time = at_s(second);
  record.position = place(lon, 35.05);
  record.accuracy_dm = 50;
  return record;
}

DutyChanged duty(bool is_on, double second) {
  return {"w1", is_on, at_s(second), "person"};
}

IncidentReported report(std::string const &id) {
  IncidentReported body;
  body.id = id;
  body.channel = "web";
  body.position = place(118.355, 35.05);
  body.areas = locate(body.position);
  body.time = at_s(1);
  return body;
}

} // namespace

TEST_CASE("an incident lives through its facts and keeps their history") {
  Log log;
  log.commit(report("i1"), "水管爆裂");
  auto const &incident = log.state.incidents.at("i1");
  CHECK(incident.stage == Stage::received);
  CHECK(incident.version == 1);
  CHECK(incident.text == "水管爆裂");
  CHECK(incident.reporter == "u1");
  log.commit(IncidentMoved{"i1", Action::classify, Stage::received, Stage::classified, 2, {}},
             "看过");
  log.commit(IncidentMoved{"i1", Action::assign, Stage::classified, Stage::assigned, 3, {}});
  CHECK(incident.stage == Stage::assigned);
  CHECK(incident.version == 3);
  REQUIRE(incident.history.size() == 2);
  CHECK(incident.history[0] ==
        IncidentStep{
            Action::classify, Stage::received, Stage::classified, "u1", at_s(0), "看过", {}});
  CHECK(log.state.seq == 3);
  CHECK(log.state.tick == 3);
}

TEST_CASE("going off duty takes the worker out of the data") {
  Log log;
  log.commit({{duty(true, 0), {}}}, {fix(1, 1, 118.355)});
  REQUIRE(log.state.workers.at("w1").fix);
  CHECK(log.state.workers.at("w1").fix->areas[AreaLevel::grid] == "G1");
  log.commit(duty(false, 10));
  auto const &worker = log.state.workers.at("w1");
  CHECK_FALSE(worker.fix);
  CHECK_FALSE(worker.is_on_duty());
  CHECK(worker.tick == log.state.tick);
  CHECK(worker.was_on_duty(at_s(5)));
  CHECK_FALSE(worker.was_on_duty(at_s(10)));
}

TEST_CASE("a spell never ends before it began") {
  Log log;
  log.commit(duty(true, 10));
  log.commit(duty(false, 5));
  CHECK(log.state.workers.at("w1").duty == std::vector<DutySpell>{{at_s(10), at_s(10)}});
}

TEST_CASE("at most 32 spells are kept, the newest") {
  Log log;
  for (int i = 0; i < 40; ++i) {
    log.commit(duty(true, i * 10));
    log.commit(duty(false, i * 10 + 5));
  }
  auto const &spells = log.state.workers.at("w1").duty;
  REQUIRE(spells.size() == 32);
  CHECK(spells.front().since == at_s(80));
  CHECK(spells.back().since == at_s(390));
}

TEST_CASE("a late fix is taken note of but does not move the marker") {
  Log log;
  log.commit({{duty(true, 0), {}}}, {fix(1, 100, 118.355)});
  auto const tick = log.state.workers.at("w1").tick;
  log.commit({}, {fix(2, 50, 118.365)});
  auto const &worker = log.state.workers.at("w1");
  CHECK(worker.fix->time == at_s(100));
  CHECK(worker.fix->position == place(118.355, 35.05));
  CHECK(worker.tick == tick);
  CHECK(log.state.devices.at("tablet").boots.at(1).through == 2);
}

TEST_CASE("an inaccurate fix moves the marker and keeps the areas known before it") {
  Log log;
  auto rough = fix(1, 1, 118.355);
  rough.accuracy_dm = inaccurate_dm + 1;
  log.commit({{duty(true, 0), {}}}, {rough});
  CHECK(log.state.workers.at("w1").fix->areas == AreaCodes{});
  log.commit({}, {fix(2, 2, 118.355)});
  rough = fix(3, 3, 118.365);
  rough.accuracy_dm = inaccurate_dm + 1;
  log.commit({}, {rough});
  auto const &worker = log.state.workers.at("w1");
  CHECK(worker.fix->position == place(118.365, 35.05));
  CHECK(worker.fix->areas[AreaLevel::grid] == "G1");
}

TEST_CASE("areas found by the very layers in use are taken over, others are found anew") {
  auto found = fix(1, 1, 118.355);
  found.found = {7, areas_of("S1", "C1", "as found")};
  auto const grid_by = [&](std::uint64_t map) {
    Log log;
    log.commit(duty(true, 0));
    Locate const named(locate, map);
    PositionFold(log.state, 2, named)(found);
    return log.state.workers.at("w1").fix->areas[AreaLevel::grid];
  };
  CHECK(grid_by(7) == "as found");
  CHECK(grid_by(8) == "G1");
  CHECK(grid_by(0) == "G1");
  found.found.map = 0;
  CHECK(grid_by(0) == "G1");
}

TEST_CASE("a fix of an earlier spell does not become the marker of this one") {
  Log log;
  log.commit(duty(true, 0));
  log.commit(duty(false, 100));
  log.commit(duty(true, 200));
  log.commit({}, {fix(1, 50, 118.355)});
  CHECK_FALSE(log.state.workers.at("w1").fix);
  log.commit({}, {fix(2, 201, 118.365)});
  CHECK(log.state.workers.at("w1").fix->time == at_s(201));
}

TEST_CASE("a fix decided before the duty facts of its group leaves the same state") {
  // Facts are folded first: the order within a group must not matter.
  Log one_by_one;
  one_by_one.commit(duty(true, 0));
  one_by_one.commit({}, {fix(1, 50, 118.355)});
  one_by_one.commit(duty(false, 100));
  one_by_one.commit(duty(true, 200));
  Log at_once;
  at_once.commit(duty(true, 0));
  at_once.commit({{duty(false, 100), {}}, {duty(true, 200), {}}}, {fix(1, 50, 118.355)});
  CHECK(one_by_one.state.workers.at("w1").fix == at_once.state.workers.at("w1").fix);
  CHECK(one_by_one.state.workers.at("w1").duty == at_once.state.workers.at("w1").duty);
}

TEST_CASE("a rejected fix leaves nothing but its identity") {
  Log log;
  auto bad = fix(1, 1, 118.355);
  bad.verdict = PositionVerdict::too_fast;
  log.commit({{duty(true, 0), {}}}, {bad});
  CHECK_FALSE(log.state.workers.at("w1").fix);
  CHECK(log.state.devices.at("tablet").boots.at(1).has(1));
}

TEST_CASE("the newest eight boots of a device are kept") {
  Log log;
  log.commit(duty(true, 0));
  for (std::uint64_t boot = 1; boot <= 10; ++boot) {
    auto record = fix(1, 1, 118.355);
    record.boot = boot;
    log.commit({}, {record});
  }
  auto const &boots = log.state.devices.at("tablet").boots;
  CHECK(boots.size() == 8);
  CHECK(boots.begin()->first == 3);
}

TEST_CASE("a reach with no limit means that the station is gone") {
  Log log;
  log.commit(ReachChanged{"T1", 900, 12, 300, "abc"});
  CHECK(log.state.reaches.at("T1").buildings == 12);
  log.commit(ReachChanged{"T1", 0, 0, 0, {}});
  CHECK(log.state.reaches.empty());
}

TEST_CASE("revoking a user ends its sessions and links and nobody else's") {
  Log log;
  log.commit({{UserAdded{"u1", Role::command, {}, "t1", false}, "Wang"},
              {UserAdded{"u2", Role::command, {}, "t2", false}, "Li"}});
  log.commit({{SignInLinkIssued{"u1", "c1", at_s(600)}, {}},
              {SignInLinkIssued{"u2", "c2", at_s(600)}, {}}});
  log.commit({{SessionOpened{"u1", "c1", "s1", at_s(9000)}, {}},
              {SignInLinkIssued{"u1", "c3", at_s(600)}, {}}});
  CHECK(log.state.users.at("u1").name == "Wang");
  CHECK_FALSE(log.state.links.contains("c1"));
  log.commit(UserRevoked{"u1"});
  CHECK(log.state.users.at("u1").is_revoked);
  CHECK(log.state.sessions.empty());
  CHECK(log.state.links.size() == 1);
  CHECK(log.state.links.contains("c2"));
}

TEST_CASE("a change of role replaces the areas too") {
  Log log;
  log.commit(UserAdded{"u1", Role::grid_worker, {"G1"}, "t1", true}, "Wang");
  log.commit(UserRoleChanged{"u1", Role::command, {}});
  auto const &user = log.state.users.at("u1");
  CHECK(user.role == Role::command);
  CHECK(user.areas.empty());
  CHECK(user.token_hash == "t1");
  CHECK(user.is_device);
}

TEST_CASE("a closure is there until it is removed") {
  Log log;
  log.commit(ClosureAdded{"k1", place(118.36, 35.05), "flood", at_s(60)});
  CHECK(log.state.closures.at("k1").reason == "flood");
  log.commit(ClosureRemoved{"k1", "opened"});
  CHECK(log.state.closures.empty());
}

TEST_CASE("presence is what the facts say, since when they say, and ends with duty") {
  Log log;
  log.commit({{duty(true, 0), {}}}, {fix(1, 1, 118.355)});
  log.commit(PresenceChanged{"w1", {{AreaLevel::grid, "G1"}}, {}, "position"});
  CHECK(log.state.workers.at("w1").presence.areas == areas_of("", "", "G1"));
  log.commit(
      PresenceChanged{"w1", {{AreaLevel::grid, "G2"}}, {{AreaLevel::grid, "G1"}}, "boundary"});
  CHECK(log.state.workers.at("w1").presence.areas == areas_of("", "", "G2"));
  log.commit(duty(false, 10));
  CHECK(log.state.workers.at("w1").presence == Presence{});
  log.commit(PresenceChanged{"nobody", {{AreaLevel::grid, "G1"}}, {}, "position"});
  CHECK_FALSE(log.state.workers.contains("nobody"));
}

TEST_CASE("what a worker's fixes leave behind does not hang on the facts beside them") {
  Log before;
  Log after;
  auto const facts = std::vector<std::pair<FactBody, std::string>>{{duty(false, 5), {}}};
  before.commit(duty(true, 0));
  before.commit({}, {fix(1, 1, 118.355)});
  before.commit(facts);
  after.commit(duty(true, 0));
  after.commit(facts, {fix(1, 1, 118.355)}); // facts are folded first
  CHECK(before.state.workers.at("w1").path == after.state.workers.at("w1").path);
  CHECK(before.state.workers.at("w1").path.size() == 1);
}

TEST_CASE("a device keeps its profile and its newest enrolment") {
  Log log;
  log.commit(DeviceProfiled{"tablet", "gcj02", 95});
  CHECK(log.state.devices.at("tablet").datum == "gcj02");
  CHECK(log.state.devices.at("tablet").radius_percent == 95);
  log.commit(DeviceEnrolled{"tablet", "u2", "first"});
  log.commit(DeviceEnrolled{"tablet", "u2", "second"});
  CHECK(log.state.enrolments == std::map<std::string, std::string>{{"second", "tablet"}});
  CHECK(log.state.devices.at("tablet").user == "u2");
  CHECK(log.state.devices.at("tablet").datum == "gcj02");
}

TEST_CASE("publishing an area layer finds every worker's areas anew, other layers do not") {
  Log log;
  log.commit({{duty(true, 0), {}}}, {fix(1, 1, 118.355)});
  log.state.workers.at("w1").fix->areas = areas_of("old");
  log.commit(LayerPublished{LayerKind::station, "v1", 3, at_s(0)});
  CHECK(log.state.workers.at("w1").fix->areas == areas_of("old"));
  CHECK(log.state.workers.at("w1").tick == 1);
  log.commit(LayerPublished{LayerKind::grid, "v2", 2, at_s(0)});
  CHECK(log.state.workers.at("w1").fix->areas == locate(place(118.355, 35.05)));
  CHECK(log.state.workers.at("w1").tick == log.state.tick);
  CHECK(log.state.layers.at(LayerKind::grid).version == "v2");
}
