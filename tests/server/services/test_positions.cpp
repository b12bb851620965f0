#include "server/services/position_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;
using model::AreaRef;

namespace {

using Ranges = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
using Items = std::vector<model::Acknowledgement::Item>;

model::PositionReport fix(std::uint64_t seq, double lon = 118.355, double second = 0) {
  return {seq, at_s(second), lon, 35.052, 5, "wgs84", {}, {}, {}};
}

struct Patrol {
  TestCity town;
  services::PositionService service{town.city};

  auto send(model::Principal const &who, model::PositionBatch const &batch) {
    Answer<model::Acknowledgement> answer;
    service.report(who, batch, town.now, answer.done());
    return answer.get();
  }
  auto send(std::vector<model::PositionReport> reports, std::string const &device = "tablet") {
    return send(grid_worker(), {device, 1, std::move(reports), {}});
  }
  auto duty(model::Principal const &who, bool is_on, std::optional<model::Time> time = {},
            std::string const &worker = {}) {
    Answer<services::DutyState> answer;
    service.change_duty(who, worker, is_on, time, town.now, answer.done());
    return answer.get();
  }
  void go_on_duty() { REQUIRE(duty(grid_worker(), true, at_s(-600))); }
};

} // namespace

TEST_CASE("fixes are acknowledged by number after they are stored") {
  Patrol patrol;
  patrol.go_on_duty();
  auto const ack = patrol.send({fix(1, 118.355, -2), fix(2, 118.355, -1), fix(4)});
  REQUIRE(ack);
  CHECK(ack->device == "tablet");
  CHECK(ack->boot == 1);
  CHECK(ack->accepted == Ranges{{1, 2}, {4, 4}});
  CHECK(ack->acked_through == 2);
  CHECK(ack->rejected.empty());
  CHECK(patrol.town.positions().size() == 3);
  CHECK(patrol.town.published().workers.at("u2").fix->areas == areas_of("S1", "C1", "G1"));
}

TEST_CASE("fixes sent again are acknowledged again and stored once") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1), fix(2)}));
  auto const again = patrol.send({fix(2), fix(1), fix(3)});
  REQUIRE(again);
  CHECK(again->accepted == Ranges{{1, 3}});
  CHECK(again->conflicts.empty());
  CHECK(again->acked_through == 3);
  CHECK(patrol.town.positions().size() == 3);
}

TEST_CASE("a number used for another content is a conflict, within a batch too") {
  Patrol patrol;
  patrol.go_on_duty();
  auto const ack = patrol.send({fix(1), fix(1, 118.356)});
  REQUIRE(ack);
  CHECK(ack->accepted == Ranges{{1, 1}});
  CHECK(ack->conflicts == std::vector<std::uint64_t>{1});
  auto other = fix(1);
  other.battery = 0.5;
  CHECK(patrol.send({other})->conflicts == std::vector<std::uint64_t>{1});
  CHECK(patrol.town.positions().size() == 1);
}

TEST_CASE("a rejected fix is decided too: the same again is rejected again for the same reason") {
  Patrol patrol;
  patrol.go_on_duty();
  auto const bad = fix(1, std::nan(""));
  for (int i = 0; i < 2; ++i) {
    auto const ack = patrol.send({bad, fix(2, 0)});
    REQUIRE(ack);
    CHECK(ack->rejected == Items{{1, "not_finite"}, {2, "outside_county"}});
    CHECK(ack->accepted.empty());
    CHECK(ack->acked_through == 2);
    CHECK(ack->conflicts.empty());
  }
  CHECK(patrol.town.positions().size() == 2);
}

TEST_CASE("numbers count for each boot of a device") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1), fix(2)}));
  auto const ack = patrol.send(grid_worker(), {"tablet", 2, {fix(1, 118.3551)}, {}});
  REQUIRE(ack);
  CHECK(ack->conflicts.empty());
  CHECK(ack->acked_through == 1);
}

TEST_CASE("flags come with what is kept") {
  Patrol patrol;
  patrol.go_on_duty();
  auto rough = fix(1, 118.355, -10);
  rough.accuracy_m = 500;
  auto const ack = patrol.send({rough, fix(2, 118.355, -20), fix(3, 118.355, 1000)});
  REQUIRE(ack);
  CHECK(ack->accepted == Ranges{{1, 3}});
  CHECK(ack->flagged == Items{{1, "inaccurate"}, {2, "late"}, {3, "future"}});
}

TEST_CASE("a device belongs to the first user that used it") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1)}));
  auto const other =
      patrol.send({"u9", model::Role::grid_worker, {"G1"}, {}}, {"tablet", 1, {fix(2)}, {}});
  CHECK(other.error().status == 403);
  CHECK(other.error().detail.find("\"tablet\"") != std::string::npos);
  CHECK(patrol.town.facts<model::DeviceBound>() ==
        std::vector<model::DeviceBound>{{"tablet", "u2"}});
  CHECK(patrol.town.positions().size() == 1);
}

TEST_CASE("only a gateway names a worker, and it must") {
  Patrol patrol;
  CHECK(patrol.send(grid_worker(), {"tablet", 1, {fix(1)}, "w7"}).error().status == 403);
  CHECK(patrol.send(gateway(), {"feed", 1, {fix(1)}, ""}).error().status == 400);
  CHECK(patrol.send(grid_worker(), {"tablet", 1, {fix(1)}, "u2"}));
}

TEST_CASE("a worker that only a gateway knows is on duty from its first report") {
  Patrol patrol;
  auto const ack = patrol.send(gateway(), {"feed", 1, {fix(1, 118.355, -30), fix(2)}, "w7"});
  REQUIRE(ack);
  CHECK(ack->accepted == Ranges{{1, 2}});
  CHECK(patrol.town.facts<model::DutyChanged>() ==
        std::vector<model::DutyChanged>{{"w7", true, at_s(-30), "gateway"}});
  REQUIRE(patrol.send(gateway(), {"feed", 1, {fix(3)}, "w7"}));
  CHECK(patrol.town.facts<model::DutyChanged>().size() == 1);
}

TEST_CASE("one who said off duty is not put on duty by a gateway") {
  Patrol patrol;
  REQUIRE(patrol.send(gateway(), {"feed", 1, {fix(1)}, "w7"}));
  patrol.town.now = at_s(10);
  REQUIRE(patrol.duty(gateway(), false, {}, "w7"));
  CHECK(patrol.send(gateway(), {"feed", 1, {fix(2, 118.355, 10)}, "w7"})->rejected ==
        Items{{2, "off_duty"}});
}

TEST_CASE("a user with an account is not put on duty by a gateway") {
  Patrol patrol;
  patrol.town.commit(model::UserAdded{"u2", model::Role::grid_worker, {"G1"}, "t", false});
  CHECK(patrol.send(gateway(), {"feed", 1, {fix(1)}, "u2"})->rejected == Items{{1, "off_duty"}});
}

TEST_CASE("walking into the next grid is a fact, and so is leaving by going off duty") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.359, -60)}));
  REQUIRE(patrol.send({fix(2, 118.3595, -50)}));
  REQUIRE(patrol.send({fix(3, 118.361, -10)}));
  REQUIRE(patrol.duty(grid_worker(), false));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].entered == std::vector<AreaRef>{{AreaLevel::subdistrict, "S1"},
                                                   {AreaLevel::community, "C1"},
                                                   {AreaLevel::grid, "G1"}});
  CHECK(changes[1] == model::PresenceChanged{
                          "u2", {{AreaLevel::grid, "G2"}}, {{AreaLevel::grid, "G1"}}, "position"});
  CHECK(changes[2].entered.empty());
  CHECK(changes[2].left.size() == 3);
}

TEST_CASE("a late fix makes no presence fact") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.359, -10)}));
  REQUIRE(patrol.send({fix(2, 118.361, -60)}));
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1);
}

TEST_CASE("a position on the shared border is in the lower code") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, small_town::border_lon)}));
  CHECK(patrol.town.published().workers.at("u2").fix->areas[AreaLevel::grid] == "G1");
}

TEST_CASE("duty said twice is answered twice and stored once") {
  Patrol patrol;
  auto const first = patrol.duty(grid_worker(), true);
  REQUIRE(first);
  CHECK(first->worker == "u2");
  CHECK(first->is_on);
  CHECK(first->since == at_s(0));
  patrol.town.now = at_s(60);
  CHECK(patrol.duty(grid_worker(), true)->since == at_s(0));
  CHECK(patrol.duty(grid_worker(), false)->since == at_s(60));
  patrol.town.now = at_s(90);
  CHECK(patrol.duty(grid_worker(), false)->since == at_s(60));
  CHECK(patrol.town.facts<model::DutyChanged>().size() == 2);
}

TEST_CASE("going off duty before ever being on changes nothing") {
  Patrol patrol;
  auto const answer = patrol.duty(grid_worker(), false);
  REQUIRE(answer);
  CHECK_FALSE(answer->is_on);
  CHECK(patrol.town.facts<model::DutyChanged>().empty());
}

TEST_CASE("only a gateway changes another worker's duty") {
  Patrol patrol;
  CHECK(patrol.duty(grid_worker(), true, {}, "w7").error().status == 403);
  CHECK(patrol.duty(gateway(), true, {}, "w7"));
  CHECK(patrol.town.facts<model::DutyChanged>().at(0).cause == "gateway");
}

TEST_CASE("a full disk takes no positions") {
  Patrol patrol;
  patrol.go_on_duty();
  patrol.town.log.fail_next(store::MemoryLog::Fault::full, 1'000'000);
  CHECK(patrol.send({fix(1)}).error().status == 507);
  CHECK(patrol.send({fix(2)}).error().status == 507);
  CHECK(patrol.duty(grid_worker(), false).error().status == 507);
  patrol.town.log.heal();
}
