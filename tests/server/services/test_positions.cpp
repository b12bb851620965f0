#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "server/services/position_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;
using model::AreaRef;

namespace {

using Ranges = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
using Items = std::vector<model::Acknowledgement::Item>;

model::PositionReport fix(std::uint64_t seq, double lon = 118.355, double second = 0) {
  return {seq, at_s(second), lon, 35.052, 5, {}, {}, {}, {}};
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
  CHECK(patrol.town.facts<model::ReportsConflicted>() ==
        std::vector<model::ReportsConflicted>{{"tablet", 1, {1}}, {"tablet", 1, {1}}});
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
  REQUIRE(patrol.send({fix(4, 118.355, -15)}));
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

TEST_CASE("a gateway's batch may carry fixes of many workers, each judged by its own") {
  Patrol patrol;
  auto const with = [](model::PositionReport report, std::string worker) {
    report.worker = std::move(worker);
    return report;
  };
  std::vector<model::PositionReport> const mixed{
      with(fix(1, 118.352, -5), "w7"), with(fix(2, 118.365, -5), "w8"),
      with(fix(3, 118.3521, 0), "w7"), with(fix(4, 118.3651, 0), "w8")};
  auto const ack = patrol.send(gateway(), {"feed", 1, mixed, {}});
  REQUIRE(ack);
  CHECK(ack->accepted == Ranges{{1, 4}});
  CHECK(ack->acked_through == 4);
  auto const published = patrol.town.published();
  CHECK(published.workers.at("w7").fix->areas[AreaLevel::grid] == "G1");
  CHECK(published.workers.at("w8").fix->areas[AreaLevel::grid] == "G2");
  CHECK(patrol.town.facts<model::DutyChanged>().size() == 2);
  CHECK(patrol.send(grid_worker(), {"tablet", 1, mixed, {}}).error().status == 403);
  CHECK(patrol.send(gateway(), {"feed", 1, {with(fix(5), "w7"), fix(6)}, {}}).error().status ==
        400);
  CHECK(patrol.send(gateway(), {"feed", 1, {with(fix(5), "w7"), fix(6)}, "w9"}));
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

TEST_CASE("a shuffled batch is judged in order of time and leaves the marker at its newest") {
  Patrol patrol;
  patrol.go_on_duty();
  auto const ack = patrol.send(
      {fix(3, 118.357, -10), fix(1, 118.355, -30), fix(4, 118.358, 0), fix(2, 118.356, -20)});
  REQUIRE(ack);
  CHECK(ack->accepted == Ranges{{1, 4}});
  CHECK(ack->flagged.empty());
  CHECK(patrol.town.published().workers.at("u2").fix->position == place(118.358, 35.052));
}

TEST_CASE("walking into the next grid is a fact, and so is leaving by going off duty") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.359, -60)}));
  REQUIRE(patrol.send({fix(2, 118.3595, -50)}));
  REQUIRE(patrol.send({fix(3, 118.361, -20)}));
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1); // one fix may err
  REQUIRE(patrol.send({fix(4, 118.361, -10)}));
  REQUIRE(patrol.duty(grid_worker(), false));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].entered == std::vector<AreaRef>{{AreaLevel::subdistrict, "S1"},
                                                   {AreaLevel::community, "C1"},
                                                   {AreaLevel::grid, "G1"}});
  CHECK(changes[1] ==
        model::PresenceChanged{
            "u2", {{AreaLevel::grid, "G2"}}, {{AreaLevel::grid, "G1"}}, "position", {50'000}});
  CHECK(changes[2].entered.empty());
  CHECK(changes[2].left.size() == 3);
  CHECK(changes[2].dwell_ms == std::vector<std::int64_t>{60'000, 60'000, 10'000});
}

TEST_CASE("walking through fences is told by facts, and the published state agrees") {
  Patrol patrol;
  patrol.town.city.use_base(small_town::with_fences("v1"), patrol.town.now);
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.3535, -60)}));
  REQUIRE(patrol.send({fix(2, 118.3545, -50)})); // into the flood area
  REQUIRE(patrol.send({fix(3, 118.3537, -30)})); // one fix may err
  REQUIRE(patrol.send({fix(4, 118.3545, -25)}));
  REQUIRE(patrol.send({fix(5, 118.3537, -20)}));
  REQUIRE(patrol.send({fix(6, 118.3537, -19)}));
  REQUIRE(patrol.send({fix(7, 118.3545, -10)}));
  REQUIRE(patrol.duty(grid_worker(), false));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 5);
  CHECK(changes[0].entered_fences.empty());
  CHECK(changes[1] == model::PresenceChanged{"u2", {}, {}, "position", {}, {"flood"}, {}});
  CHECK(changes[2] ==
        model::PresenceChanged{"u2", {}, {}, "position", {}, {}, {{"flood", 31'000}}});
  CHECK(changes[3].entered_fences == std::vector<std::string>{"flood"});
  CHECK(changes[4].left_fences == std::vector<model::FenceDwell>{{"flood", 10'000}});
  CHECK(changes[4].left.size() == 3);
  CHECK(without_ticks(patrol.town.published().workers) ==
        without_ticks(patrol.town.city.state().workers));
}

TEST_CASE("who was seen outside a fence and not again has left it after ten seconds") {
  Patrol patrol;
  patrol.town.city.use_base(small_town::with_fences("v1"), patrol.town.now);
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.3545, -20), fix(2, 118.3537, -9)}));
  patrol.service.settle_presence(at_s(0.999));
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1);
  services::PositionService again(patrol.town.city); // as after a restart
  again.settle_presence(at_s(1));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].left_fences == std::vector<model::FenceDwell>{{"flood", 21'000}});
}

TEST_CASE("who was seen outside and not again has left after ten seconds, after a restart too") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.359, -60), fix(2, 118.361, -1)}));
  services::PositionService restarted(patrol.town.city);
  for (auto *const service : {&patrol.service, &restarted}) {
    service->settle_presence(at_s(8));
  }
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1);
  restarted.settle_presence(at_s(9));
  patrol.service.settle_presence(at_s(9));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].entered == std::vector<AreaRef>{{AreaLevel::grid, "G2"}});
  CHECK(patrol.town.published().workers.at("u2").presence.areas == areas_of("S1", "C1", "G2"));
}

TEST_CASE(
    "of fixes that come hours late, ten seconds pass from when they came, and dwell is theirs") {
  Patrol patrol;
  patrol.town.city.use_base(small_town::with_fences("v1"), patrol.town.now);
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.3545, -320), fix(2, 118.3537, -300)}));
  patrol.service.settle_presence(at_s(9.9));
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1);
  patrol.service.settle_presence(at_s(10));
  auto const changes = patrol.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].left_fences == std::vector<model::FenceDwell>{{"flood", 30'000}});
}

TEST_CASE("a device's profile says what its reports do not") {
  Patrol patrol;
  patrol.go_on_duty();
  patrol.town.commit(model::DeviceProfiled{"tablet", "gcj02", 95});
  auto const sent = geo::from_wgs84({118.355, 35.052}, geo::Datum::gcj02);
  auto report = fix(1, sent.lon);
  report.lat = sent.lat;
  report.accuracy_m = 24.48;
  REQUIRE(patrol.send({report}));
  auto const stored = patrol.town.positions().at(0);
  CHECK(geo::distance_m(stored.position, place(118.355, 35.052)) < 1);
  CHECK(stored.accuracy_dm == 151);
}

TEST_CASE("a day of fixes sent late, shuffled and with repeats is stored exactly once") {
  Patrol patrol;
  constexpr int fixes = 2880; // eight hours, one every ten seconds
  patrol.town.now = at_s(0);
  REQUIRE(patrol.duty(grid_worker(), true, at_s(-30'000)));
  REQUIRE(patrol.send({fix(fixes + 1, 118.355, 0)}, "other"));
  auto const marker = patrol.town.published().workers.at("u2").fix;
  std::vector<model::PositionReport> all;
  for (int i = 1; i <= fixes; ++i) {
    all.push_back(
        fix(static_cast<std::uint64_t>(i), 118.352 + (i % 50) * 0.00005, -30'000 + i * 10));
  }
  for (int i = 0; i < fixes / 20; ++i) { // 5 % twice
    all.push_back(all[static_cast<std::size_t>(i) * 20]);
  }
  std::mt19937 random(25);
  std::shuffle(all.begin(), all.end(), random);
  std::uint64_t accepted_through = 0;
  for (std::size_t from = 0; from < all.size(); from += 500) {
    auto const to = std::min(all.size(), from + 500);
    auto const ack = patrol.send({all.begin() + static_cast<std::ptrdiff_t>(from),
                                  all.begin() + static_cast<std::ptrdiff_t>(to)});
    REQUIRE(ack);
    REQUIRE(ack->rejected.empty());
    REQUIRE(ack->conflicts.empty());
    accepted_through = ack->acked_through;
  }
  CHECK(accepted_through == fixes);
  std::set<std::uint64_t> stored;
  auto const positions = patrol.town.positions();
  for (auto const &record : positions) {
    if (record.device == "tablet") {
      CHECK(stored.insert(record.seq).second);
    }
  }
  CHECK(stored.size() == fixes);
  CHECK(patrol.town.published().workers.at("u2").fix == marker);
}

TEST_CASE("a late fix makes no presence fact") {
  Patrol patrol;
  patrol.go_on_duty();
  REQUIRE(patrol.send({fix(1, 118.359, -10)}));
  REQUIRE(patrol.send({fix(2, 118.361, -60)}));
  REQUIRE(patrol.send({fix(3, 118.361, -59)}));
  patrol.service.settle_presence(at_s(60));
  CHECK(patrol.town.facts<model::PresenceChanged>().size() == 1);
}

TEST_CASE("after a clock two hours fast was put right nobody is on duty in the future") {
  Patrol patrol;
  auto &town = patrol.town;
  town.now = at_s(7'200);
  REQUIRE(patrol.duty(grid_worker(), true));
  REQUIRE(patrol.send({fix(1, 118.355, 7'190), fix(2, 118.355, 7'200)}));
  town.now = at_s(20);
  SECTION("with the rule reports count and duty ends as if nothing had been") {
    CHECK(town.city.clock_set_back(town.now));
    CHECK(town.facts<model::ClockSetBack>() == std::vector<model::ClockSetBack>{{at_s(20)}});
    auto const sent = patrol.send({fix(3, 118.3551, 30)});
    CHECK(sent->rejected.empty());
    CHECK(sent->flagged.empty());
    CHECK(town.city.find_worker("u2")->fix->time == at_s(30));
    CHECK(without_ticks(town.published().workers) == without_ticks(town.city.state().workers));
    town.now = at_s(40);
    CHECK_FALSE(patrol.duty(grid_worker(), false)->is_on);
    CHECK(town.city.clock_set_back(town.now));
    CHECK(town.facts<model::ClockSetBack>().size() == 1); // nothing left to date back
    CHECK(without_ticks(town.published().workers) == without_ticks(town.city.state().workers));
  }
  SECTION("a clock that is wrong by days dates nothing back") {
    auto const before = without_ticks(town.city.state().workers);
    CHECK_FALSE(town.city.clock_set_back(at_s(7'200) - services::City::largest_set_back -
                                         std::chrono::seconds{1}));
    CHECK(town.facts<model::ClockSetBack>().empty());
    CHECK(without_ticks(town.city.state().workers) == before);
  }
  SECTION("without it they would be refused for two hours") {
    auto const sent = patrol.send({fix(3, 118.3551, 30)});
    CHECK(sent->rejected == Items{{3, "off_duty"}});
    CHECK(patrol.duty(grid_worker(), false)->is_on);
  }
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
