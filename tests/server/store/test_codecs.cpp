#include "server/store/base64.hpp"
#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/memory_log.hpp"
#include "server/store/state_codec.hpp"
#include "server/store/wkb.hpp"
#include "tests/server/store/sample_log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <limits>
#include <set>

using namespace yuntu;
using namespace yuntu::testing;
using Catch::Contains;

namespace {

std::string reason_of(std::string_view kind, std::string_view json) {
  try {
    static_cast<void>(store::decode_body(7, kind, json));
  } catch (store::StorageFailed const &error) {
    return error.what();
  }
  return "accepted";
}

} // namespace

TEST_CASE("every kind of fact comes back equal") {
  Random random(31);
  std::set<std::size_t> kinds;
  for (int i = 0; i < 2'000; ++i) {
    auto const body = random_body(random);
    kinds.insert(body.index());
    auto const encoded = store::encode_body(body);
    REQUIRE(store::decode_body(1, encoded.kind, encoded.json) == body);
  }
  CHECK(kinds.size() == std::variant_size_v<model::FactBody>);
}

TEST_CASE("a fact reads the same however its text is spaced and escaped") {
  Random random(32);
  for (int i = 0; i < 2'000; ++i) {
    auto const body = random_body(random);
    auto const encoded = store::encode_body(body);
    auto const document = nlohmann::json::parse(encoded.json);
    REQUIRE(store::decode_body(1, encoded.kind, document.dump(2)) == body);
    REQUIRE(store::decode_body(1, encoded.kind, document.dump(-1, ' ', true)) == body);
  }
}

TEST_CASE("a fact's text with one character changed is read as JSON says, or refused") {
  Random random(33);
  for (int i = 0; i < 20'000; ++i) {
    auto const encoded = store::encode_body(random_body(random));
    auto text = encoded.json;
    text[random() % text.size()] = "{}[]\",:\\0a\n"[random() % 12];
    auto const is_json = nlohmann::json::accept(text);
    auto const outcome = reason_of(encoded.kind, text);
    INFO(text << " " << outcome);
    REQUIRE((is_json || outcome != "accepted"));
  }
}

TEST_CASE("the same fact always gives the same text") {
  auto const time = model::from_unix_ms(1'000);
  auto const encoded = store::encode_body(model::DutyChanged{"u1", true, time, "person"});
  CHECK(encoded.kind == "duty_changed");
  CHECK(encoded.json == R"({"cause":"person","is_on":true,"time":1000,"worker":"u1"})");
}

TEST_CASE("a stored fact that cannot be read names its seq and field") {
  CHECK_THAT(reason_of("walked_the_dog", "{}"), Contains("fact 7") && Contains("walked_the_dog"));
  CHECK_THAT(reason_of("user_revoked", "{}"),
             Contains("fact 7 (user_revoked)") && Contains("'user' is missing"));
  CHECK_THAT(reason_of("user_revoked", R"({"user":5})"), Contains("'user' is not a text"));
  CHECK_THAT(reason_of("user_revoked", R"({"user":"u","extra":1})"), Contains("does not know"));
  CHECK_THAT(reason_of("user_revoked", "[]"), Contains("not an object"));
  CHECK_THAT(reason_of("user_revoked", "{"), Contains("not JSON"));
  CHECK_THAT(reason_of("user_role_changed", R"({"user":"u","role":"king","areas":[]})"),
             Contains("'role' has the unknown value 'king'"));
  CHECK_THAT(reason_of("presence_changed",
                       R"({"worker":"u","cause":"x","left":[],"entered":[{"level":"grid"}]})"),
             Contains("'entered.code' is missing"));
  CHECK_THAT(reason_of("closure_added",
                       R"({"id":"c","reason":"","until":null,"position":[1900000000,0]})"),
             Contains("'position' lies outside the world"));
  CHECK_THAT(reason_of("reach_changed", R"({"station":"s","limit_s":1.5,"buildings":4294967296,
                                           "households":1,"streets_digest":""})"),
             Contains("'buildings' is not a whole number in range"));
}

TEST_CASE("a number that JSON cannot hold is refused before it is stored") {
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(store::encode_body(model::ReachChanged{"s", nan, 1, 1, ""}),
                  std::invalid_argument);
}

TEST_CASE("bytes that are not UTF-8 do not stop the log") {
  auto const encoded = store::encode_body(model::UserRevoked{"\xff\xfe"});
  CHECK_NOTHROW(store::decode_body(1, encoded.kind, encoded.json));
}

TEST_CASE("a state comes back equal") {
  store::MemoryLog log;
  Random random(32);
  for (int i = 0; i < 20; ++i) {
    append_random(log, random, 25);
    auto const state = store::load_state(log, sample_areas);
    REQUIRE(store::decode_state(store::encode_state(state)) == state);
  }
}

TEST_CASE("marks of devices with extreme numbers come back equal") {
  model::CityState state;
  auto const max = std::numeric_limits<std::uint64_t>::max();
  for (auto const &[seq, hash] : {std::pair{max, std::uint64_t{0}}, {0, max}, {5, 7}}) {
    state.devices["d"].boots[max].hashes.add(seq, hash);
  }
  state.devices["d"].boots[1].beyond = {{3, 5}, {max, max}};
  CHECK(store::decode_state(store::encode_state(state)) == state);
}

TEST_CASE("a clock that was set ahead comes back, and a state without one reads as it did before") {
  model::CityState state;
  auto const without = store::encode_state(state);
  CHECK(without.find("clock_ahead") == std::string::npos);
  CHECK_FALSE(store::decode_state(without).clock_ahead);
  state.clock_ahead = model::ClockAhead{model::from_unix_ms(5), model::from_unix_ms(9)};
  CHECK(store::decode_state(store::encode_state(state)) == state);
}

TEST_CASE("a presence fact of an older log, without dwell times, is read") {
  auto const body = store::decode_body(1, "presence_changed",
                                       R"({"cause":"position","entered":[],"left":)"
                                       R"([{"code":"G1","level":"grid"}],"worker":"u1"})");
  CHECK(std::get<model::PresenceChanged>(body).dwell_ms.empty());
  model::FactBody const newer =
      model::PresenceChanged{"u1", {}, {{model::AreaLevel::grid, "G1"}}, "position", {61'000}};
  auto const encoded = store::encode_body(newer);
  CHECK(store::decode_body(1, encoded.kind, encoded.json) == newer);
}

TEST_CASE("a damaged state is refused with the field") {
  auto text = store::encode_state({});
  CHECK_THROWS_WITH(store::decode_state("{}"), Contains("'seq' is missing"));
  CHECK_THROWS_WITH(store::decode_state(text.substr(1)), Contains("not JSON"));
  model::CityState state;
  state.devices["d"].boots[1].add(1, 2);
  text = store::encode_state(state);
  text.replace(text.find("\"hashes\":\"") + 10, 2, "!!");
  CHECK_THROWS_WITH(store::decode_state(text), Contains("hashes") && Contains("base64"));
}

TEST_CASE("numbers of any size come back from bytes") {
  std::vector<std::int64_t> numbers{0, 1, -1, 63, -64, 64, 127, 128};
  numbers.push_back(std::numeric_limits<std::int64_t>::max());
  numbers.push_back(std::numeric_limits<std::int64_t>::min());
  store::ByteWriter writer;
  for (auto const number : numbers) {
    writer.put_zigzag(number);
    writer.put_varint(static_cast<std::uint64_t>(number));
  }
  store::ByteReader reader(writer.bytes());
  for (auto const number : numbers) {
    CHECK(reader.take_zigzag() == number);
    CHECK(reader.take_varint() == static_cast<std::uint64_t>(number));
  }
  CHECK_NOTHROW(reader.expect_end());
}

TEST_CASE("a number of more than 64 bits is refused") {
  store::ByteReader reader("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
  CHECK_THROWS_AS(reader.take_varint(), store::MalformedBytes);
}

TEST_CASE("base64 comes back and refuses what it is not") {
  for (std::string const text : {"", "a", "ab", "abc", "\xff\x01"}) {
    CHECK(store::from_base64(store::to_base64(text)) == text);
  }
  CHECK_FALSE(store::from_base64("a"));
  CHECK_FALSE(store::from_base64("ab*="));
}

TEST_CASE("well-known binary gives the same units back, everywhere in the world") {
  Random random(33);
  for (int i = 0; i < 20'000; ++i) {
    auto const lon = static_cast<std::int32_t>(static_cast<std::int64_t>(random() % 3'600'000'001) -
                                               1'800'000'000);
    auto const lat = static_cast<std::int32_t>(static_cast<std::int64_t>(random() % 1'800'000'001) -
                                               900'000'000);
    geo::Geometry const place = *geo::LonLat::from_units(lon, lat);
    REQUIRE(store::from_wkb(store::to_wkb(place)) == place);
  }
}

TEST_CASE("damaged well-known binary is refused") {
  auto const ring = geo::Ring(5, *geo::LonLat::from_units(1, 2));
  auto const bytes = store::to_wkb(geo::Polygon{ring, {ring}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(store::from_wkb(bytes.substr(0, size)), store::MalformedBytes);
  }
  CHECK_THROWS_AS(store::from_wkb(bytes + "x"), store::MalformedBytes);
}
