#include "server/services/deadline_watch.hpp"
#include "server/services/incident_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Action;
using model::IncidentOverdue;
using model::Milestone;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";
std::string const other_id = "223e4567-e89b-42d3-a456-426614174000";
std::string const third_id = "323e4567-e89b-42d3-a456-426614174000";

struct Desk {
  Desk() = default;
  explicit Desk(std::vector<model::CommitGroup> const &logged, model::Time now) : town(logged) {
    town.now = now;
  }

  TestCity town;
  services::IncidentPolicy policy = services::shipped_incident_policy();
  services::IncidentService service{town.city, "0123456789abcdef", policy};

  void report(std::string const &which = id, std::optional<model::Time> said = std::nullopt,
              model::Severity severity = model::Severity::routine,
              std::string const &category = {}) {
    model::IncidentReport report;
    report.severity = severity;
    report.category = category;
    report.id = which;
    report.channel = "web";
    report.text = "请来看看"; // no word of the lexicon
    report.time = said;
    report.position = place(118.355, 35.052);
    Answer<services::ReportedIncident> answer;
    service.report(commander(), report, town.now, answer.done());
    REQUIRE(answer.get());
  }
  void act(Action action, std::optional<model::Time> said = std::nullopt,
           std::string const &which = id) {
    Answer<model::Incident> answer;
    service.act(commander(), which, {action, "note", "", said}, "*", town.now, answer.done());
    REQUIRE(answer.get());
  }
  void set_level(int level) {
    Answer<model::Incident> answer;
    service.escalate(commander(), id, {level, "已电话联系"}, town.now, answer.done());
    REQUIRE(answer.get());
  }
  /// As the city thread does every second.
  void pass(model::Duration time) {
    for (auto const end = town.now + time; town.now < end; town.now += 1min) {
      service.record_overdue(town.now);
    }
    service.record_overdue(town.now);
  }
  /// For good, as the city thread does once it has stood.
  void set_clock(model::Duration by) {
    town.city.clock_jumped({town.now, town.now + by, true});
    town.now += by;
    service.clock_jumped();
  }
  std::vector<IncidentOverdue> overdue() { return town.facts<IncidentOverdue>(); }
};

} // namespace

TEST_CASE("what is not reached in time becomes a fact, once, at its due time") {
  Desk desk;
  desk.report();
  desk.pass(3h);
  CHECK(desk.overdue().empty()); // the last instant is in time
  desk.town.now += 1ms;
  desk.service.record_overdue(desk.town.now);
  CHECK(desk.overdue() ==
        std::vector<IncidentOverdue>{{id, Milestone::contact, at_s(0), at_s(0) + 3h, "3_6_24"}});
  desk.pass(48h);
  REQUIRE(desk.overdue().size() == 3);
  CHECK(desk.overdue()[1].milestone == Milestone::on_site);
  CHECK(desk.overdue()[2].milestone == Milestone::done);
  for (auto const &group : desk.town.commits()) {
    for (auto const &fact : group.facts) {
      if (auto const *const body = std::get_if<IncidentOverdue>(&fact.body)) {
        CHECK(fact.event_time == body->due);
        CHECK(fact.actor == "server");
      }
    }
  }
  auto const &incident = desk.town.city.state().incidents.at(id);
  CHECK(incident.overdue.size() == 3);
  CHECK(incident.version == 1); // nobody has done anything with it
}

TEST_CASE("what is reached in time is never overdue") {
  Desk desk;
  desk.report();
  for (auto const action :
       {Action::classify, Action::assign, Action::accept, Action::contact, Action::arrive}) {
    desk.act(action);
  }
  desk.pass(23h);
  desk.act(Action::finish);
  desk.pass(48h);
  CHECK(desk.overdue().empty());
}

TEST_CASE("what is reached too late is overdue although no second has passed since") {
  Desk desk;
  desk.report();
  for (auto const action : {Action::classify, Action::assign, Action::accept}) {
    desk.act(action);
  }
  desk.town.now += 4h;
  desk.act(Action::contact);
  REQUIRE(desk.overdue().size() == 1);
  desk.pass(1h);
  CHECK(desk.overdue().size() == 1);
}

TEST_CASE("a step that was taken in time and told late is in time, if it is told soon enough") {
  Desk desk;
  desk.report();
  for (auto const action : {Action::classify, Action::assign, Action::accept}) {
    desk.act(action);
  }
  desk.town.now += 4h;
  desk.act(Action::contact, at_s(0) + 2h);
  desk.pass(1h);
  CHECK(desk.overdue().empty());
}

TEST_CASE("what was due before it was told is overdue ten minutes later, unless steps follow") {
  Desk desk;
  desk.town.now += 30h;
  desk.report(id, at_s(0));
  desk.report(other_id, at_s(0));
  desk.pass(5min);
  CHECK(desk.overdue().empty());
  auto time = at_s(0);
  for (auto const action : {Action::classify, Action::assign, Action::accept, Action::contact,
                            Action::arrive, Action::finish}) {
    desk.act(action, time += 10min); // the batch goes on: in time, as it turns out
  }
  desk.pass(1h);
  auto const overdue = desk.overdue();
  REQUIRE(overdue.size() == 3);
  CHECK(std::all_of(overdue.begin(), overdue.end(),
                    [](auto const &breach) { return breach.id == other_id; }));
}

TEST_CASE("a pause puts the facts off") {
  Desk desk;
  desk.report();
  for (auto const action : {Action::classify, Action::assign, Action::accept, Action::pause}) {
    desk.act(action);
  }
  desk.pass(48h);
  CHECK(desk.overdue().empty());
  desk.act(Action::resume);
  desk.pass(3h + 1min);
  REQUIRE(desk.overdue().size() == 1);
  CHECK(desk.overdue()[0].due == at_s(0) + 51h);
}

TEST_CASE("after a start the same facts follow as without one, none twice") {
  Desk desk;
  desk.report();
  desk.report(other_id);
  desk.pass(4h);
  CHECK(desk.overdue().size() == 2);
  services::DeadlineWatch again(desk.town.city, desk.policy.deadlines, desk.policy.ladder);
  CHECK(again.size() == 2);
  again.record(desk.town.now);
  CHECK(desk.overdue().size() == 2);
  again.record(desk.town.now + 48h);
  CHECK(desk.overdue().size() == 6);
  CHECK(again.size() == 0);
  CHECK(desk.town.published().incidents == desk.town.city.state().incidents);
}

namespace {

/// Half an hour in which late reports, their steps and a person's judgement meet their ten minutes.
constexpr int last_minute = 30;
void live_through(Desk &desk, int minute) {
  auto const late = at_s(0);
  switch (minute) {
  case 1:
    desk.report(id, late);
    desk.report(other_id, late, model::Severity::critical);
    break;
  case 4: // its batch goes on
    desk.act(Action::classify, late + 1min);
    break;
  case 8:
    desk.report(third_id, desk.town.now - 2h - 55min); // its contact is due in five minutes
    break;
  case 9:
    desk.act(Action::assign, late + 2min);
    break;
  case 15: // those of `other_id` are over, those of `id` are not
    desk.set_level(2);
    break;
  default:
    break;
  }
  desk.service.record_overdue(desk.town.now);
}

} // namespace

TEST_CASE("a start in between changes nothing in what is told of whom, nor in when") {
  Desk steady;
  steady.town.now = at_s(0) + 30h;
  std::vector<std::vector<model::CommitGroup>> logged;
  std::vector<decltype(model::CityState::incidents)> seen;
  for (int minute = 0; minute <= last_minute; ++minute, steady.town.now += 1min) {
    live_through(steady, minute);
    logged.push_back(steady.town.commits());
    seen.push_back(steady.town.city.state().incidents);
  }
  REQUIRE(seen[10].at(id).overdue.empty());
  REQUIRE(seen[12].at(other_id).overdue.size() == 3);
  REQUIRE(seen[14].at(third_id).overdue.size() == 1);
  REQUIRE(seen[25].at(id).overdue.empty()); // heard of anew in the minute 15
  REQUIRE(seen[26].at(id).overdue.size() == 3);
  for (int stopped = 0; stopped < last_minute; ++stopped) {
    Desk started(logged[static_cast<std::size_t>(stopped)], at_s(0) + 30h + stopped * 1min);
    for (int minute = stopped + 1; minute <= last_minute; ++minute) {
      INFO("stopped in the minute " << stopped << ", now it is " << minute);
      started.town.now += 1min;
      live_through(started, minute);
      CHECK(started.town.city.state().incidents == seen[static_cast<std::size_t>(minute)]);
    }
  }
}

TEST_CASE("ten minutes that end while no server runs are over at the start") {
  Desk desk;
  desk.town.now += 30h;
  desk.report(id, at_s(0));
  Desk started(desk.town.commits(), desk.town.now + 10min);
  started.service.record_overdue(started.town.now);
  CHECK(started.overdue().empty()); // the last instant is in time
  started.town.now += 1ms;
  started.service.record_overdue(started.town.now);
  CHECK(started.overdue().size() == 3);
}

TEST_CASE("what raises an incident for sure raises it at a start that cut in, nothing else does") {
  Desk desk;
  desk.report(id, desk.town.now - 2h, model::Severity::critical);
  auto logged = desk.town.commits();
  auto const is_raise = [](model::Fact const &fact) {
    return std::holds_alternative<model::IncidentEscalated>(fact.body);
  };
  while (!logged.empty() && std::erase_if(logged.back().facts, is_raise) > 0 &&
         logged.back().facts.empty()) {
    logged.pop_back(); // killed before it was stored
  }
  Desk started(logged, desk.town.now + 1min);
  REQUIRE(started.town.city.state().incidents.at(id).level() == 0);
  started.service.record_overdue(started.town.now);
  CHECK(started.town.city.state().incidents.at(id).level() == 1);
  CHECK(started.overdue().empty());
  started.pass(10min);
  CHECK(started.overdue().size() == 2); // contact and on site
}

TEST_CASE("what is overdue goes up the ladder, each rule once, dated to when it was so") {
  Desk desk;
  desk.report();
  desk.pass(100h);
  auto const facts = desk.town.facts<model::IncidentEscalated>();
  std::vector<model::IncidentEscalated> const expected{
      {id, 1, "overdue contact"}, {id, 2, "overdue done"}, {id, 3, "overdue done after 24 h"}};
  CHECK(facts == expected);
  auto const &incident = desk.town.city.state().incidents.at(id);
  REQUIRE(incident.escalations.size() == 3);
  CHECK(incident.escalations[0].time == at_s(0) + 3h);
  CHECK(incident.escalations[1].time == at_s(0) + 24h);
  CHECK(incident.escalations[2].time == at_s(0) + 48h);
  CHECK(incident.level() == 3);
}

TEST_CASE("what a person has lowered stays down until another rule raises it") {
  Desk desk;
  desk.report();
  desk.pass(4h);
  desk.set_level(0);
  desk.pass(1h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 0);
  desk.pass(2h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 1); // on site is overdue
  desk.pass(18h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 2);
  Answer<model::Incident> too_high;
  desk.service.escalate(commander(), id, {7, "x"}, desk.town.now, too_high.done());
  auto const refused = too_high.get();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 422);
}

TEST_CASE("what raised nothing because it stood higher raises nothing once it is lowered") {
  Desk desk;
  desk.report();
  desk.pass(7h); // contact at 3 h has raised it, on site at 6 h found it there
  REQUIRE(desk.town.city.state().incidents.at(id).level() == 1);
  desk.set_level(0);
  desk.pass(1h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 0);
  desk.pass(17h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 2); // done is overdue
}

TEST_CASE("a judgement holds when another rule has fired since") {
  Desk desk;
  desk.report();
  desk.pass(1h);
  desk.set_level(3);
  desk.pass(49h); // done at 24 h, and a day after, find it there
  desk.set_level(1);
  desk.pass(49h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 2); // two days in level 1
  for (auto const &step : desk.town.facts<model::IncidentEscalated>()) {
    CHECK(step.cause != "overdue done after 24 h");
  }
}

TEST_CASE("a burst main that nobody secures goes up the ladder") {
  Desk desk;
  desk.report(id, std::nullopt, model::Severity::routine, "供水管道破裂");
  desk.pass(4h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 1);
  desk.pass(8h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 2);
}

TEST_CASE("a critical report that comes late is raised at once, and its steps have ten minutes") {
  Desk desk;
  desk.report(id, desk.town.now - 2h, model::Severity::critical);
  CHECK(desk.town.city.state().incidents.at(id).level() == 1);
  desk.pass(1min);
  CHECK(desk.overdue().empty());
  desk.pass(10min);
  CHECK(desk.overdue().size() == 2); // contact and on site
}

TEST_CASE("a policy under which nothing is due records nothing") {
  TestCity town;
  town.commit(
      model::IncidentReported{id, "web", "", {}, place(118.355, 35.052), "", {}, at_s(0), "", ""});
  services::DeadlineWatch watch(town.city, std::make_shared<rules::DeadlinePolicy const>(),
                                std::make_shared<rules::Ladder const>());
  CHECK(watch.size() == 0);
  watch.record(at_s(0) + 9'000h);
  CHECK(town.facts<IncidentOverdue>().empty());
}

TEST_CASE("what a clock that was set ahead makes overdue is told ten minutes later") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(30h);
  desk.pass(10min);
  CHECK(desk.overdue().empty());
  CHECK(desk.town.city.state().incidents.at(id).level() == 0);
  desk.pass(1min);
  REQUIRE(desk.overdue().size() == 3);
  CHECK(desk.overdue()[0].due == at_s(0) + 3h);
  CHECK(desk.town.city.state().incidents.at(id).level() == 2);
}

TEST_CASE("what was due soon after a clock was set ahead is held like what was due before") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(2h - 5min); // contact is due in five minutes, by a clock that may be wrong
  desk.pass(10min);
  CHECK(desk.overdue().empty());
  desk.pass(6min);
  CHECK(desk.overdue().size() == 1);
}

TEST_CASE("what was due before the clock was set ahead is told at once") {
  Desk desk;
  desk.report();
  desk.town.now += 3h + 1ms;
  desk.set_clock(30h);
  desk.pass(1min);
  REQUIRE(desk.overdue().size() == 1);
  CHECK(desk.overdue()[0].milestone == Milestone::contact);
  CHECK(desk.town.city.state().incidents.at(id).level() == 1); // by that alone
}

TEST_CASE("a clock that was set ahead and back has raised nobody, and the dues are as they were") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(30h);
  desk.pass(5min);
  desk.set_clock(-30h);
  CHECK_FALSE(desk.town.city.state().clock_ahead);
  desk.pass(1h + 50min);
  CHECK(desk.overdue().empty());
  desk.pass(10min);
  CHECK(desk.overdue().size() == 1);
  CHECK(desk.town.facts<model::IncidentEscalated>().size() == 1);
}

TEST_CASE("a step that is taken while the clock's jump is held is not late because of it") {
  Desk desk;
  desk.report();
  for (auto const action : {Action::classify, Action::assign, Action::accept}) {
    desk.act(action);
  }
  desk.town.now += 1h;
  desk.set_clock(4h);
  desk.town.now += 1min;
  desk.act(Action::contact);
  desk.pass(20min);
  CHECK(desk.overdue().empty());
}

TEST_CASE("several jumps ahead in a row are held as one") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(4h);
  desk.pass(5min);
  desk.set_clock(4h);
  desk.pass(10min);
  CHECK(desk.overdue().empty());
  desk.pass(1min);
  CHECK(desk.overdue().size() == 2);
}

TEST_CASE("what is reported after the clock was set ahead is due as ever") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(4h);
  desk.town.now += 1min;
  desk.report(other_id, std::nullopt, model::Severity::critical);
  desk.town.now += 1s;
  desk.service.record_overdue(desk.town.now);
  CHECK(desk.town.city.state().incidents.at(other_id).level() == 1); // by its severity, at once
  CHECK(desk.town.city.state().incidents.at(id).level() == 0);
}

TEST_CASE("a start while a jump of the clock is held neither ends it nor begins it anew") {
  Desk desk;
  desk.report();
  desk.town.now += 1h;
  desk.set_clock(30h);
  Desk started(desk.town.commits(), desk.town.now + 9min);
  started.pass(1min);
  CHECK(started.overdue().empty());
  started.pass(1min);
  CHECK(started.overdue().size() == 3);
}
