#include "server/protocol/tracker_messages.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu;
using test::at_s;

TEST_CASE("an OwnTracks location becomes a report without a number") {
  auto const message = protocol::parse_owntracks(
      R"({"_type":"location","lat":35.05,"lon":118.355,"tst":1795132800,"acc":12,"vel":36,"cog":270,
          "batt":50,"tid":"JJ","topic":"owntracks/u2/pixel 7","alt":5,"BSSID":"x","t":"u"})");
  REQUIRE(message);
  REQUIRE(message->report);
  CHECK(message->tracker == "pixel7");
  auto const &report = *message->report;
  CHECK(report.seq == 0);
  CHECK(report.time == at_s(0));
  CHECK(report.lon == 118.355);
  CHECK(report.lat == 35.05);
  CHECK(report.accuracy_m == 12);
  CHECK(report.speed_mps == Approx(10));
  CHECK(report.heading_deg == 270.0);
  CHECK(report.battery == Approx(0.5));
  CHECK(report.datum.empty());
}

TEST_CASE("what else OwnTracks sends is understood and left alone") {
  for (auto const *text : {"", R"({"_type":"lwt","tst":1})", R"({"_type":"waypoint"})", "[]", "7",
                           R"({"_type":5})", R"({"_type":"encrypted","data":"..."})"}) {
    auto const message = protocol::parse_owntracks(text);
    REQUIRE(message);
    CHECK_FALSE(message->report);
  }
}

TEST_CASE(
    "an OwnTracks location that lacks its place is the filter's to refuse, one without time is "
    "not") {
  auto const placeless = protocol::parse_owntracks(R"({"_type":"location","tst":1795132800})");
  REQUIRE(placeless->report);
  CHECK(std::isnan(placeless->report->lon));
  CHECK(placeless->report->accuracy_m == protocol::tracker_accuracy_m);
  CHECK_FALSE(placeless->report->speed_mps);
  for (auto const *text :
       {R"({"_type":"location","lat":1,"lon":2})", R"({"_type":"location","tst":"now"})",
        R"({"_type":"location","tst":-1})", R"({"_type":"location","tst":1e300})", "{", "x"}) {
    CHECK(protocol::parse_owntracks(text).error().status == 400);
  }
}

TEST_CASE("OsmAnd parameters become a report, times in any of their forms") {
  for (auto const *time :
       {"1795132800", "1795132800000", "2026-11-20T00:00:00Z", "2026-11-20T08:00:00+08:00"}) {
    auto const message = protocol::read_osmand({{"id", "secret"},
                                                {"lat", "35.05"},
                                                {"lon", "118.355"},
                                                {"timestamp", time},
                                                {"accuracy", "7.5"},
                                                {"speed", "10"},
                                                {"bearing", "90"},
                                                {"batt", "80"},
                                                {"hdop", "1"}},
                                               at_s(99));
    CAPTURE(time);
    REQUIRE(message);
    CHECK(message->id == "secret");
    CHECK(message->report->time == at_s(0));
    CHECK(message->report->lat == 35.05);
    CHECK(message->report->lon == 118.355);
    CHECK(message->report->accuracy_m == 7.5);
    CHECK(message->report->speed_mps == Approx(5.144).epsilon(0.001));
    CHECK(message->report->heading_deg == 90.0);
    CHECK(message->report->battery == Approx(0.8));
  }
}

TEST_CASE("OsmAnd's other spellings mean the same") {
  auto const message =
      protocol::read_osmand({{"deviceid", "secret"}, {"location", "35.05,118.355"}}, at_s(99));
  REQUIRE(message->report);
  CHECK(message->id == "secret");
  CHECK(message->report->time == at_s(99));
  CHECK(message->report->lat == 35.05);
  CHECK(message->report->lon == 118.355);
  CHECK_FALSE(protocol::read_osmand({{"id", "secret"}, {"batt", "5"}}, at_s(0))->report);
  CHECK(std::isnan(protocol::read_osmand({{"lat", "1x"}, {"lon", ""}}, at_s(0))->report->lat));
  CHECK(std::isnan(protocol::read_osmand({{"location", "35.05"}}, at_s(0))->report->lon));
  CHECK(protocol::read_osmand({{"timestamp", "yesterday"}}, at_s(0)).error().status == 400);
  CHECK(protocol::read_osmand({{"timestamp", "-5"}}, at_s(0)).error().status == 400);
}

TEST_CASE("the JSON form of newer Traccar clients is read") {
  auto const message = protocol::parse_osmand(
      R"({"location":{"timestamp":"2026-11-20T00:00:00.000Z","coords":{"latitude":35.05,
          "longitude":118.355,"accuracy":9,"speed":1.4,"heading":-1,"altitude":3},"is_moving":true,
          "battery":{"level":0.75,"is_charging":false},"activity":{"type":"walking"}},
          "device_id":"secret"})",
      at_s(99));
  REQUIRE(message);
  REQUIRE(message->report);
  CHECK(message->id == "secret");
  CHECK(message->report->time == at_s(0));
  CHECK(message->report->lat == 35.05);
  CHECK(message->report->lon == 118.355);
  CHECK(message->report->accuracy_m == 9);
  CHECK(message->report->speed_mps == 1.4);
  CHECK_FALSE(message->report->heading_deg); // -1: unknown
  CHECK(message->report->battery == 0.75);
  CHECK_FALSE(protocol::parse_osmand(R"({"device_id":"secret"})", at_s(0))->report);
  CHECK_FALSE(protocol::parse_osmand(R"({"location":5})", at_s(0))->report);
  auto const odd = protocol::parse_osmand(R"({"location":{"coords":5,"battery":7}})", at_s(0));
  CHECK(std::isnan(odd->report->lat));
  CHECK(protocol::parse_osmand(R"({"location":{"coords":{},"timestamp":1}})", at_s(0))
            .error()
            .status == 400);
  CHECK(protocol::parse_osmand("{", at_s(0)).error().status == 400);
}
