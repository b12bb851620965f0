#include "server/rules/escalation/ladder.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Milestone;
using On = rules::LadderRule::On;
using Promotion = rules::Ladder::Promotion;

namespace {

rules::LadderRule when_overdue(Milestone milestone, model::Duration after, int to) {
  return {On::overdue, milestone, {}, 0, after, to};
}
rules::LadderRule when_in_level(int level, model::Duration after, int to) {
  return {On::in_level, {}, {}, level, after, to};
}
rules::LadderRule when_severe(int to) {
  return {On::severity, {}, model::Severity::critical, 0, {}, to};
}
rules::Ladder ladder(std::vector<rules::LadderRule> rules) {
  return {"l", "ladder", {"0", "1", "2", "3"}, std::move(rules)};
}

/// Reported at 0 s, contact due at 3 h, done at 24 h.
struct Story {
  Story() {
    incident.id = "i1";
    incident.time = at_s(0);
  }
  rules::Dues dues() const {
    rules::Dues made;
    made.clock = rules::clock_of(incident);
    made.at = {at_s(0) + 3h, std::nullopt, std::nullopt, std::nullopt, at_s(0) + 24h};
    return made;
  }
  std::optional<Promotion> next(rules::Ladder const &ladder) const {
    return ladder.next(incident, dues());
  }
  void step(model::Action action, model::Stage to, model::Time time) {
    incident.history.push_back({action, incident.stage, to, "u1", time, "", ""});
    incident.stage = to;
  }
  model::Incident incident;
};

} // namespace

TEST_CASE("an incident is raised when its milestone is missed, by the rule that is first") {
  auto const made =
      ladder({when_overdue(Milestone::done, {}, 2), when_overdue(Milestone::contact, {}, 1)});
  Story story;
  CHECK(story.next(made) == Promotion{at_s(0) + 3h, 1, "overdue contact"});
  story.incident.escalations = {{1, "overdue contact", at_s(0) + 3h}};
  CHECK(story.next(made) == Promotion{at_s(0) + 24h, 2, "overdue done"});
}

TEST_CASE("of rules at the same instant the highest counts") {
  auto const made = ladder({when_overdue(Milestone::contact, {}, 1),
                            when_overdue(Milestone::contact, 1h, 2), when_in_level(0, 4h, 3)});
  Story story;
  story.incident.escalations = {{1, "overdue contact", at_s(0) + 3h}};
  CHECK(story.next(made) == Promotion{at_s(0) + 4h, 2, "overdue contact after 1 h"});
  story.incident.escalations.clear();
  auto const both = ladder({when_overdue(Milestone::contact, 1h, 2), when_in_level(0, 4h, 3)});
  CHECK(story.next(both) == Promotion{at_s(0) + 4h, 3, "in_level 0 after 4 h"});
}

TEST_CASE("what is reached in time raises nothing, nor what is done, nor what was merged") {
  auto const made = ladder({when_overdue(Milestone::contact, {}, 1)});
  Story story;
  story.step(model::Action::accept, model::Stage::in_progress, at_s(0) + 1h);
  story.step(model::Action::contact, model::Stage::in_progress, at_s(0) + 2h);
  CHECK_FALSE(story.next(made));
  auto const by_time = ladder({when_in_level(0, 48h, 1)});
  CHECK(story.next(by_time) == Promotion{at_s(0) + 48h, 1, "in_level 0 after 48 h"});
  auto merged = story;
  merged.incident.merged_into = "i2";
  CHECK_FALSE(merged.next(by_time));
  story.step(model::Action::finish, model::Stage::done, at_s(0) + 3h);
  CHECK_FALSE(story.next(by_time));
}

TEST_CASE("a milestone reached late raises at once but not as long overdue") {
  auto const made =
      ladder({when_overdue(Milestone::contact, {}, 1), when_overdue(Milestone::contact, 10h, 2)});
  Story story;
  story.step(model::Action::accept, model::Stage::in_progress, at_s(0) + 1h);
  story.incident.overdue = {{Milestone::contact, at_s(0), at_s(0) + 3h}};
  CHECK(story.next(made)->level == 1);
  story.incident.escalations = {{1, "overdue contact", at_s(0) + 3h}};
  CHECK(story.next(made) == Promotion{at_s(0) + 13h, 2, "overdue contact after 10 h"});
  story.step(model::Action::contact, model::Stage::in_progress, at_s(0) + 4h);
  CHECK_FALSE(story.next(made));
}

TEST_CASE("severity raises from the report on, for certain") {
  Story story;
  CHECK_FALSE(story.next(ladder({when_severe(1)})));
  story.incident.severity = model::Severity::critical;
  CHECK(story.next(ladder({when_severe(1)})) == Promotion{at_s(0), 1, "severity critical", true});
}

TEST_CASE("each rule raises once until the incident is reopened") {
  auto const made = ladder({when_severe(1)});
  Story story;
  story.incident.severity = model::Severity::critical;
  story.incident.escalations = {{1, "severity critical", at_s(0)}, {0, "person", at_s(60)}};
  CHECK_FALSE(story.next(made));
  story.step(model::Action::finish, model::Stage::done, at_s(0) + 1h);
  story.step(model::Action::reopen, model::Stage::assigned, at_s(0) + 2h);
  CHECK(story.next(made)->time == at_s(0) + 2h);
}

TEST_CASE("faults of a ladder are told in words") {
  CHECK(rules::Ladder("l", "t", {}, {}).faults().size() == 1);
  CHECK(ladder({when_overdue(Milestone::done, {}, 9)}).faults().front().find("level 9") !=
        std::string::npos);
  CHECK(ladder({when_in_level(2, 1h, 1)}).faults().size() == 1);
  CHECK(ladder({when_in_level(1, 0h, 2)}).faults().front().find("needs a time") !=
        std::string::npos);
  CHECK(ladder({when_severe(1), when_in_level(1, 1h, 2)}).faults().empty());
}
