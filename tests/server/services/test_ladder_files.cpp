#include "server/services/deadline_watch.hpp"
#include "server/services/incident_service.hpp"
#include "server/services/ladder_file.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using Catch::Contains;
using model::Action;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

/// One incident under the shipped policy with a ladder of this name.
struct Climb {
  explicit Climb(std::string const &ladder, model::Severity severity = model::Severity::routine)
      : policy([&] {
          auto made = services::shipped_incident_policy();
          made.ladder = std::make_shared<rules::Ladder const>(services::read_ladder({}, ladder));
          return made;
        }()) {
    model::IncidentReport report;
    report.id = id;
    report.channel = "web";
    report.text = "请来看看";
    report.severity = severity;
    report.position = place(118.355, 35.052);
    Answer<services::ReportedIncident> answer;
    service.report(commander(), report, town.now, answer.done());
    REQUIRE(answer.get());
  }
  void act(Action action) {
    Answer<model::Incident> answer;
    service.act(commander(), id, {action, "note", "", std::nullopt}, "*", town.now, answer.done());
    REQUIRE(answer.get());
  }
  void pass(model::Duration time) {
    for (auto const end = town.now + time; town.now < end; town.now += 1min) {
      service.record_overdue(town.now);
    }
    service.record_overdue(town.now);
  }
  [[nodiscard]] int level() const { return town.city.state().incidents.at(id).level(); }

  TestCity town;
  services::IncidentPolicy policy;
  services::IncidentService service{town.city, "0123456789abcdef", policy};
};

std::string refusal(std::filesystem::path const &data, std::string const &name) {
  try {
    static_cast<void>(services::read_ladder(data, name));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("the shipped ladders: four whistles unless three levels are named") {
  auto const four = services::read_ladder({});
  CHECK(four.name() == "four_whistles");
  CHECK(four.levels().size() == 4);
  auto const three = services::read_ladder({}, "three_levels");
  CHECK(three.name() == "three_levels");
  CHECK(three.levels() == std::vector<std::string>{"网格（微网格）", "社区", "街道"});
}

TEST_CASE("三级联办: what the grid does not settle is the community's, then the subdistrict's") {
  Climb climb("three_levels");
  climb.pass(3h);
  CHECK(climb.level() == 0);
  climb.pass(1min); // nobody has been in touch
  CHECK(climb.level() == 1);
  climb.pass(23h);
  CHECK(climb.level() == 1);
  climb.pass(2h); // a day with the community
  CHECK(climb.level() == 2);
  climb.pass(100h);
  CHECK(climb.level() == 2); // there is none above
  auto const steps = climb.town.facts<model::IncidentEscalated>();
  REQUIRE(steps.size() == 2);
  CHECK(steps[0] == model::IncidentEscalated{id, 1, "overdue contact"});
  CHECK(steps[1] == model::IncidentEscalated{id, 2, "in_level 1 after 24 h"});
}

TEST_CASE("三级联办: what the grid settles in time stays with it") {
  Climb climb("three_levels");
  for (auto const action :
       {Action::classify, Action::assign, Action::accept, Action::contact, Action::arrive}) {
    climb.act(action);
  }
  climb.pass(23h);
  climb.act(Action::finish);
  climb.pass(100h);
  CHECK(climb.level() == 0);
}

TEST_CASE("三级联办: visited in time and not done goes up by a level a day") {
  Climb climb("three_levels");
  for (auto const action :
       {Action::classify, Action::assign, Action::accept, Action::contact, Action::arrive}) {
    climb.act(action);
  }
  climb.pass(24h + 1min);
  CHECK(climb.level() == 1);
  climb.pass(24h);
  CHECK(climb.level() == 2);
}

TEST_CASE("三级联办: what is critical is the community's at once") {
  Climb climb("three_levels", model::Severity::critical);
  climb.pass(1min);
  CHECK(climb.level() == 1);
}

TEST_CASE(
    "a county's own ladder has a name, and one that nobody has is told with those there are") {
  TempDir const dir;
  std::filesystem::create_directories(dir.path() / "config");
  static_cast<void>(dir.write("config/ladder_own.toml",
                              "name = \"own\"\ntitle = \"t\"\nlevels = [\"村\", \"镇\"]\n"
                              "[[rule]]\noverdue = \"done\"\nto = 1\n"));
  CHECK(services::read_ladder(dir.path(), "own").levels().size() == 2);
  CHECK(services::read_ladder(dir.path(), "three_levels").levels().size() == 3);
  CHECK(services::read_ladder(dir.path()).name() == "four_whistles"); // nobody named another
  CHECK_THAT(refusal(dir.path(), "mars"),
             Contains("mars") && Contains("three_levels") && Contains("ladder_mars.toml"));
  static_cast<void>(
      dir.write("config/ladder_other.toml", "name = \"own\"\ntitle = \"t\"\nlevels = [\"村\"]\n"));
  CHECK_THAT(refusal(dir.path(), "other"), Contains("the file's is \"other\""));
  static_cast<void>(dir.write("config/ladder_three_levels.toml",
                              "name = \"three_levels\"\ntitle = \"t\"\nlevels = [\"甲\"]\n"));
  CHECK(services::read_ladder(dir.path(), "three_levels").levels().size() == 1); // its own first
}
