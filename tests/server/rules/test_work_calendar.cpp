#include "tests/server/rules/made_calendar.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;

TEST_CASE("work is counted over lunch, nights, weekends, holidays and days made up") {
  auto const calendar = made_calendar();
  auto const between = [&](char const *from, char const *to) {
    return calendar.worked_until(beijing(to)) - calendar.worked_until(beijing(from));
  };
  CHECK(between("2026-03-02 08:00", "2026-03-02 09:00") == 0s);
  CHECK(between("2026-03-02 09:00", "2026-03-02 12:00") == 3h);
  CHECK(between("2026-03-02 11:30", "2026-03-02 13:30") == 1h); // lunch is an hour
  CHECK(between("2026-03-02 00:00", "2026-03-03 00:00") == 7h);
  CHECK(between("2026-03-06 16:00", "2026-03-09 10:00") == 2h); // a weekend
  CHECK(between("2026-03-11 00:00", "2026-03-13 00:00") == 0s); // the holiday, We and Th
  CHECK(between("2026-03-14 00:00", "2026-03-15 00:00") == 7h); // the Saturday made up
  CHECK(between("2026-03-02 00:00", "2026-03-16 00:00") == 9 * 7h);
}

TEST_CASE("the instant by which so much is worked is the first one") {
  auto const calendar = made_calendar();
  auto const after = [&](char const *from, model::Duration work) {
    return calendar.when_worked(calendar.worked_until(beijing(from)) + work, beijing(from));
  };
  CHECK(after("2026-03-02 09:00", 3h) == beijing("2026-03-02 12:00")); // not 13:00
  CHECK(after("2026-03-02 09:00", 3h + 1ms) == beijing("2026-03-02 13:00") + 1ms);
  CHECK(after("2026-03-02 12:30", 1h) == beijing("2026-03-02 14:00"));
  CHECK(after("2026-03-02 09:00", 7h) == beijing("2026-03-02 17:00"));
  CHECK(after("2026-03-10 16:30", 1h) == beijing("2026-03-13 09:30")); // over the holiday
}

TEST_CASE("days off have a reason, days made up too, plain working days none") {
  auto const calendar = made_calendar();
  CHECK(calendar.reason(day("2026-03-11")) == "春分节");
  CHECK(calendar.reason(day("2026-03-07")) == "weekend");
  CHECK(calendar.reason(day("2026-03-14")) == "春分节");
  CHECK(calendar.is_working_day(day("2026-03-14")));
  CHECK(calendar.reason(day("2026-03-10")).empty());
  CHECK_FALSE(calendar.is_working_day(day("2026-03-11")));
}

TEST_CASE("hours may change from a day on") {
  auto plan = made_plan();
  plan.hours.push_back({day("2026-06-01"), {{8h, 12h}, {15h, 18h}}});
  rules::WorkCalendar const calendar(plan);
  CHECK(calendar.hours_of(day("2026-05-29")).front().from == 9h);
  CHECK(calendar.hours_of(day("2026-06-01")).front().from == 8h);
  auto const friday = beijing("2026-05-29 16:00");
  CHECK(calendar.when_worked(calendar.worked_until(friday) + 2h, friday) ==
        beijing("2026-06-01 09:00"));
}

TEST_CASE("a year without an arrangement is known to be so") {
  auto const calendar = made_calendar();
  CHECK(calendar.is_published(2026));
  CHECK_FALSE(calendar.is_published(2027)); // only its statutory holidays
  CHECK_FALSE(calendar.is_published(2030)); // not entered at all
  CHECK_FALSE(calendar.is_working_day(day("2027-01-01")));
  CHECK(calendar.is_working_day(day("2030-01-01")));
}

TEST_CASE("outside its hundred years a calendar counts no work and ends every question") {
  auto const calendar = made_calendar();
  auto const end = beijing("2100-01-01 00:00");
  CHECK(calendar.worked_until(beijing("1999-12-31 12:00")) == 0s);
  CHECK(calendar.worked_until(end + 48h) == calendar.worked_until(end));
  CHECK(calendar.when_worked(calendar.worked_until(end) + 1ms, end) == end);
  CHECK(calendar.end_of_work(day("2099-12-30"), 5) == end);
  CHECK_FALSE(calendar.is_working_day(day("2100-01-04")));
  CHECK_FALSE(calendar.is_working_day(day("1999-12-31")));
}

TEST_CASE("a calendar without hours has no working days") {
  auto plan = made_plan();
  plan.hours.clear();
  rules::WorkCalendar const calendar(plan);
  CHECK_FALSE(calendar.is_working_day(day("2026-03-02")));
  CHECK(calendar.end_of_work(day("2026-03-02"), 1) == beijing("2100-01-01 00:00"));
}

TEST_CASE("where one looks first does not change the answer") {
  auto const calendar = made_calendar();
  auto const start = beijing("2026-03-02 09:00");
  for (int hours = 1; hours < 3'000; hours += 7) {
    auto const work = calendar.worked_until(start) + std::chrono::hours{hours};
    auto const answer = calendar.when_worked(work, start);
    for (auto const from : {answer, answer - 24h, answer + 24h * 40, beijing("2000-01-01 00:00"),
                            beijing("2099-12-31 23:00"), beijing("1990-01-01 00:00")}) {
      REQUIRE(calendar.when_worked(work, from) == answer);
    }
  }
}
