#include "server/protocol/client_messages.hpp"
#include "tests/server/protocol/binary_client.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu;
using protocol::ClientMessage;
using protocol::LiveLayer;
using protocol::parse_client_binary;
using protocol::parse_client_json;
using test::at_s;
using test::binary_of;

namespace {

ClientMessage from_json(std::string const &text) {
  auto const parsed = parse_client_json(text);
  INFO((parsed ? "" : parsed.error().detail));
  REQUIRE(parsed);
  return *parsed;
}

ClientMessage from_binary(std::string const &bytes) {
  auto const parsed = parse_client_binary(bytes);
  INFO((parsed ? "" : parsed.error().detail));
  REQUIRE(parsed);
  return *parsed;
}

model::PositionBatch full_batch() {
  model::PositionBatch batch{"tablet-7.a_B", 3, {}, "w12"};
  batch.reports.push_back({1, at_s(0), 118.3512345, 35.0512345, 4.5, "gcj02", 1.25, 270.5, 0.75});
  batch.reports.push_back({9007199254740992, at_s(1.5), -118.25, -35.5, 0.1, "bd09", {}, {}, {}});
  return batch;
}

} // namespace

TEST_CASE("authenticate says the same in JSON and in binary") {
  protocol::Authenticate const expected{"abc123"};
  CHECK(from_json(R"({"type":"authenticate","token":"abc123"})") == ClientMessage{expected});
  CHECK(from_binary(binary_of(expected)) == ClientMessage{expected});
}

TEST_CASE("a plain subscribe says the same in JSON and in binary") {
  protocol::Subscribe const expected{
      {118.25, 35.0, 118.5, 35.125}, 14.5, {LiveLayer::worker, LiveLayer::reach}, {}, {}};
  auto const *text =
      R"({"type":"subscribe","bbox":[118.25,35,118.5,35.125],"zoom":14.5,"layers":["worker","reach"]})";
  CHECK(from_json(text) == ClientMessage{expected});
  CHECK(from_binary(binary_of(expected)) == ClientMessage{expected});
}

TEST_CASE("a subscribe with everything says the same in JSON and in binary") {
  protocol::Subscribe expected;
  expected.bbox = {-180, -90, 180, 90};
  expected.zoom = 0;
  expected.layers = {LiveLayer::worker, LiveLayer::incident, LiveLayer::reach,
                     LiveLayer::alert,  LiveLayer::count,    LiveLayer::plan};
  expected.everywhere = {LiveLayer::incident};
  expected.resume = protocol::Cursor{"e-1", 0, 9007199254740992};
  auto const *text =
      R"({"type":"subscribe","bbox":[-180,-90,180,90],"zoom":0,
          "layers":["worker","incident","reach","alert","count","plan"],"everywhere":["incident"],
          "resume":{"epoch":"e-1","seq":0,"tick":9007199254740992}})";
  CHECK(from_json(text) == ClientMessage{expected});
  CHECK(from_binary(binary_of(expected)) == ClientMessage{expected});
}

TEST_CASE("optional members that are null are absent") {
  auto const message = from_json(
      R"({"type":"subscribe","bbox":[1,2,3,4],"zoom":5,"layers":["worker"],"everywhere":null,"resume":null})");
  auto const &subscribe = std::get<protocol::Subscribe>(message);
  CHECK(subscribe.everywhere.empty());
  CHECK_FALSE(subscribe.resume);
}

TEST_CASE("layers and box are read packed and unpacked") {
  std::string body;
  protozero::pbf_writer writer(body);
  for (double const value : {1.0, 2.0, 3.0, 4.0}) {
    writer.add_double(1, value);
  }
  writer.add_double(2, 10);
  writer.add_enum(3, 1);
  writer.add_enum(3, 2);
  auto const message = from_binary(test::client_message(2, body));
  CHECK(message == ClientMessage{protocol::Subscribe{
                       {1, 2, 3, 4}, 10, {LiveLayer::worker, LiveLayer::incident}, {}, {}}});
}

TEST_CASE("positions say the same in JSON and in binary") {
  auto const expected = full_batch();
  auto const *text =
      R"({"type":"positions","device":"tablet-7.a_B","boot":3,"worker":"w12","reports":[
      {"seq":1,"time":"2026-11-20T08:00:00+08:00","lon":118.3512345,"lat":35.0512345,"accuracy_m":4.5,
       "datum":"gcj02","speed_mps":1.25,"heading_deg":270.5,"battery":0.75},
      {"seq":9007199254740992,"time":"2026-11-20T00:00:01.5Z","lon":-118.25,"lat":-35.5,
       "accuracy_m":0.1,"datum":"bd09"}]})";
  CHECK(from_json(text) == ClientMessage{expected});
  CHECK(from_binary(binary_of(expected)) == ClientMessage{expected});
}

TEST_CASE("without a datum the device's profile is to say") {
  auto const message = from_json(
      R"({"type":"positions","device":"d","boot":1,"reports":[{"seq":1,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2,"accuracy_m":3}]})");
  CHECK(std::get<model::PositionBatch>(message).reports.at(0).datum.empty());
}

TEST_CASE("a coordinate that JSON cannot say becomes NaN for that report alone") {
  for (auto const *bad : {"null", "\"118.3\"", "true", "[]", "{}"}) {
    CAPTURE(bad);
    auto const message = from_json(
        R"({"type":"positions","device":"d","boot":1,"reports":[
          {"seq":1,"time":"2026-11-20T00:00:00Z","lon":)" +
        std::string(bad) +
        R"(,"lat":2,"accuracy_m":3},{"seq":2,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2,"accuracy_m":3},
          {"seq":3,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2}]})");
    auto const &reports = std::get<model::PositionBatch>(message).reports;
    REQUIRE(reports.size() == 3);
    CHECK(std::isnan(reports[0].lon));
    CHECK(reports[1].lon == 1);
    CHECK(std::isnan(reports[2].accuracy_m));
  }
}

TEST_CASE("binary carries NaN and infinity to the position filter") {
  auto batch = full_batch();
  batch.reports[0].lon = std::nan("");
  batch.reports[1].lat = HUGE_VAL;
  auto const message = from_binary(binary_of(batch));
  auto const &reports = std::get<model::PositionBatch>(message).reports;
  CHECK(std::isnan(reports[0].lon));
  CHECK(std::isinf(reports[1].lat));
}

TEST_CASE("fields that a newer client adds to a binary message are skipped") {
  std::string body;
  protozero::pbf_writer writer(body);
  writer.add_string(1, "token");
  writer.add_string(99, "later");
  writer.add_fixed64(100, 7);
  CHECK(from_binary(test::client_message(1, body)) ==
        ClientMessage{protocol::Authenticate{"token"}});
}

TEST_CASE("each kind of message knows the operation that guards it") {
  using rules::Operation;
  CHECK(operation_of(ClientMessage{protocol::Authenticate{}}) == Operation::open_session);
  CHECK(operation_of(ClientMessage{protocol::Subscribe{}}) == Operation::subscribe_live);
  CHECK(operation_of(ClientMessage{model::PositionBatch{}}) == Operation::report_positions_live);
}
