#include "server/services/deadline_files.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/server/rules/made_calendar.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace yuntu;
using namespace yuntu::test;
using model::Milestone;

namespace {

/// A county's data directory with one file of policy.
class County {
public:
  County() { std::filesystem::create_directories(dir_.path() / "config"); }
  County &file(std::string const &name, std::string const &text) {
    static_cast<void>(dir_.write("config/" + name, text));
    return *this;
  }
  [[nodiscard]] rules::DeadlinePolicy read() const { return services::read_deadlines(dir_.path()); }
  [[nodiscard]] std::string refusal() const {
    try {
      static_cast<void>(read());
    } catch (services::PolicyError const &error) {
      return error.what();
    }
    return {};
  }

private:
  TempDir dir_;
};

std::string deadlines_refusal(std::string const &text) {
  return County().file("deadlines.toml", text).refusal();
}
std::string calendar_refusal(std::string const &text) {
  return County().file("calendar_2026.toml", text).refusal();
}

model::Incident incident(char const *reported, std::string category = {},
                         model::Severity severity = model::Severity::routine) {
  model::Incident made;
  made.time = beijing(reported);
  made.category = std::move(category);
  made.severity = severity;
  return made;
}

std::optional<model::Time> due(model::Incident const &about, Milestone milestone) {
  static auto const policy = services::shipped_deadline_policy();
  return policy.dues_of(about).due(milestone);
}

std::string const hours = "[[hours]]\nfrom = 2000-01-01\nspans = [\"09:00-17:00\"]\n";
std::string const year = "year = 2026\npublished = true\nsource = \"x\"\n";

} // namespace

TEST_CASE("the shipped deadlines are those of the counties they name") {
  auto const routine = incident("2026-11-23 10:00");
  CHECK(due(routine, Milestone::contact) == beijing("2026-11-23 13:00"));
  CHECK(due(routine, Milestone::on_site) == beijing("2026-11-23 16:00"));
  CHECK(due(routine, Milestone::done) == beijing("2026-11-24 10:00"));
  auto const urgent = incident("2026-11-23 10:00", "", model::Severity::urgent);
  CHECK(due(urgent, Milestone::contact) == beijing("2026-11-23 10:05"));
  auto const critical = incident("2026-11-23 10:00", "", model::Severity::critical);
  CHECK(due(critical, Milestone::contact) == beijing("2026-11-23 10:01"));
  CHECK(due(critical, Milestone::on_site) == beijing("2026-11-23 10:05"));
}

TEST_CASE("a burst main is secured, repaired and made good, each in its time") {
  auto const burst = incident("2026-11-23 10:00", "供水管道破裂");
  CHECK_FALSE(due(burst, Milestone::on_site));
  CHECK(due(burst, Milestone::first_stage) == beijing("2026-11-23 13:00"));
  CHECK(due(burst, Milestone::second_stage) == beijing("2026-11-23 21:00"));
  CHECK(due(burst, Milestone::done) == beijing("2026-11-30 17:30"));
  auto const policy = services::shipped_deadline_policy();
  CHECK(policy.explain(policy.dues_of(burst), Milestone::second_stage).limit.title == "修复");
}

TEST_CASE("the shipped calendar knows the holidays of 2026 and the weekends worked for them") {
  auto const policy = services::shipped_deadline_policy();
  auto const &calendar = policy.calendar();
  CHECK(calendar.is_published(2026));
  for (auto const *const off :
       {"2026-01-02", "2026-02-16", "2026-02-23", "2026-04-06", "2026-05-05", "2026-06-19",
        "2026-09-25", "2026-10-07", "2026-11-28"}) {
    CHECK_FALSE(calendar.is_working_day(day(off)));
  }
  for (auto const *const on : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20",
                               "2026-10-10", "2026-10-08", "2026-11-27"}) {
    CHECK(calendar.is_working_day(day(on)));
  }
  CHECK(calendar.reason(day("2026-10-10")) == "国庆节");
}

TEST_CASE("limits in working time go over the National Day holiday of 2026") {
  CHECK(due(incident("2026-09-30 16:30", "道路不洁"), Milestone::done) ==
        beijing("2026-10-08 14:30")); // an hour, the holiday, half a day, half an hour
  CHECK(due(incident("2026-09-30 16:30", "暴露垃圾"), Milestone::done) ==
        beijing("2026-10-08 17:30"));
  CHECK(due(incident("2026-09-30 16:30", "违法搭建"), Milestone::done) ==
        beijing("2026-10-27 17:30")); // Saturday the 10th is worked
}

TEST_CASE("of 2027 only the statutory holidays are known, and it says so") {
  auto const policy = services::shipped_deadline_policy();
  CHECK_FALSE(policy.calendar().is_published(2027));
  CHECK_FALSE(policy.calendar().is_working_day(day("2027-02-08")));
  CHECK(policy.calendar().is_working_day(day("2027-02-09")));
  auto const late = incident("2026-12-30 10:00", "违法搭建");
  auto const dues = policy.dues_of(late);
  CHECK(policy.explain(dues, Milestone::done).unpublished_years == std::vector<int>{2027});
}

TEST_CASE("a county's own deadlines and calendars take the place of the shipped ones") {
  County county;
  CHECK(county.read().calendar().is_published(2026));
  county.file("deadlines.toml", hours + "[[profile]]\nname = \"p\"\ntitle = \"P\"\n"
                                        "done = { minutes = 7 }\n[[rule]]\nprofile = \"p\"\n");
  county.file("calendar_2026.toml", year + "[[holiday]]\nname = \"h\"\nfrom = 2026-11-24\n"
                                           "to = 2026-11-24\nwork = [2026-11-28]\n");
  auto const policy = county.read();
  CHECK(policy.dues_of(incident("2026-11-23 10:00")).due(Milestone::done) ==
        beijing("2026-11-23 10:07"));
  CHECK_FALSE(policy.calendar().is_working_day(day("2026-11-24")));
  CHECK(policy.calendar().is_working_day(day("2026-11-28")));
  CHECK(policy.calendar().is_working_day(day("2026-10-01"))); // as this county has it
}

TEST_CASE("what is wrong with deadlines is named with file, line and what was expected") {
  using Catch::Contains;
  auto const profile = hours + "[[profile]]\nname = \"p\"\ntitle = \"P\"\n";
  CHECK_THAT(deadlines_refusal(profile + "done = { days = 3 }\n"),
             Contains("deadlines.toml") && Contains("line 7") && Contains("working_days"));
  CHECK_THAT(deadlines_refusal(profile + "finished = { hours = 3 }\n"),
             Contains("line 7") && Contains("finished") && Contains("on_site"));
  CHECK_THAT(deadlines_refusal(profile + "done = { hours = 1, after = \"lunch\" }\n"),
             Contains("lunch") && Contains("first_stage"));
  CHECK_THAT(deadlines_refusal(profile + "done = 3\n"), Contains("table"));
  CHECK_THAT(deadlines_refusal(profile + "done = { hours = 0 }\n"), Contains("from 1 to"));
  CHECK_THAT(deadlines_refusal(profile + "done = { hours = 1, minutes = 3 }\n"),
             Contains("exactly one"));
  CHECK_THAT(deadlines_refusal(profile + "done = { hours = 1 }\npause = \"maybe\"\n"),
             Contains("\"stops\" or \"runs\""));
  CHECK_THAT(deadlines_refusal(profile +
                               "done = { hours = 1 }\npause = \"runs\"\nlongest_pause_hours = 2\n"),
             Contains("means nothing"));
  CHECK_THAT(deadlines_refusal(profile), Contains("no limit"));
  CHECK_THAT(deadlines_refusal(""), Contains("[[hours]] is missing"));
  CHECK_THAT(deadlines_refusal("[[hours]]\nfrom = \"2026-01-01\"\nspans = [\"09:00-17:00\"]\n"),
             Contains("line 2") && Contains("without quotes"));
  for (auto const *const span :
       {"9:00-17:00", "17:00-09:00", "09:00", "09:00-25:00", "09:0x-10:00", "09:00-12:00-14:00"}) {
    CAPTURE(span);
    CHECK_THAT(deadlines_refusal("[[hours]]\nfrom = 2026-01-01\nspans = [\"" + std::string(span) +
                                 "\"]\n"),
               Contains("line 3") && Contains("08:30-12:00"));
  }
  CHECK_THAT(deadlines_refusal("[[hours]]\nfrom = 2026-01-01\n"
                               "spans = [\"09:00-12:00\", \"11:00-13:00\"]\n"),
             Contains("not overlap"));
  CHECK_THAT(deadlines_refusal(hours + hours), Contains("later than"));
  CHECK_THAT(deadlines_refusal(hours + "[[rule]]\nprofile = \"p\"\n"), Contains("\"p\""));
  CHECK_THAT(deadlines_refusal(hours + "[[rule]]\nprofile = \"p\"\nseverity = \"bad\"\n"),
             Contains("routine, urgent or critical"));
  CHECK_THAT(deadlines_refusal("[[hours"), Contains("deadlines.toml"));
}

TEST_CASE("what is wrong with a calendar is named with file, line and what was expected") {
  using Catch::Contains;
  auto const holiday = [](std::string const &rest) {
    return calendar_refusal(year + "[[holiday]]\nname = \"h\"\n" + rest);
  };
  CHECK_THAT(holiday("from = 2026-10-01\nto = 2026-09-30\n"),
             Contains("calendar_2026.toml") && Contains("line 7") && Contains("before"));
  CHECK_THAT(holiday("from = 2025-12-31\nto = 2026-01-01\n"), Contains("no day of 2026"));
  CHECK_THAT(holiday("from = 2026-10-01\nto = 2026-10-01\nwork = [2026-10-09]\n"),
             Contains("line 8") && Contains("Saturday or Sunday"));
  CHECK_THAT(holiday("from = 2026-10-01\nto = 2026-10-01\nwork = 3\n"), Contains("list of days"));
  CHECK_THAT(holiday("from = 2026-10-10\nto = 2026-10-10\nwork = [2026-10-10]\n"),
             Contains("both off") && Contains("2026-10-10"));
  CHECK_THAT(calendar_refusal(year +
                              "[[holiday]]\nname = \"a\"\nfrom = 2026-10-01\nto = 2026-10-02\n"
                              "[[holiday]]\nname = \"b\"\nfrom = 2026-10-02\nto = 2026-10-03\n"),
             Contains("a already"));
  CHECK_THAT(calendar_refusal("year = 2027\npublished = true\nsource = \"x\"\n"),
             Contains("calendar_2027.toml"));
  CHECK_THAT(calendar_refusal("year = 2026\nsource = \"x\"\n"),
             Contains("\"published\" is missing"));
  CHECK_THAT(calendar_refusal("year = 2026\npublished = 1\nsource = \"x\"\n"),
             Contains("true or false"));
}
