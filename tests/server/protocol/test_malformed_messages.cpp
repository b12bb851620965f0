#include "server/protocol/client_messages.hpp"
#include "server/protocol/resources.hpp"
#include "tests/server/protocol/binary_client.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using Catch::Matchers::Contains;
using protocol::parse_client_binary;
using protocol::parse_client_json;
using test::client_message;

namespace {

std::string json_fault(std::string const &text) {
  auto const parsed = parse_client_json(text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().status == 400);
  return parsed.error().detail;
}

std::string binary_fault(std::string const &bytes) {
  auto const parsed = parse_client_binary(bytes);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().status == 400);
  return parsed.error().detail;
}

model::PositionBatch batch_of(std::size_t reports) {
  model::PositionBatch batch{"tablet", 1, {}, {}};
  for (std::size_t i = 1; i <= reports; ++i) {
    batch.reports.push_back({i, test::at_s(0), 118.3, 35.05, 5, "wgs84", {}, {}, {}});
  }
  return batch;
}

std::string subscribe_json(std::string const &bbox, std::string const &rest) {
  return R"({"type":"subscribe","bbox":)" + bbox + "," + rest + "}";
}

std::string positions_json(std::string const &device, std::string const &boot,
                           std::string const &reports) {
  return R"({"type":"positions","device":)" + device + R"(,"boot":)" + boot + R"(,"reports":)" +
         reports + "}";
}

std::string const one_report =
    R"({"seq":1,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2,"accuracy_m":3})";

} // namespace

TEST_CASE("each malformed JSON message is answered by words that name the thing") {
  struct Row {
    std::string text;
    std::string words;
  };
  std::string const rest = R"("zoom":12,"layers":["worker"])";
  std::vector<Row> const rows{
      {"", "not JSON"},
      {"{", "not JSON"},
      {"{} x", "not JSON"},
      {"\xff\xfe", "not JSON"},
      {"{\"type\":\"\xc3\x28\"}", "not JSON"},
      {"[]", "must be a JSON object"},
      {"null", "must be a JSON object"},
      {"{}", "\"type\" is missing"},
      {R"({"type":5})", "\"type\" is 5; expected text"},
      {R"({"type":"hello"})", "unknown message type \"hello\""},
      {R"({"type":"authenticate"})", "\"token\" is missing"},
      {R"({"type":"authenticate","token":")" + std::string(257, 'a') + R"("})", "at most 256"},
      {R"({"type":"authenticate","token":"a","role":"command"})", "unknown field \"role\""},
      {subscribe_json("[1,2,3]", rest), "[west,south,east,north]"},
      {subscribe_json("[1,2,3,\"4\"]", rest), "[west,south,east,north]"},
      {subscribe_json("[1,2,3,4,5]", rest), "list of at most 4"},
      {subscribe_json("[3,2,1,4]", rest), "west < east"},
      {subscribe_json("[1,4,3,2]", rest), "west < east"},
      {subscribe_json("[-181,2,3,4]", rest), "in degrees"},
      {subscribe_json("[1,2,3,91]", rest), "in degrees"},
      {subscribe_json("[1,2,1e308,4]", rest), "in degrees"},
      {subscribe_json("[1,2,1e999,4]", rest), "not JSON"},
      {subscribe_json("[1,2,3,4]", R"("zoom":25,"layers":["worker"])"), "\"zoom\""},
      {subscribe_json("[1,2,3,4]", R"("zoom":null,"layers":["worker"])"), "\"zoom\" is null"},
      {subscribe_json("[1,2,3,4]", R"("zoom":5,"layers":[])"), "\"layers\" is empty"},
      {subscribe_json("[1,2,3,4]", R"("zoom":5,"layers":["people"])"), "\"people\""},
      {subscribe_json("[1,2,3,4]", R"("zoom":5,"layers":[1])"), "\"layers\" holds 1"},
      {subscribe_json("[1,2,3,4]", rest + R"(,"everywhere":["x"])"), "\"layers\" holds"},
      {subscribe_json("[1,2,3,4]", rest + R"(,"resume":5)"), "resume must be a JSON object"},
      {subscribe_json("[1,2,3,4]", rest + R"(,"resume":{"epoch":"e","seq":-1,"tick":0})"),
       "\"resume.seq\" is -1"},
      {subscribe_json("[1,2,3,4]", rest + R"(,"resume":{"epoch":"e","seq":1.5,"tick":0})"),
       "\"resume.seq\" is 1.5"},
      {subscribe_json("[1,2,3,4]", rest + R"(,"colour":"red")"), "unknown field \"colour\""},
      {positions_json("\"\"", "1", "[" + one_report + "]"), "\"device\""},
      {positions_json("\"a b\"", "1", "[" + one_report + "]"), "\"device\""},
      {positions_json("\"" + std::string(65, 'a') + "\"", "1", "[" + one_report + "]"),
       "\"device\""},
      {positions_json("\"d\"", "0", "[" + one_report + "]"), "\"boot\" is 0"},
      {positions_json("\"d\"", "9007199254740993", "[" + one_report + "]"), "\"boot\""},
      {positions_json("\"d\"", "18446744073709551616", "[" + one_report + "]"), "\"boot\""},
      {positions_json("\"d\"", "1", "[]"), "1 to 500 reports"},
      {positions_json("\"d\"", "1", "{}"), "\"reports\" is {}"},
      {positions_json("\"d\"", "1", "[7]"), "reports[0] must be a JSON object"},
      {positions_json("\"d\"", "1", R"([{"seq":0}])"), "\"reports[0].seq\" is 0"},
      {positions_json("\"d\"", "1", "[" + one_report + R"(,{"seq":2}])"),
       "\"reports[1].time\" is missing"},
      {positions_json("\"d\"", "1", R"([{"seq":1,"time":"2026-11-20T00:00:00"}])"), "RFC 3339"},
      {positions_json("\"d\"", "1",
                      R"([{"seq":1,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2,"accuracy":3}])"),
       "unknown field \"reports[0].accuracy\""},
  };
  for (auto const &row : rows) {
    CAPTURE(row.text);
    CHECK_THAT(json_fault(row.text), Contains(row.words));
  }
}

TEST_CASE("JSON nested deeper than sixteen levels is refused, however deep") {
  for (std::size_t const depth : {17U, 1000U, 100'000U}) {
    auto const text = R"({"type":"authenticate","token":)" + std::string(depth, '[');
    CHECK_THAT(json_fault(text), Contains("deeper than 16"));
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) {
      objects += R"({"a":)";
    }
    CHECK_THAT(json_fault(objects), Contains("deeper than 16"));
  }
}

TEST_CASE("five hundred reports are taken and one more is not") {
  CHECK(parse_client_binary(test::binary_of(batch_of(500))));
  CHECK_THAT(binary_fault(test::binary_of(batch_of(501))), Contains("500"));
  std::string reports = one_report;
  for (int i = 1; i < 500; ++i) {
    reports += "," + one_report;
  }
  CHECK(parse_client_json(positions_json("\"d\"", "1", "[" + reports + "]")));
  CHECK_THAT(json_fault(positions_json("\"d\"", "1", "[" + reports + "," + one_report + "]")),
             Contains("500"));
}

TEST_CASE("each malformed binary message is answered by words") {
  CHECK_THAT(binary_fault(""), Contains("empty"));
  CHECK_THAT(binary_fault(client_message(9, "")), Contains("unknown message type 9"));
  CHECK_THAT(binary_fault(client_message(2, "")), Contains("bbox"));
  CHECK_THAT(binary_fault(client_message(3, "")), Contains("device"));
  auto batch = batch_of(1);
  batch.boot = 0;
  CHECK_THAT(binary_fault(test::binary_of(batch)), Contains("boot"));
  batch = batch_of(1);
  batch.reports[0].seq = 0;
  CHECK_THAT(binary_fault(test::binary_of(batch)), Contains("seq"));
  batch.reports[0].seq = (std::uint64_t{1} << 53U) + 1;
  CHECK_THAT(binary_fault(test::binary_of(batch)), Contains("seq"));
  batch = batch_of(1);
  batch.reports[0].time = model::from_unix_ms(-1);
  CHECK_THAT(binary_fault(test::binary_of(batch)), Contains("time_ms"));
  protocol::Subscribe subscribe{{1, 2, 3, 4}, 5, {static_cast<protocol::LiveLayer>(7)}, {}, {}};
  CHECK_THAT(binary_fault(test::binary_of(subscribe)), Contains("unknown layer 7"));
  subscribe.layers = {};
  CHECK_THAT(binary_fault(test::binary_of(subscribe)), Contains("layers"));
  subscribe.layers.assign(17, protocol::LiveLayer::worker);
  CHECK_THAT(binary_fault(test::binary_of(subscribe)), Contains("too many"));
  subscribe.layers = {protocol::LiveLayer::worker};
  subscribe.bbox.west = std::nan("");
  CHECK_THAT(binary_fault(test::binary_of(subscribe)), Contains("finite"));
}

TEST_CASE("a datum without a name is refused in binary as unknown words are by the filter") {
  std::string report;
  protozero::pbf_writer(report).add_enum(6, 3);
  std::string body;
  protozero::pbf_writer(body).add_message(3, report);
  CHECK_THAT(binary_fault(client_message(3, body)), Contains("unknown datum 3"));
}

TEST_CASE("every field of the wrong wire type is refused") {
  auto const with = [](auto const &write) {
    std::string body;
    protozero::pbf_writer writer(body);
    write(writer);
    return body;
  };
  using protozero::pbf_writer;
  CHECK_THAT(binary_fault(client_message(1, with([](pbf_writer &w) { w.add_uint64(1, 5); }))),
             Contains("wrong wire type"));
  for (protozero::pbf_tag_type tag = 1; tag <= 5; ++tag) {
    CAPTURE(tag);
    CHECK_THAT(binary_fault(client_message(2, with([&](pbf_writer &w) { w.add_fixed32(tag, 5); }))),
               Contains("wrong wire type"));
  }
  for (protozero::pbf_tag_type tag = 1; tag <= 4; ++tag) {
    CAPTURE(tag);
    CHECK_THAT(binary_fault(client_message(3, with([&](pbf_writer &w) { w.add_fixed32(tag, 5); }))),
               Contains("wrong wire type"));
  }
  for (protozero::pbf_tag_type tag = 1; tag <= 9; ++tag) {
    CAPTURE(tag);
    auto const report = with([&](pbf_writer &w) { w.add_fixed32(tag, 5); });
    CHECK_THAT(
        binary_fault(client_message(3, with([&](pbf_writer &w) { w.add_message(3, report); }))),
        Contains("wrong wire type"));
  }
  std::string not_a_part;
  protozero::pbf_writer(not_a_part).add_uint64(2, 7);
  CHECK_THAT(binary_fault(not_a_part), Contains("wrong wire type"));
}

TEST_CASE("a binary message cut anywhere is refused") {
  protocol::Subscribe subscribe{{1, 2, 3, 4}, 5, {protocol::LiveLayer::worker}, {}, {}};
  subscribe.resume = protocol::Cursor{"epoch", 300, 70'000};
  for (auto const &whole : {test::binary_of(batch_of(3)), test::binary_of(subscribe),
                            test::binary_of(protocol::Authenticate{"token"})}) {
    REQUIRE(parse_client_binary(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(parse_client_binary(whole.substr(0, length)));
    }
  }
}

TEST_CASE("random bytes are answered and never crash the reader") {
  std::mt19937 random(20261120);
  std::size_t accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes(random() % 48, '\0');
    for (auto &byte : bytes) {
      byte = static_cast<char>(random());
    }
    accepted += parse_client_binary(bytes).has_value() ? 1U : 0U;
    accepted += parse_client_json(bytes).has_value() ? 1U : 0U;
  }
  CHECK(accepted < 1000);
}

TEST_CASE("good messages with a few bytes changed never crash the reader") {
  std::mt19937 random(2);
  protocol::Subscribe subscribe{{1, 2, 3, 4}, 5, {protocol::LiveLayer::worker}, {}, {}};
  subscribe.resume = protocol::Cursor{"epoch", 300, 70'000};
  std::vector<std::string> const binary{test::binary_of(batch_of(2)), test::binary_of(subscribe)};
  std::vector<std::string> const json{
      positions_json("\"d\"", "1", "[" + one_report + "]"),
      subscribe_json("[1,2,3,4]", R"("zoom":5,"layers":["worker"])")};
  for (int i = 0; i < 20'000; ++i) {
    auto bytes = binary[random() % 2];
    auto text = json[random() % 2];
    for (int changes = 0; changes < 3; ++changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
      text[random() % text.size()] = static_cast<char>(random());
    }
    (void)parse_client_binary(bytes);
    (void)parse_client_json(text);
    (void)protocol::parse_incident_report(text);
  }
  SUCCEED();
}
