#include "server/protocol/errors.hpp"
#include "server/protocol/server_messages.hpp"
#include "tests/server/protocol/golden_messages.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using nlohmann::json;

namespace {

json json_of(protocol::ServerMessage const &message) {
  return json::parse(protocol::encode_json(message));
}

} // namespace

TEST_CASE("hello says in JSON where the log stands and who is signed in") {
  CHECK(json_of(test::golden_hello()) ==
        json::parse(R"({"type":"hello","epoch":"9f3a","seq":12,"tick":900,
                        "time":"2026-11-20T00:00:00.123Z","user":"u1","role":"command"})"));
}

TEST_CASE("a snapshot lists workers, incidents and reach in one array") {
  auto const message = json_of(test::golden_snapshot());
  CHECK(message["type"] == "snapshot");
  CHECK(message["seq"] == 12);
  CHECK(message["tick"] == 900);
  REQUIRE(message["upserts"].size() == 3);
  CHECK(message["upserts"][0] ==
        json::parse(R"({"layer":"worker","id":"w1","lon":118.3512345,"lat":35.0512345,
                        "accuracy_m":6.0,"time":"2026-11-20T00:00:00.000Z",
                        "areas":{"subdistrict":"S1","community":"C1","grid":"G1"}})"));
  CHECK(message["upserts"][2]["areas"] == json::object());
}

TEST_CASE("changes carry the marks they have and no others") {
  auto const full = json_of(test::golden_changes());
  CHECK(full["seq"] == 13);
  CHECK(full["tick"] == 901);
  CHECK(full["removes"] == json::parse(R"([{"layer":"worker","id":"w2"},
                                           {"layer":"reach","id":"T9"}])"));
  auto const &reach = full["upserts"][1];
  CHECK(reach["id"] == "T1");
  CHECK(reach["streets"] == json::parse(R"({"type":"MultiLineString",
                        "coordinates":[[[118.35,35.05],[118.3500001,35.0499999]],[[-123.1,49.25],[-123.2,49.25]]]})"));
  CHECK(full["upserts"][0]["title"] == "水管爆裂");
  auto const empty = json_of(protocol::Changes{});
  CHECK_FALSE(empty.contains("seq"));
  CHECK_FALSE(empty.contains("tick"));
  CHECK(empty["upserts"] == json::array());
  CHECK(empty["removes"] == json::array());
}

TEST_CASE("a count says in JSON what its area holds") {
  auto const message = json_of(test::golden_counts());
  CHECK(message["upserts"] ==
        json::parse(R"([{"layer":"count","id":"G1","level":"grid","lon":118.3512345,
                         "lat":35.0512345,"workers":300,"routine":12,"urgent":1,"critical":2},
                        {"layer":"count","id":"371301","level":"subdistrict","lon":-123.1,
                         "lat":-49.25,"workers":0,"routine":0,"urgent":0,"critical":0}])"));
  CHECK(message["removes"] == json::parse(R"([{"layer":"count","id":"G2"}])"));
}

TEST_CASE("an acknowledgement has the members of the REST answer") {
  CHECK(json_of(test::golden_ack()) ==
        json::parse(R"({"type":"ack","device":"tablet-7","boot":3,"accepted":[[1,4],[6,6]],
                        "rejected":[{"seq":5,"reason":"too_fast"}],
                        "flagged":[{"seq":6,"flag":"late"}],"conflicts":[2,300],
                        "acked_through":6})"));
}

TEST_CASE("forget, resync and problem are what they say") {
  CHECK(json_of(test::golden_forget()) ==
        json::parse(R"({"type":"forget","removes":[{"layer":"worker","id":"w1"},
                                                  {"layer":"incident","id":"i1"}]})"));
  CHECK(json_of(test::golden_resync()) == json::parse(R"({"type":"resync","reason":"too_old"})"));
  CHECK(json_of(test::golden_problem()) ==
        json::parse(R"({"type":"problem","title":"Malformed message",
                        "detail":"\"zoom\" is missing","status":400})"));
}

TEST_CASE("text that is no UTF-8 is repaired instead of breaking the message") {
  auto const text = protocol::encode_json(protocol::Problem{400, "bad", "\xff", {}});
  CHECK(json::parse(text)["detail"] == "\xEF\xBF\xBD");
  CHECK(json::parse(protocol::problem_json(400, "bad", "\xff"))["detail"] == "\xEF\xBF\xBD");
}

TEST_CASE("a problem names what would be allowed, when there is something") {
  auto const problem =
      json::parse(protocol::problem_json({422, "Not possible now", "x", {"classify", "merge"}}));
  CHECK(problem == json::parse(R"({"type":"about:blank","title":"Not possible now","status":422,
                                   "detail":"x","allowed":["classify","merge"]})"));
  CHECK_FALSE(json::parse(protocol::problem_json(404, "No", "x")).contains("allowed"));
}
