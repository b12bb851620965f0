#include "server/store/event_log.hpp"
#include "server/store/position_block.hpp"
#include "tests/server/store/sample_log.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace yuntu;
using namespace yuntu::testing;
using store::decode_positions;
using store::encode_positions;

namespace {

using Records = std::vector<model::PositionRecord>;

/// Workers that walk and report every 5 s: `count` reports each, one after the other in time.
Records walking(std::size_t workers, std::size_t count) {
  Random random(41);
  Records records;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t w = 0; w < workers; ++w) {
      auto const step = static_cast<std::int32_t>(i * 500 + random() % 100);
      auto const place = geo::LonLat::from_units(
          1'183'000'000 + static_cast<std::int32_t>(w) * 9'000 + step, 350'000'000 + step);
      records.push_back({"u" + std::to_string(w), "tablet-" + std::to_string(w), 3, 100 + i,
                         random(), model::PositionVerdict::accepted, model::PositionFlag::none,
                         model::from_unix_ms(sample_start_ms + static_cast<std::int64_t>(
                                                                   i * 5'000 + random() % 1'000)),
                         *place, 50});
    }
  }
  return records;
}

} // namespace

TEST_CASE("any positions come back equal and in order") {
  Random random(42);
  for (int round = 0; round < 500; ++round) {
    Records records(random() % 60);
    for (auto &record : records) {
      record = random_position(random);
    }
    REQUIRE(decode_positions(encode_positions(records)) == records);
  }
}

TEST_CASE("extreme positions come back equal") {
  auto const max = std::numeric_limits<std::uint64_t>::max();
  auto const time_max = std::numeric_limits<std::int64_t>::max();
  auto const corner = *geo::LonLat::from_units(-1'800'000'000, 900'000'000);
  auto const opposite = *geo::LonLat::from_units(1'800'000'000, -900'000'000);
  using enum model::PositionVerdict;
  using enum model::PositionFlag;
  Records const records{
      {"", "", max, 0, max, off_duty, late, model::from_unix_ms(time_max), corner, 0xffffffff},
      {"", "", 0, max, 0, accepted, none, model::from_unix_ms(-time_max), opposite, 0},
      {"w", "", 1, 1, 1, zero_zero, future, model::from_unix_ms(0), corner, 1}};
  CHECK(decode_positions(encode_positions(records)) == records);
}

TEST_CASE("a block cut short or gone on is refused, and never read beyond") {
  auto const bytes = encode_positions(walking(3, 4));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(decode_positions(bytes.substr(0, size)), store::StorageFailed);
  }
  CHECK_THROWS_AS(decode_positions(bytes + "x"), store::StorageFailed);
}

TEST_CASE("a spoiled block is refused or read, never a crash") {
  Random random(43);
  auto const bytes = encode_positions(walking(3, 4));
  int refused = 0;
  for (int round = 0; round < 5'000; ++round) {
    auto spoiled = bytes;
    spoiled[random() % spoiled.size()] = static_cast<char>(random());
    try {
      static_cast<void>(decode_positions(spoiled));
    } catch (store::StorageFailed const &) {
      ++refused;
    }
  }
  CHECK(refused > 0);
}

TEST_CASE("a position takes at most 24 bytes in a full group and 48 in a small one") {
  auto const full = walking(200, 20);
  auto const batch = walking(1, 100);
  auto const small = walking(8, 1);
  auto const per_position = [](Records const &records) {
    return static_cast<double>(encode_positions(records).size()) /
           static_cast<double>(records.size());
  };
  INFO("full " << per_position(full) << " batch " << per_position(batch) << " small "
               << per_position(small));
  CHECK(per_position(full) <= 24);
  CHECK(per_position(batch) <= 24);
  CHECK(per_position(small) <= 48);
}
