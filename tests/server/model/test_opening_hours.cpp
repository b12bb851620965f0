#include "server/model/opening_hours.hpp"

#include <catch2/catch.hpp>

#include <string>

using yuntu::model::OpeningHours;
using yuntu::model::parse_rfc3339;

namespace {

/// In local time; 2026-11-23 is a Monday.
bool is_open(std::string const &hours, std::string const &day, std::string const &time) {
  return OpeningHours::parse(hours).value().is_open(
      parse_rfc3339(day + "T" + time + ":00+08:00").value());
}

std::string const monday = "2026-11-23";
std::string const friday = "2026-11-27";
std::string const saturday = "2026-11-28";
std::string const sunday = "2026-11-29";

} // namespace

TEST_CASE("a station is open from the first minute of its hours to before the last") {
  auto const hours = "Mo-Fr 08:00-12:00,14:00-18:00";
  CHECK_FALSE(is_open(hours, monday, "07:59"));
  CHECK(is_open(hours, monday, "08:00"));
  CHECK(is_open(hours, monday, "11:59"));
  CHECK_FALSE(is_open(hours, monday, "12:00"));
  CHECK(is_open(hours, friday, "14:00"));
  CHECK_FALSE(is_open(hours, saturday, "09:00"));
}

TEST_CASE("days may be listed, run over the week's end, or be left out") {
  CHECK(is_open("Mo-Fr 16:30-19:30; Sa,Su 09:00-17:00", sunday, "09:00"));
  CHECK_FALSE(is_open("Mo-Fr 16:30-19:30; Sa,Su 09:00-17:00", monday, "09:00"));
  CHECK(is_open("Sa-Mo 09:00-10:00", monday, "09:30"));
  CHECK_FALSE(is_open("Sa-Mo 09:00-10:00", friday, "09:30"));
  CHECK(is_open("06:30-23:00", saturday, "22:59"));
  CHECK(is_open("Mo-Sa", saturday, "03:00"));
  CHECK_FALSE(is_open("Mo-Sa", sunday, "03:00"));
  CHECK(is_open(" 24/7 ", sunday, "00:00"));
  CHECK(is_open("Mo-Fr 08:00-18:00; ", monday, "08:00"));
}

TEST_CASE("a later rule replaces the earlier ones on its days") {
  auto const hours = "Mo-Su 08:00-18:00; We off; Fr 10:00-12:00";
  CHECK(is_open(hours, monday, "08:00"));
  CHECK_FALSE(is_open(hours, "2026-11-25", "08:00"));
  CHECK_FALSE(is_open(hours, friday, "08:00"));
  CHECK(is_open(hours, friday, "11:59"));
}

TEST_CASE("hours past midnight belong to the day on which they begin") {
  CHECK(is_open("Fr 20:00-02:00", friday, "23:59"));
  CHECK(is_open("Fr 20:00-02:00", saturday, "01:59"));
  CHECK_FALSE(is_open("Fr 20:00-02:00", saturday, "02:00"));
  CHECK_FALSE(is_open("Fr 20:00-02:00", friday, "01:00"));
  CHECK(is_open("Su 20:00-02:00", monday, "01:00"));
  CHECK(is_open("Mo 18:00-24:00", monday, "23:59"));
  CHECK_FALSE(is_open("Mo 18:00-24:00", "2026-11-24", "00:00"));
}

TEST_CASE("what is not of the form is not guessed at") {
  for (auto const *const text :
       {"", " ", "always", "Mo-Fr 8-18", "Mo-Fr 08:00", "Mo-Fr 08:00-25:00", "Mo-Fr 08:60-09:00",
        "PH off", "Mo-Xx 08:00-18:00", "Dec 08:00-18:00", "Mo- 08:00-18:00", "24:00-25:00",
        "Mo-Fr 08:00-18:00 \"by the back door\"", "Mo-Fr,", "08:00-18:00, "}) {
    INFO(text);
    CHECK_FALSE(OpeningHours::parse(text).has_value());
  }
}

TEST_CASE("what is closed opens at the first minute of its next hours") {
  auto const at = [](char const *text) { return parse_rfc3339(text).value(); };
  auto const hours = OpeningHours::parse("Mo-Fr 08:30-12:00,14:00-17:30").value();
  CHECK(hours.next_open(at("2026-11-28T20:00:00+08:00")) == at("2026-11-30T08:30:00+08:00"));
  CHECK(hours.next_open(at("2026-11-23T12:00:30+08:00")) == at("2026-11-23T14:00:00+08:00"));
  CHECK(hours.next_open(at("2026-11-23T09:00:30+08:00")) == at("2026-11-23T09:00:30+08:00"));
  CHECK(OpeningHours::parse("Mo 08:00-08:01").value().next_open(at("2026-11-23T08:01:00+08:00")) ==
        at("2026-11-30T08:00:00+08:00"));
  CHECK_FALSE(OpeningHours::parse("off").value().next_open(at("2026-11-23T08:01:00+08:00")));
}
