#include "server/rules/position_filter.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace yuntu;
using model::PositionFlag;
using model::PositionVerdict;
using test::at_s;
using test::place;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A worker on duty for the last hour, without a fix.
model::Worker on_duty() {
  model::Worker worker;
  worker.id = "w1";
  worker.duty = {{at_s(-3600), std::nullopt}};
  return worker;
}

model::Worker seen_at(double lon, double lat, double second, std::uint32_t accuracy_dm = 50) {
  auto worker = on_duty();
  worker.fix = model::WorkerFix{place(lon, lat), accuracy_dm, at_s(second), {}};
  worker.path.add({at_s(second), place(lon, lat), accuracy_dm});
  return worker;
}

geo::Envelope county() {
  geo::Envelope box;
  box.expand(place(118.0, 34.8));
  box.expand(place(118.7, 35.3));
  return box;
}

model::PositionReport report(double lon, double lat, double accuracy_m = 5, double second = 0) {
  model::PositionReport made;
  made.seq = 1;
  made.time = at_s(second);
  made.lon = lon;
  made.lat = lat;
  made.accuracy_m = accuracy_m;
  return made;
}

rules::JudgedPosition judge(model::PositionReport const &made, model::Worker const &worker,
                            geo::Envelope const &box = county()) {
  return rules::judge_position(made, {at_s(0), box, &worker});
}

} // namespace

TEST_CASE("coordinates that cannot be are refused with the first reason that fits") {
  struct Row {
    double lon;
    double lat;
    double accuracy_m;
    PositionVerdict verdict;
  };
  using enum PositionVerdict;
  std::vector<Row> const rows{
      Row{not_a_number, 35, 5, not_finite}, Row{118.3, not_a_number, 5, not_finite},
      Row{118.3, 35, not_a_number, not_finite}, Row{infinity, 35, 5, not_finite},
      Row{-infinity, 35, 5, not_finite}, Row{118.3, infinity, 5, not_finite},
      Row{118.3, -infinity, 5, not_finite}, Row{118.3, 35, infinity, not_finite},
      Row{118.3, 35, -infinity, not_finite},
      Row{not_a_number, not_a_number, not_a_number, not_finite},
      Row{0, not_a_number, 5, not_finite}, Row{1e308, 35, 5, out_of_range},
      Row{-1e308, 35, 5, out_of_range}, Row{118.3, 1e308, 5, out_of_range},
      Row{180.0000001, 35, 5, out_of_range}, Row{-181, 35, 5, out_of_range},
      Row{118.3, 90.0000001, 5, out_of_range}, Row{118.3, -91, 5, out_of_range},
      Row{118.3, 35, -1, out_of_range}, Row{118.3, 35, -1e-9, out_of_range},
      Row{118.3, 118.3, 5, out_of_range}, Row{0, 0, 5, zero_zero}, Row{-0.0, -0.0, 5, zero_zero},
      Row{0, -0.0, 0, zero_zero}, Row{0, 35, 5, outside_county}, Row{118.3, 0, 5, outside_county},
      Row{35.05, 118.3 - 90, 5, outside_county}, Row{35.05, 61.7, 5, outside_county},
      Row{5e-324, 5e-324, 5, outside_county}, Row{180, 90, 5, outside_county},
      Row{-180, -90, 5, outside_county}, Row{118.3, 36.0, 5, outside_county},
      Row{119.5, 35, 5, outside_county}, Row{118.3, 35.05, 5, accepted},
      Row{118.3, 35.05, 0, accepted}, Row{118.3, 35.7, 5, accepted}, Row{119.2, 35, 5, accepted},
      Row{118.3, 35.05, 1e308, accepted}, Row{118.0, 34.8, 5, accepted},
      // Not finite wins over everything else that is wrong.
      Row{infinity, infinity, infinity, not_finite}, Row{-infinity, not_a_number, -1, not_finite},
      Row{1e308, not_a_number, 5, not_finite}, Row{0, 0, not_a_number, not_finite},
      Row{0, 0, infinity, not_finite}, Row{35.05, 118.3, not_a_number, not_finite},
      Row{119.5, infinity, 5, not_finite},
      // Out of range wins over zero and the county.
      Row{0, 0, -5, out_of_range}, Row{0, 0, -1e308, out_of_range},
      Row{119.5, 35, -5, out_of_range}, Row{180.1, 0, 5, out_of_range},
      Row{0, 90.1, 5, out_of_range}, Row{-1e308, -1e308, 5, out_of_range},
      Row{35.05, 118.3, 5, out_of_range}, Row{360 + 118.3, 35.05, 5, out_of_range},
      Row{1183000000, 350500000, 5, out_of_range}, // units of 1e-7 degree
      // Signs, halves of the world and tiny numbers.
      Row{-118.3, 35.05, 5, outside_county}, Row{118.3, -35.05, 5, outside_county},
      Row{-118.3, -35.05, 5, outside_county}, Row{0, 90, 5, outside_county},
      Row{-0.0, 35.05, 5, outside_county}, Row{1e-300, 0, 5, outside_county},
      Row{180, 0, 5, outside_county}, Row{118.3, 90, 5, outside_county},
      Row{117.3, 35.05, 5, outside_county}, Row{118.3, 34.2, 5, outside_county},
      Row{118.3, 35.05, -0.0, accepted}, Row{118.3, 35.05, 5e-324, accepted},
      Row{118.3, 35.05, 100'000, accepted}, Row{118.7, 35.3, 5, accepted}};
  for (auto const &row : rows) {
    CAPTURE(row.lon, row.lat, row.accuracy_m);
    auto const judged = judge(report(row.lon, row.lat, row.accuracy_m), on_duty());
    CHECK(model::to_string(judged.verdict) == model::to_string(row.verdict));
    if (judged.verdict != accepted) {
      CHECK(judged.flag == PositionFlag::none);
    }
  }
}

TEST_CASE("latitude and longitude swapped in the eastern half of China are out of range") {
  CHECK(judge(report(35.05, 118.3), on_duty()).verdict == PositionVerdict::out_of_range);
}

TEST_CASE("without a layer there is no county to be outside of") {
  CHECK(judge(report(-123.1, 49.2), on_duty(), {}).verdict == PositionVerdict::accepted);
  CHECK(judge(report(0, 0), on_duty(), {}).verdict == PositionVerdict::zero_zero);
}

TEST_CASE("an unknown datum counts as out of range") {
  for (auto const *word : {"wgs-84", "WGS84", "cgcs2000", "epsg:4326"}) {
    auto made = report(118.3, 35.05);
    made.datum = word;
    CHECK(judge(made, on_duty()).verdict == PositionVerdict::out_of_range);
  }
}

TEST_CASE("a device on a shifted datum comes out within a metre of the truth") {
  auto const truth = place(118.3512345, 35.0512345);
  for (auto const datum : {geo::Datum::wgs84, geo::Datum::gcj02, geo::Datum::bd09}) {
    auto const sent = geo::from_wgs84({truth.lon(), truth.lat()}, datum);
    auto made = report(sent.lon, sent.lat);
    made.datum = std::string(geo::to_string(datum));
    auto const judged = judge(made, on_duty());
    CAPTURE(made.datum);
    REQUIRE(judged.verdict == PositionVerdict::accepted);
    CHECK(geo::distance_m(judged.position, truth) < 1);
    if (datum != geo::Datum::wgs84) {
      CHECK(geo::distance_m(place(sent.lon, sent.lat), truth) > 100);
    }
  }
}

TEST_CASE("accuracy is kept in decimetres, at most 100 km") {
  CHECK(judge(report(118.3, 35, 5.06), on_duty()).accuracy_dm == 51);
  CHECK(judge(report(118.3, 35, 0), on_duty()).accuracy_dm == 0);
  CHECK(judge(report(118.3, 35, 1e308), on_duty()).accuracy_dm == 1'000'000);
}

TEST_CASE("a fix of more than 200 m radius is kept and flagged") {
  CHECK(judge(report(118.3, 35, 200), on_duty()).flag == PositionFlag::none);
  CHECK(judge(report(118.3, 35, 200.1), on_duty()).flag == PositionFlag::inaccurate);
}

TEST_CASE("a fix more than five minutes ahead is kept with the server's time and flagged") {
  auto const near = judge(report(118.3, 35, 5, 300), on_duty());
  CHECK(near.flag == PositionFlag::none);
  CHECK(near.time == at_s(300));
  auto const far = judge(report(118.3, 35, 5, 300.001), on_duty());
  CHECK(far.verdict == PositionVerdict::accepted);
  CHECK(far.flag == PositionFlag::future);
  CHECK(far.time == at_s(0));
  auto made = report(118.3, 35);
  made.time = model::Time::max();
  CHECK(judge(made, on_duty()).time == at_s(0));
}

TEST_CASE("a fix older than the one held is kept and flagged late") {
  auto const worker = seen_at(118.3, 35, -10);
  auto const late = judge(report(118.3, 35, 5, -20), worker);
  CHECK(late.verdict == PositionVerdict::accepted);
  CHECK(late.flag == PositionFlag::late);
  CHECK(late.time == at_s(-20));
  CHECK(judge(report(118.3, 35, 5, -10), worker).flag == PositionFlag::none);
}

TEST_CASE("a fix of more than 72 hours ago is history: kept and flagged late") {
  auto worker = on_duty();
  worker.duty = {{at_s(-400'000), std::nullopt}};
  constexpr double limit_s = 72 * 3600;
  CHECK(judge(report(118.3, 35, 5, -limit_s), worker).flag == PositionFlag::none);
  auto const old = judge(report(118.3, 35, 5, -limit_s - 1), worker);
  CHECK(old.verdict == PositionVerdict::accepted);
  CHECK(old.flag == PositionFlag::late);
}

TEST_CASE("nobody moves faster than 60 m/s, in whichever order of time") {
  // 0.01 degree of longitude here is about 911 m.
  struct Row {
    double held_s;
    double sent_s;
    PositionVerdict verdict;
  };
  auto const row =
      GENERATE(Row{-100, -90, PositionVerdict::too_fast}, Row{-90, -100, PositionVerdict::too_fast},
               Row{-100, -80, PositionVerdict::accepted}, Row{-80, -100, PositionVerdict::accepted},
               Row{-100, -100, PositionVerdict::too_fast});
  CAPTURE(row.held_s, row.sent_s);
  CHECK(judge(report(118.31, 35, 5, row.sent_s), seen_at(118.3, 35, row.held_s)).verdict ==
        row.verdict);
}

TEST_CASE("a fix is judged by its neighbours in time, not by the newest") {
  // 0.01 degree of longitude here is about 911 m.
  auto worker = seen_at(118.30, 35, -100);
  worker.path.add_by_time({at_s(-80), place(118.31, 35), 50});
  worker.path.add_by_time({at_s(-10), place(118.34, 35), 50});
  auto const verdict = [&](double lon, double second) {
    return model::to_string(judge(report(lon, 35, 5, second), worker).verdict);
  };
  CHECK(verdict(118.305, -90) == "accepted"); // half way between the first two
  CHECK(verdict(118.325, -90) == "too_fast"); // from where it was ten seconds before
  CHECK(verdict(118.32, -45) == "accepted");
  CHECK(verdict(118.39, -11) == "too_fast");  // could be reached, but not left in time
  CHECK(verdict(118.34, -100) == "too_fast"); // where the newest is, at the time of the oldest
}

TEST_CASE("late fixes are neighbours too") {
  auto worker = seen_at(118.30, 35, -10);
  worker.late.add({at_s(-2000), place(118.36, 35), 50});
  CHECK(judge(report(118.3601, 35, 5, -1995), worker).verdict == PositionVerdict::accepted);
  CHECK(judge(report(118.30, 35, 5, -1995), worker).verdict == PositionVerdict::too_fast);
}

TEST_CASE("what a report does not say is said by its device's profile") {
  auto const truth = place(118.3512345, 35.0512345);
  auto const sent = geo::from_wgs84({truth.lon(), truth.lat()}, geo::Datum::gcj02);
  auto const worker = on_duty();
  rules::PositionContext const context{at_s(0), county(), &worker, "gcj02", 95};
  auto const judged = rules::judge_position(report(sent.lon, sent.lat, 24.48), context);
  REQUIRE(judged.verdict == PositionVerdict::accepted);
  CHECK(geo::distance_m(judged.position, truth) < 1);
  CHECK(judged.accuracy_dm == 151); // the 95 % radius is 2.448 sigma, the 68 % radius 1.51
  auto explicit_datum = report(truth.lon(), truth.lat());
  explicit_datum.datum = "wgs84";
  CHECK(rules::judge_position(explicit_datum, context).position == truth);
}

TEST_CASE("whatever a report holds, nothing that is not a place comes out accepted") {
  std::mt19937_64 random(28);
  auto const any_double = [&] { return std::bit_cast<double>(random()); };
  auto const near = [&](double middle) {
    return middle + std::uniform_real_distribution<double>(-2, 2)(random);
  };
  std::array<double, 8> const odd{0.0,       -0.0,  not_a_number, infinity,
                                  -infinity, 1e308, 180.0,        5e-324};
  auto const pick = [&](double middle) {
    auto const kind = random() % 4;
    return kind == 0 ? any_double() : kind == 1 ? odd[random() % odd.size()] : near(middle);
  };
  std::array<char const *, 5> const datums{"", "wgs84", "gcj02", "bd09", "nonsense"};
  auto worker = on_duty();
  std::size_t accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    auto made = report(pick(118.3), pick(35), std::abs(pick(10)));
    made.datum = datums[random() % datums.size()];
    made.time = random() % 8 == 0 ? model::from_unix_ms(static_cast<std::int64_t>(random()) / 4)
                                  : at_s(-3600 + static_cast<double>(random() % 4000));
    auto const judged = rules::judge_position(made, {at_s(0), county(), &worker});
    if (judged.verdict != PositionVerdict::accepted) {
      continue;
    }
    ++accepted;
    REQUIRE(std::isfinite(made.lon + made.lat + made.accuracy_m));
    REQUIRE(geo::distance_m(judged.position, county()) <= rules::county_margin);
    REQUIRE(judged.accuracy_dm <= 1'000'000);
    REQUIRE(judged.time <= at_s(300));
    worker.path.add_by_time({judged.time, judged.position, judged.accuracy_dm});
  }
  CHECK(accepted > 500);
}

TEST_CASE("what lies within both radii is no movement") {
  CHECK(judge(report(118.31, 35, 500, 1), seen_at(118.3, 35, 0, 5000)).verdict ==
        PositionVerdict::accepted);
}

TEST_CASE("off duty nothing is taken, and the time of the fix decides") {
  model::Worker worker;
  worker.duty = {{at_s(-300), at_s(-200)}, {at_s(-100), at_s(-50)}};
  CHECK(judge(report(118.3, 35, 5, 0), worker).verdict == PositionVerdict::off_duty);
  CHECK(judge(report(118.3, 35, 5, -150), worker).verdict == PositionVerdict::off_duty);
  CHECK(judge(report(118.3, 35, 5, -75), worker).verdict == PositionVerdict::accepted);
  CHECK(judge(report(118.3, 35, 5, -250), worker).verdict == PositionVerdict::accepted);
  CHECK(judge(report(118.3, 35, 5, 9999), worker).verdict == PositionVerdict::off_duty);
}

TEST_CASE("a worker never heard of is off duty") {
  auto const judged = rules::judge_position(report(118.3, 35), {at_s(0), county(), nullptr});
  CHECK(judged.verdict == PositionVerdict::off_duty);
}
