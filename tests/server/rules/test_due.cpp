#include "server/rules/deadlines/due.hpp"
#include "tests/server/rules/made_calendar.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Limit;
using model::LimitUnit;
using model::Pause;
using rules::due_at;

namespace {

Limit clock_limit(model::Duration time) {
  return {LimitUnit::clock, time, 0};
}
Limit work(model::Duration time) {
  return {LimitUnit::working_hours, time, 0};
}
Limit days(int count) {
  return {LimitUnit::working_days, {}, count};
}
Pause pause(char const *from, char const *to) {
  return {beijing(from), beijing(to)};
}

struct Row {
  std::string start;
  Limit limit;
  std::vector<Pause> pauses;
  std::string due;
};

} // namespace

TEST_CASE("a limit is over when the table says so") {
  auto const row = GENERATE(
      // The clock: nights, weekends and holidays count.
      Row{"2026-03-06 22:00", clock_limit(3h), {}, "2026-03-07 01:00"},
      Row{"2026-03-10 17:00", clock_limit(24h), {}, "2026-03-11 17:00"},
      Row{"2026-03-02 09:00", clock_limit(5min), {}, "2026-03-02 09:05"},
      // Working hours: over lunch, the night, a weekend, the holiday, the day made up.
      Row{"2026-03-02 11:00", work(2h), {}, "2026-03-02 14:00"},
      Row{"2026-03-02 16:00", work(2h), {}, "2026-03-03 10:00"},
      Row{"2026-03-06 16:30", work(1h), {}, "2026-03-09 09:30"},
      Row{"2026-03-10 16:30", work(1h), {}, "2026-03-13 09:30"},
      Row{"2026-03-13 16:30", work(1h), {}, "2026-03-14 09:30"},
      Row{"2026-03-11 10:00", work(7h), {}, "2026-03-13 17:00"}, // reported on a holiday
      // Midnight and the last second of work.
      Row{"2026-03-02 00:00", work(1h), {}, "2026-03-02 10:00"},
      Row{"2026-03-02 16:59:59", work(1h), {}, "2026-03-03 09:59:59"},
      Row{"2026-03-02 16:59:59", work(1s), {}, "2026-03-02 17:00"},
      Row{"2026-03-02 17:00", work(1s), {}, "2026-03-03 09:00:01"},
      Row{"2026-03-02 11:59:59", work(2s), {}, "2026-03-02 13:00:01"},
      // Working days: from the day after, to the end of work.
      Row{"2026-03-02 09:00", days(1), {}, "2026-03-03 17:00"},
      Row{"2026-03-02 23:59:59", days(1), {}, "2026-03-03 17:00"},
      Row{"2026-03-03 00:00", days(1), {}, "2026-03-04 17:00"},
      Row{"2026-03-06 15:00", days(1), {}, "2026-03-09 17:00"},
      Row{"2026-03-07 15:00", days(1), {}, "2026-03-09 17:00"}, // reported at a weekend
      Row{"2026-03-10 15:00", days(2), {}, "2026-03-14 17:00"}, // Friday and the day made up
      Row{"2026-03-02 09:00", days(20), {}, "2026-03-31 17:00"},
      // Pauses move it on by what of them would have counted.
      Row{"2026-03-02 09:00",
          clock_limit(3h),
          {pause("2026-03-02 10:00", "2026-03-02 18:00")},
          "2026-03-02 20:00"},
      Row{"2026-03-02 09:00",
          work(4h),
          {pause("2026-03-02 11:00", "2026-03-02 14:00")},
          "2026-03-02 16:00"},
      Row{"2026-03-02 16:00",
          work(2h),
          {pause("2026-03-02 17:00", "2026-03-03 09:00")},
          "2026-03-03 10:00"}, // a night costs nothing
      Row{"2026-03-02 09:00",
          days(1),
          {pause("2026-03-03 10:00", "2026-03-03 16:00")},
          "2026-03-04 15:00"},
      Row{"2026-03-02 09:00",
          days(1),
          {pause("2026-03-02 10:00", "2026-03-02 16:00")},
          "2026-03-03 17:00"}, // the day of the report does not count anyhow
      Row{"2026-03-02 09:00",
          work(2h),
          {pause("2026-03-02 10:00", "2026-03-02 11:00"),
           pause("2026-03-02 11:30", "2026-03-02 13:30")},
          "2026-03-02 14:00"},
      // A pause that begins when the limit is over, or ended before it began, changes nothing.
      Row{"2026-03-02 09:00",
          work(3h),
          {pause("2026-03-02 12:00", "2026-03-02 15:00")},
          "2026-03-02 12:00"},
      Row{"2026-03-02 09:00",
          clock_limit(1h),
          {pause("2026-03-02 08:00", "2026-03-02 08:30")},
          "2026-03-02 10:00"},
      Row{"2026-03-02 09:00",
          clock_limit(1h),
          {pause("2026-03-02 08:00", "2026-03-02 09:30")},
          "2026-03-02 10:30"});
  CAPTURE(row.start, row.due, row.pauses.size());
  auto const due = due_at(beijing(row.start), row.limit, row.pauses, made_calendar());
  REQUIRE(due);
  CHECK(model::format_rfc3339(*due) == model::format_rfc3339(beijing(row.due)));
}

TEST_CASE("while a pause goes on nothing is due that was not due before") {
  auto const calendar = made_calendar();
  std::vector<Pause> const open{{beijing("2026-03-02 10:00"), std::nullopt}};
  auto const start = beijing("2026-03-02 09:00");
  CHECK_FALSE(due_at(start, clock_limit(2h), open, calendar));
  CHECK_FALSE(due_at(start, work(2h), open, calendar));
  CHECK_FALSE(due_at(start, days(1), open, calendar));
  CHECK(due_at(start, clock_limit(1h), open, calendar) == beijing("2026-03-02 10:00"));
  CHECK(due_at(start, work(30min), open, calendar) == beijing("2026-03-02 09:30"));
}

namespace {

/// Random questions about March and April 2026 and the turn of the year.
class Questions {
public:
  explicit Questions(unsigned seed) : random_(seed) {}

  model::Time instant() {
    auto const base = below(4) == 0 ? "2026-12-25 00:00" : "2026-03-01 00:00";
    return beijing(base) + model::Duration{below(30LL * 24 * 3'600'000)};
  }
  Limit limit() {
    switch (below(3)) {
    case 0:
      return clock_limit(model::Duration{1 + below(40LL * 3'600'000)});
    case 1:
      return work(model::Duration{1 + below(40LL * 3'600'000)});
    default:
      return days(static_cast<int>(1 + below(20)));
    }
  }
  std::vector<Pause> pauses_after(model::Time time) {
    std::vector<Pause> pauses;
    for (auto count = below(4); count > 0; --count) {
      auto const from = time + model::Duration{below(3LL * 24 * 3'600'000)};
      time = from + model::Duration{below(2LL * 24 * 3'600'000)};
      pauses.push_back({from, time});
    }
    return pauses;
  }
  std::int64_t below(std::int64_t end) {
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random_);
  }

private:
  std::mt19937_64 random_;
};

constexpr int tries = 20'000;

} // namespace

TEST_CASE("what begins later is never due earlier") {
  auto const calendar = made_calendar();
  Questions ask(1);
  for (int i = 0; i < tries; ++i) {
    auto const one = ask.instant();
    auto const other = one + model::Duration{ask.below(4LL * 24 * 3'600'000)};
    auto const limit = ask.limit();
    auto const pauses = ask.pauses_after(other);
    REQUIRE(*due_at(one, limit, pauses, calendar) <= *due_at(other, limit, pauses, calendar));
  }
}

TEST_CASE("to pause and resume at once changes nothing, and a pause never brings forward") {
  auto const calendar = made_calendar();
  Questions ask(2);
  for (int i = 0; i < tries; ++i) {
    auto const start = ask.instant();
    auto const limit = ask.limit();
    auto const plain = *due_at(start, limit, {}, calendar);
    auto const at = start + model::Duration{ask.below(5LL * 24 * 3'600'000)};
    REQUIRE(*due_at(start, limit, {{at, at}}, calendar) == plain);
    REQUIRE(*due_at(start, limit, ask.pauses_after(start), calendar) >= plain);
  }
}

TEST_CASE("a pause cut in two by a resume at once is the same pause") {
  auto const calendar = made_calendar();
  Questions ask(3);
  for (int i = 0; i < tries; ++i) {
    auto const start = ask.instant();
    auto const limit = ask.limit();
    auto const from = start + model::Duration{ask.below(48LL * 3'600'000)};
    auto const middle = from + model::Duration{ask.below(48LL * 3'600'000)};
    auto const to = middle + model::Duration{ask.below(48LL * 3'600'000)};
    REQUIRE(due_at(start, limit, {{from, to}}, calendar) ==
            due_at(start, limit, {{from, middle}, {middle, to}}, calendar));
  }
}

TEST_CASE("more time of one unit is never due earlier") {
  auto const calendar = made_calendar();
  Questions ask(4);
  for (int i = 0; i < tries; ++i) {
    auto const start = ask.instant();
    auto const limit = ask.limit();
    auto longer = limit;
    longer.time += limit.unit == LimitUnit::working_days
                       ? model::Duration{}
                       : model::Duration{ask.below(20LL * 3'600'000)};
    longer.days += limit.unit == LimitUnit::working_days ? static_cast<int>(ask.below(5)) : 0;
    auto const pauses = ask.pauses_after(start);
    REQUIRE(*due_at(start, limit, pauses, calendar) <= *due_at(start, longer, pauses, calendar));
  }
}

TEST_CASE("what a trace counts is what the limit allows, up to the due time") {
  auto const calendar = made_calendar();
  Questions ask(5);
  for (int i = 0; i < tries; ++i) {
    auto const start = ask.instant();
    auto const limit = ask.limit();
    auto const pauses = ask.pauses_after(start);
    auto const due = due_at(start, limit, pauses, calendar);
    auto const trace = rules::trace_due(start, limit, pauses, calendar, due);
    REQUIRE_FALSE(trace.counted.empty());
    model::Duration sum{};
    for (auto const &part : trace.counted) {
      REQUIRE(part.from < part.to);
      sum += part.time;
    }
    REQUIRE(trace.counted.back().to == *due);
    if (limit.unit != LimitUnit::working_days) {
      REQUIRE(sum == limit.time);
    } else if (pauses.empty()) {
      int touched = 0;
      for (auto const &part : trace.counted) {
        touched += part.days;
      }
      REQUIRE(touched == limit.days);
    }
  }
}

TEST_CASE("a trace names what it counted, the days it skipped and why, and the days made up") {
  auto const calendar = made_calendar();
  auto const start = beijing("2026-03-06 16:00");
  auto const limit = work(24h);
  auto const due = due_at(start, limit, {}, calendar);
  auto const trace = rules::trace_due(start, limit, {}, calendar, due);
  CHECK(due == beijing("2026-03-14 11:00"));
  CHECK(trace.counted == std::vector<model::DueTrace::Counted>{
                             {start, beijing("2026-03-06 17:00"), 1h, 1},
                             {beijing("2026-03-09 09:00"), beijing("2026-03-10 17:00"), 14h, 2},
                             {beijing("2026-03-13 09:00"), beijing("2026-03-14 11:00"), 9h, 2}});
  CHECK(trace.skipped ==
        std::vector<model::DueTrace::Skipped>{{day("2026-03-07"), day("2026-03-08"), "weekend"},
                                              {day("2026-03-11"), day("2026-03-12"), "春分节"}});
  CHECK(trace.made_up == std::vector<model::DueTrace::MadeUp>{{day("2026-03-14"), "春分节"}});
  CHECK(trace.unpublished_years.empty());
}

TEST_CASE("a trace of days says that the day of the report does not count, and where pauses lie") {
  auto const calendar = made_calendar();
  auto const start = beijing("2026-03-02 10:00");
  std::vector<Pause> const pauses{pause("2026-03-03 10:00", "2026-03-03 11:00")};
  auto const due = due_at(start, days(1), pauses, calendar);
  auto const trace = rules::trace_due(start, days(1), pauses, calendar, due);
  CHECK(due == beijing("2026-03-04 10:00"));
  CHECK(trace.skipped ==
        std::vector<model::DueTrace::Skipped>{{day("2026-03-02"), day("2026-03-02"), "report"}});
  CHECK(trace.paused == pauses);
  CHECK(trace.counted == std::vector<model::DueTrace::Counted>{
                             {beijing("2026-03-03 09:00"), beijing("2026-03-03 10:00"), 1h, 1},
                             {beijing("2026-03-03 11:00"), beijing("2026-03-04 10:00"), 6h, 2}});
}

TEST_CASE("a trace says when it reaches into a year whose holidays are not arranged yet") {
  auto const calendar = made_calendar();
  auto const start = beijing("2026-12-31 10:00");
  auto const crossing = due_at(start, days(2), {}, calendar);
  CHECK(crossing == beijing("2027-01-05 17:00"));
  auto const trace = rules::trace_due(start, days(2), {}, calendar, crossing);
  CHECK(trace.unpublished_years == std::vector<int>{2027});
  CHECK(trace.skipped.back().reason == "weekend");
  auto const by_clock = due_at(start, clock_limit(48h), {}, calendar);
  CHECK(rules::trace_due(start, clock_limit(48h), {}, calendar, by_clock)
            .unpublished_years.empty()); // no holiday matters to the clock
}

TEST_CASE("a trace of a pause that goes on ends where it began") {
  auto const calendar = made_calendar();
  auto const start = beijing("2026-03-02 09:00");
  std::vector<Pause> const open{{beijing("2026-03-02 10:00"), std::nullopt}};
  auto const trace = rules::trace_due(start, work(3h), open, calendar, std::nullopt);
  CHECK(trace.counted ==
        std::vector<model::DueTrace::Counted>{{start, beijing("2026-03-02 10:00"), 1h, 1}});
  CHECK(trace.paused == open);
}
