#include "server/services/duty_roster.hpp"
#include "server/services/position_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

using Duty = std::vector<model::DutyChanged>;
using Items = std::vector<model::Acknowledgement::Item>;

constexpr double hour = 3600;

/// p1 is on the roster from 0 h to 8 h; times in hours after the moment tests count from.
struct Office {
  TestCity town;
  services::DutyRoster roster{town.city};
  services::PositionService positions{town.city};
  std::uint64_t seq = 0;

  Office() {
    town.now = at_s(-hour);
    plan(0, 8);
  }
  void plan(double from_h, double to_h) {
    town.commit(model::ShiftPlanned{"p1", at_s(from_h * hour), at_s(to_h * hour)});
  }
  void at(double hours) { town.now = at_s(hours * hour); }
  auto send(std::vector<double> const &hours, std::string const &worker = "p1") {
    model::PositionBatch batch{"phone-" + worker, 1, {}, worker};
    for (auto const h : hours) {
      batch.reports.push_back({++seq, at_s(h * hour), 118.355, 35.052, 5, "wgs84", {}, {}, {}});
    }
    Answer<model::Acknowledgement> answer;
    positions.report(gateway(), batch, town.now, answer.done());
    return answer.get().value();
  }
  services::DutyState say(bool is_on, std::optional<model::Time> time = {}) {
    Answer<services::DutyState> answer;
    positions.change_duty(gateway(), "p1", is_on, time, town.now, answer.done());
    return answer.get().value();
  }
  Duty duty() { return town.facts<model::DutyChanged>(); }
};

model::DutyChanged by_roster(bool is_on, double hours) {
  return {"p1", is_on, at_s(hours * hour), "roster"};
}

} // namespace

TEST_CASE("the roster puts on and off duty by facts with the shift's own times") {
  Office office;
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty().empty());
  office.at(0.001);
  office.roster.bring_up_to_date(office.town.now);
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty() == Duty{by_roster(true, 0)});
  office.at(9);
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty() == Duty{by_roster(true, 0), by_roster(false, 8)});
  auto const commits = office.town.commits();
  auto const &fact = commits.back().facts.at(0);
  CHECK(fact.event_time == at_s(8 * hour));
  CHECK(fact.ingest_time == at_s(9 * hour));
  CHECK(fact.actor == "server");
  CHECK(office.town.published().workers.at("p1").duty ==
        office.town.city.state().workers.at("p1").duty);
  CHECK(office.town.published().shifts == office.town.city.state().shifts);
}

TEST_CASE("a position is judged by the roster whatever the timer does") {
  Office office;
  office.at(0.5);
  CHECK(office.send({-0.1, 0, 0.5}).rejected == Items{{1, "off_duty"}});
  CHECK(office.duty() == Duty{by_roster(true, 0)});
  CHECK(office.town.published().workers.at("p1").fix.has_value());
}

TEST_CASE("a batch that comes after the shift keeps what was measured within it") {
  Office office;
  office.at(8.5);
  auto const ack = office.send({7.9, 7.999, 8, 8.3});
  CHECK(ack.accepted == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 2}});
  CHECK(ack.rejected == Items{{3, "off_duty"}, {4, "off_duty"}});
  CHECK_FALSE(office.town.published().workers.at("p1").fix); // off duty: not on the map
  CHECK(office.town.positions().size() == 4);
}

TEST_CASE("a shuffled batch across the start of a shift is judged fix by fix") {
  Office office;
  office.at(0.2);
  CHECK(office.send({0.1, -0.1, 0.15, -0.2, 0}).rejected ==
        Items{{2, "off_duty"}, {4, "off_duty"}});
}

TEST_CASE("a clock running ahead does not stretch a shift: the fix happened when it came") {
  Office office;
  office.at(7.99);
  CHECK(office.send({20}).flagged == Items{{1, "future"}});
  office.at(8.01);
  CHECK(office.send({20.5}).rejected == Items{{2, "off_duty"}});
}

TEST_CASE("going off at the end of a shift leaves the areas") {
  Office office;
  office.at(7);
  REQUIRE(office.send({7}).rejected.empty());
  office.at(9);
  office.roster.bring_up_to_date(office.town.now);
  auto const changes = office.town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].entered.empty());
  CHECK(changes[1].left == changes[0].entered);
}

TEST_CASE("who says off during a shift is off, and on again with the next one") {
  Office office;
  office.plan(24, 32);
  office.at(2);
  office.say(false);
  CHECK(office.duty() == Duty{by_roster(true, 0), {"p1", false, at_s(2 * hour), "gateway"}});
  office.at(3);
  CHECK(office.send({2.5}).rejected == Items{{1, "off_duty"}});
  office.at(25);
  CHECK(office.send({24.5}).rejected.empty());
  CHECK(office.duty().back() == by_roster(true, 24));
}

TEST_CASE("who is on when the shift starts just stays on") {
  Office office;
  office.at(-0.5);
  office.say(true);
  office.at(1);
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty() == Duty{{"p1", true, at_s(-0.5 * hour), "gateway"}});
}

TEST_CASE("after a time of standstill the missed changes come with their own times") {
  Office office;
  office.plan(24, 32);
  office.plan(48, 56);
  office.at(50);
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty() == Duty{by_roster(true, 0), by_roster(false, 8), by_roster(true, 24),
                              by_roster(false, 32), by_roster(true, 48)});
  CHECK(office.send({1, 9, 25, 47, 49}).rejected == Items{{2, "off_duty"}, {4, "off_duty"}});
}

TEST_CASE("one with a revoked account is not put on duty") {
  Office office;
  office.town.commit(model::UserAdded{"p1", model::Role::grid_worker, {"G1"}, "t", false});
  office.town.commit(model::UserRevoked{"p1"});
  office.at(1);
  office.roster.bring_up_to_date(office.town.now);
  CHECK(office.duty().empty());
}

TEST_CASE("staff and whoever has a roster are not put on duty by reporting") {
  Office office;
  office.town.commit(model::PersonNamed{"p2"}, "甲\n");
  CHECK(office.send({-1}).rejected == Items{{1, "off_duty"}});
  CHECK(office.send({-1}, "p2").rejected == Items{{2, "off_duty"}});
  CHECK(office.send({-1}, "p3").rejected.empty());
}

TEST_CASE("duty implied by a first report reaches back no further than the history limit") {
  Office office;
  office.at(0);
  CHECK(office.send({-400'000, -73, -71, -1}, "p3").rejected ==
        Items{{1, "off_duty"}, {2, "off_duty"}});
  CHECK(office.duty() == Duty{{"p3", true, at_s(-71 * hour), "gateway"}});
  CHECK(office.send({-100}, "p4").rejected == Items{{5, "off_duty"}});
  CHECK(office.duty().size() == 1); // p4 said nothing yet that counts
  CHECK(office.send({0.01}, "p4").rejected.empty());
  CHECK(office.send({60}, "p5").flagged == Items{{7, "future"}});
}

TEST_CASE("an on that a tablet kept all day does not outlive the shift") {
  Office office;
  office.at(10);
  auto const answer = office.say(true, at_s(0.1 * hour));
  CHECK_FALSE(answer.is_on);
  CHECK(answer.since == at_s(8 * hour));
  CHECK(office.duty() == Duty{by_roster(true, 0), by_roster(false, 8)});
}

TEST_CASE("an off from before the shift that is running changes nothing") {
  Office office;
  office.at(1);
  CHECK(office.say(false, at_s(-0.5 * hour)).is_on);
  CHECK(office.duty() == Duty{by_roster(true, 0)});
}
