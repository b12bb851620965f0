#include "server/rules/deadlines/deadline_policy.hpp"
#include "tests/server/rules/made_calendar.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Action;
using model::Limit;
using model::LimitUnit;
using model::Milestone;
using model::Severity;
using model::Stage;

namespace {

Limit hours(int count) {
  return {LimitUnit::clock, std::chrono::hours{count}, 0};
}
Limit working_hours(int count) {
  return {LimitUnit::working_hours, std::chrono::hours{count}, 0};
}
Limit working_days(int count) {
  return {LimitUnit::working_days, {}, count};
}

using Limits = std::array<std::optional<Limit>, model::milestone_count>;

/// Without stages.
Limits plain(std::optional<Limit> contact, std::optional<Limit> on_site,
             std::optional<Limit> done) {
  return {contact, on_site, {}, {}, done};
}

Limit after(Milestone milestone, Limit limit) {
  limit.after = milestone;
  return limit;
}

rules::DeadlinePolicy policy() {
  using rules::DeadlineProfile;
  using rules::OnPause;
  std::vector<DeadlineProfile> profiles{
      {"3_6_24", "3/6/24", plain(hours(3), hours(6), hours(24)), OnPause::stops, 72h},
      {"emergency", "1/5", plain(hours(1), hours(5), {}), OnPause::runs, {}},
      {"mixed", "mixed", plain(working_hours(3), hours(4), working_days(5)), OnPause::stops, {}},
      {"staged",
       "staged",
       {std::nullopt, std::nullopt, hours(3), after(Milestone::first_stage, hours(8)),
        after(Milestone::second_stage, working_days(2))},
       OnPause::stops,
       {}}};
  return {made_calendar(),
          std::move(profiles),
          {{"", std::nullopt, "3_6_24"},
           {"", Severity::critical, "emergency"},
           {"道路塌陷", std::nullopt, "mixed"},
           {"供水管道破裂", std::nullopt, "staged"}}};
}

class Story {
public:
  explicit Story(char const *reported) {
    incident.id = "i1";
    incident.time = beijing(reported);
    incident.stage = Stage::in_progress;
  }
  Story &step(Action action, char const *time, Stage to = Stage::in_progress) {
    incident.history.push_back({action, incident.stage, to, "u1", beijing(time), "", ""});
    incident.stage = to;
    return *this;
  }
  model::Incident incident;
};

/// Of the profile "staged", reported on a Monday.
Story burst_main() {
  Story story("2026-03-02 09:00");
  story.incident.category = "供水管道破裂";
  return story;
}

std::optional<model::Time> due(model::Incident const &incident, Milestone milestone) {
  return policy().dues_of(incident).due(milestone);
}

std::vector<model::IncidentOverdue> breaches(model::Incident const &incident, model::Time now) {
  auto const made = policy();
  return made.dues_of(incident).breaches(incident, now);
}

} // namespace

TEST_CASE("contact, on site and done are due separately, each from the report") {
  Story const story("2026-03-02 09:00");
  CHECK(due(story.incident, Milestone::contact) == beijing("2026-03-02 12:00"));
  CHECK(due(story.incident, Milestone::on_site) == beijing("2026-03-02 15:00"));
  CHECK(due(story.incident, Milestone::done) == beijing("2026-03-03 09:00"));
}

TEST_CASE("what burns is the open milestone that is due first") {
  Story story("2026-03-02 09:00");
  CHECK(policy().dues_of(story.incident).burning() == Milestone::contact);
  story.step(Action::contact, "2026-03-02 10:00");
  CHECK(policy().dues_of(story.incident).burning() == Milestone::on_site);
  story.step(Action::arrive, "2026-03-02 11:00");
  CHECK(policy().dues_of(story.incident).burning() == Milestone::done);
  story.step(Action::finish, "2026-03-02 12:00", Stage::done);
  CHECK_FALSE(policy().dues_of(story.incident).burning());
}

TEST_CASE("a rule that names the category comes before one that names the severity") {
  Story story("2026-03-02 09:00");
  auto const made = policy();
  auto const name = [&] { return made.dues_of(story.incident).profile->name; };
  CHECK(name() == "3_6_24");
  story.incident.severity = Severity::critical;
  CHECK(name() == "emergency");
  story.incident.category = "道路塌陷";
  CHECK(name() == "mixed");
}

TEST_CASE("without a rule that fits nothing is ever due") {
  Story const story("2026-03-02 09:00");
  rules::DeadlinePolicy const none;
  CHECK(none.dues_of(story.incident).profile == nullptr);
  CHECK_FALSE(none.dues_of(story.incident).burning());
  CHECK(none.dues_of(story.incident).breaches(story.incident, beijing("2030-01-01 00:00")).empty());
}

TEST_CASE("a later milestone is never due before an earlier one, and the trace says why") {
  Story story("2026-03-10 16:30"); // before the holiday
  story.incident.category = "道路塌陷";
  auto const made = policy();
  auto const dues = made.dues_of(story.incident);
  CHECK(dues.due(Milestone::contact) == beijing("2026-03-13 11:30"));
  CHECK(dues.due(Milestone::on_site) == beijing("2026-03-13 11:30")); // not four hours on the 10th
  CHECK(made.explain(dues, Milestone::on_site).is_raised);
  CHECK_FALSE(made.explain(dues, Milestone::contact).is_raised);
}

TEST_CASE("each stage of the work is due so long after the one before was ended") {
  auto story = burst_main();
  auto const made = policy();
  auto const dues = [&] { return made.dues_of(story.incident); };
  CHECK(dues().burning() == Milestone::first_stage);
  CHECK(dues().due(Milestone::first_stage) == beijing("2026-03-02 12:00"));
  CHECK(dues().due(Milestone::second_stage) == beijing("2026-03-02 20:00"));
  CHECK(dues().due(Milestone::done) == beijing("2026-03-04 17:00"));

  story.step(Action::end_stage, "2026-03-02 10:00");
  CHECK(dues().clock.when(Milestone::first_stage) == beijing("2026-03-02 10:00"));
  CHECK(dues().burning() == Milestone::second_stage);
  CHECK(dues().due(Milestone::second_stage) == beijing("2026-03-02 18:00"));
  CHECK(dues().has_open_stage());
  story.step(Action::end_stage, "2026-03-03 08:00");
  CHECK_FALSE(dues().has_open_stage());
  CHECK(dues().burning() == Milestone::done);
}

TEST_CASE("a stage that is ended too late gains the next one no time") {
  auto story = burst_main();
  story.step(Action::end_stage, "2026-03-02 18:00");
  auto const made = policy();
  auto const dues = made.dues_of(story.incident);
  CHECK(dues.due(Milestone::second_stage) == beijing("2026-03-02 20:00"));
  auto const why = made.explain(dues, Milestone::second_stage);
  CHECK(why.from == beijing("2026-03-02 12:00"));
  CHECK(why.limit.after == Milestone::first_stage);
}

TEST_CASE("while a pause keeps a stage from being due, the next one's reason is that pause") {
  auto story = burst_main();
  story.step(Action::pause, "2026-03-02 10:00");
  auto const made = policy();
  auto const dues = made.dues_of(story.incident);
  CHECK_FALSE(dues.due(Milestone::second_stage));
  auto const why = made.explain(dues, Milestone::second_stage);
  CHECK(why.counted.empty());
  REQUIRE(why.paused.size() == 1);
  CHECK(why.paused[0].from == beijing("2026-03-02 10:00"));
}

TEST_CASE("an incident without stages has none to end") {
  Story const story("2026-03-02 09:00");
  CHECK_FALSE(policy().dues_of(story.incident).has_open_stage());
}

TEST_CASE("stages of mixed units never reorder, whatever the start and the pauses") {
  std::mt19937_64 random(3);
  auto const below = [&](std::int64_t end) {
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random);
  };
  auto const limit = [&] {
    switch (below(3)) {
    case 0:
      return hours(static_cast<int>(1 + below(60)));
    case 1:
      return working_hours(static_cast<int>(1 + below(30)));
    default:
      return working_days(static_cast<int>(1 + below(10)));
    }
  };
  for (int i = 0; i < 3'000; ++i) {
    Limits limits;
    for (std::size_t at = 0; at < limits.size(); ++at) {
      limits[at] = limit();
      if (at != 0 && below(2) == 0) {
        limits[at]->after = static_cast<Milestone>(below(static_cast<std::int64_t>(at)));
      }
    }
    rules::DeadlinePolicy const made(made_calendar(),
                                     {{"p", "p", limits, rules::OnPause::stops, {}}},
                                     {{"", std::nullopt, "p"}});
    REQUIRE(made.dues_of(Story("2026-03-01 00:00").incident).at[4]);
    Story story("2026-03-01 00:00");
    story.incident.time += model::Duration{below(20LL * 24 * 3'600'000)};
    auto time = story.incident.time;
    for (auto pauses = below(3); pauses > 0; --pauses) {
      for (auto const action : {Action::pause, Action::resume}) {
        time += model::Duration{below(30LL * 3'600'000)};
        story.incident.history.push_back(
            {action, Stage::in_progress, Stage::in_progress, "u1", time, "", ""});
      }
    }
    for (auto const action : {Action::contact, Action::arrive, Action::end_stage}) {
      time += model::Duration{below(30LL * 3'600'000)};
      story.incident.history.push_back(
          {action, Stage::in_progress, Stage::in_progress, "u1", time, "", ""});
    }
    auto const at = made.dues_of(story.incident).at;
    for (std::size_t later = 1; later < at.size(); ++later) {
      REQUIRE(*at[later - 1] <= *at[later]);
    }
  }
}

TEST_CASE("a pause puts off what is due; while it goes on nothing is") {
  Story story("2026-03-02 09:00");
  story.step(Action::contact, "2026-03-02 09:30").step(Action::pause, "2026-03-02 10:00");
  CHECK(policy().dues_of(story.incident).clock.is_paused());
  story.step(Action::resume, "2026-03-02 14:00");
  CHECK(due(story.incident, Milestone::on_site) == beijing("2026-03-02 19:00"));
  CHECK_FALSE(policy().dues_of(story.incident).clock.is_paused());
}

TEST_CASE("after its longest pause a deadline runs again") {
  Story story("2026-03-02 09:00");
  story.step(Action::pause, "2026-03-02 10:00"); // 72 h at most: until the 5th, 10:00
  CHECK(due(story.incident, Milestone::contact) == beijing("2026-03-05 12:00"));
  story.step(Action::resume, "2026-03-04 10:00").step(Action::pause, "2026-03-04 11:00");
  CHECK(due(story.incident, Milestone::on_site) == beijing("2026-03-05 15:00")); // 48 h and 24 h
}

TEST_CASE("an emergency is not put off") {
  Story story("2026-03-02 09:00");
  story.incident.severity = Severity::critical;
  story.step(Action::pause, "2026-03-02 09:10");
  CHECK(due(story.incident, Milestone::contact) == beijing("2026-03-02 10:00"));
}

TEST_CASE("a pause ends when the stage changes") {
  Story story("2026-03-02 09:00");
  story.incident.stage = Stage::assigned;
  story.step(Action::pause, "2026-03-02 10:00", Stage::assigned)
      .step(Action::accept, "2026-03-02 11:00");
  CHECK_FALSE(policy().dues_of(story.incident).clock.is_paused());
  CHECK(due(story.incident, Milestone::contact) == beijing("2026-03-02 13:00"));
}

TEST_CASE("what is reopened begins anew, and may be overdue again") {
  Story story("2026-03-02 09:00");
  story.incident.overdue.push_back(
      {Milestone::contact, story.incident.time, beijing("2026-03-02 12:00")});
  story.step(Action::contact, "2026-03-02 13:00")
      .step(Action::finish, "2026-03-02 16:00", Stage::done)
      .step(Action::reopen, "2026-03-04 09:00", Stage::assigned);
  auto const dues = policy().dues_of(story.incident);
  CHECK(dues.clock.from == beijing("2026-03-04 09:00"));
  CHECK(dues.burning() == Milestone::contact);
  auto const found = breaches(story.incident, beijing("2026-03-04 12:01"));
  REQUIRE(found.size() == 1);
  CHECK(found[0] == model::IncidentOverdue{"i1", Milestone::contact, beijing("2026-03-04 09:00"),
                                           beijing("2026-03-04 12:00"), "3_6_24"});
}

TEST_CASE("a call after it was done is no contact in time") {
  Story story("2026-03-02 09:00");
  story.step(Action::finish, "2026-03-02 10:00", Stage::done)
      .step(Action::contact, "2026-03-02 11:00", Stage::done);
  CHECK_FALSE(policy().dues_of(story.incident).clock.when(Milestone::contact));
}

TEST_CASE("a breach is told once, after the last instant, for what is open") {
  Story story("2026-03-02 09:00");
  auto const at = beijing("2026-03-02 12:00");
  CHECK(breaches(story.incident, at).empty());
  CHECK(breaches(story.incident, at + 1ms).size() == 1);
  CHECK(breaches(story.incident, at + 24h).size() == 3);
  story.incident.overdue.push_back({Milestone::contact, story.incident.time, at});
  CHECK(breaches(story.incident, at + 1ms).empty());
  CHECK(policy().dues_of(story.incident).next_breach(story.incident) == Milestone::on_site);
  CHECK(policy().dues_of(story.incident).burning() == Milestone::contact); // it still burns
  story.step(Action::arrive, "2026-03-02 14:00");
  CHECK(breaches(story.incident, at + 12h).empty());
}

TEST_CASE("a policy names its faults") {
  auto const faults = [](std::vector<rules::DeadlineProfile> profiles,
                         std::vector<rules::DeadlineRule> rules) {
    auto const found =
        rules::DeadlinePolicy(made_calendar(), std::move(profiles), std::move(rules)).faults();
    return found.empty() ? std::string{} : found.front();
  };
  rules::DeadlineProfile const good{"p", "p", plain(hours(1), {}, hours(2)), {}, {}};
  CHECK(faults({good}, {{"", {}, "p"}}).empty());
  CHECK_THAT(faults({good, good}, {}), Catch::Contains("twice"));
  CHECK_THAT(faults({good}, {{"", {}, "q"}}), Catch::Contains("\"q\""));
  CHECK_THAT(faults({good}, {{"", {}, "p"}, {"", {}, "p"}}), Catch::Contains("two rules"));
  CHECK_THAT(faults({{"e", "e", {}, {}, {}}}, {}), Catch::Contains("no limit"));
  CHECK_THAT(faults({{"f", "f", plain(hours(2), {}, hours(1)), {}, {}}}, {}),
             Catch::Contains("less for done than for contact"));
  CHECK_THAT(
      faults({{"g", "g", plain(hours(1), after(Milestone::done, hours(2)), hours(3)), {}, {}}}, {}),
      Catch::Contains("counts on_site after done") && Catch::Contains("earlier milestone"));
  CHECK_THAT(
      faults({{"h", "h", plain({}, after(Milestone::contact, hours(2)), hours(3)), {}, {}}}, {}),
      Catch::Contains("counts on_site after contact"));
  CHECK_THAT(faults({{"i",
                      "i",
                      Limits{std::nullopt, std::nullopt, std::nullopt, hours(1), hours(2)},
                      {},
                      {}}},
                    {}),
             Catch::Contains("no first_stage"));
}
