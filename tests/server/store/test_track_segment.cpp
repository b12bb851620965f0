#include "server/store/track_segment.hpp"

#include "server/store/event_log.hpp"
#include "tests/server/store/sample_log.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <utility>

using namespace yuntu;
using namespace yuntu::testing;
using store::TrackRecord;

namespace {

std::vector<TrackRecord> random_records(Random &random, std::size_t count) {
  std::vector<TrackRecord> records;
  for (std::uint64_t tick = 1; records.size() < count; ++tick) {
    for (auto left = random() % 4; left > 0; --left) {
      records.push_back({tick, random() % 9 == 0 ? random() % 5 : 0, random_position(random)});
    }
  }
  return records;
}

/// By worker and by device: the orders that count.
template <typename Name>
std::map<std::string, std::vector<TrackRecord>> grouped(std::vector<TrackRecord> const &records,
                                                        Name name) {
  std::map<std::string, std::vector<TrackRecord>> groups;
  for (auto const &item : records) {
    groups[item.record.*name].push_back(item);
  }
  return groups;
}

/// Walkers with a fix every ten seconds, as tablets in the street have them: their errors wander, a
/// minute to forget one.
std::vector<TrackRecord> walks(std::size_t workers, std::size_t fixes) {
  Random random(5);
  std::normal_distribution<double> noise(0, 400); // 4.5 m
  std::vector<std::pair<double, double>> errors(workers);
  std::vector<TrackRecord> records;
  for (std::size_t n = 0; n < fixes; ++n) {
    for (std::size_t w = 0; w < workers; ++w) {
      TrackRecord item;
      item.tick = n * 700 + w / 8 + random() % 3;
      auto &record = item.record;
      record.worker = "w" + std::to_string(w);
      record.device = "tablet-" + record.worker;
      record.boot = 1;
      record.seq = n + 1;
      record.content_hash = random() & 0xffff'ffffU;
      record.time = model::from_unix_ms(sample_start_ms + static_cast<std::int64_t>(n) * 10'000);
      auto const step = static_cast<double>(n) * 800;
      auto &[east, north] = errors[w];
      east = 0.857 * east + 0.515 * noise(random);
      north = 0.857 * north + 0.515 * noise(random);
      record.position = *geo::LonLat::from_units(
          1'183'500'000 + static_cast<std::int32_t>(static_cast<double>(w) * 9'000 + step + east),
          350'500'000 + static_cast<std::int32_t>(step + north));
      record.accuracy_dm = 50;
      records.push_back(std::move(item));
    }
  }
  return records;
}

} // namespace

TEST_CASE("a segment gives back every record, in order for each worker and each device") {
  Random random(11);
  auto const count = GENERATE(values<std::size_t>({0, 1, 2, 500, 3'000}));
  auto const records = random_records(random, count);
  auto const found = store::decode_segment(store::encode_segment(records));
  CHECK(found.size() == records.size());
  CHECK(grouped(found, &model::PositionRecord::worker) ==
        grouped(records, &model::PositionRecord::worker));
  CHECK(grouped(found, &model::PositionRecord::device) ==
        grouped(records, &model::PositionRecord::device));
}

TEST_CASE("workers of one device and devices of one worker keep their common order") {
  Random random(12);
  std::vector<TrackRecord> records;
  for (std::uint64_t i = 0; i < 200; ++i) {
    auto record = random_position(random);
    record.worker = "u" + std::to_string(random() % 3);
    record.device = i % 2 == 0 ? "gateway" : "tablet-" + record.worker;
    records.push_back({i / 5, 0, record});
  }
  // Everybody hangs together through the gateway: the order is the one of arrival.
  CHECK(store::decode_segment(store::encode_segment(records)) == records);
}

TEST_CASE("in the order of commits come ticks, then places within the commit") {
  std::vector<TrackRecord> records(4);
  records[0].tick = 2;
  records[1].tick = 1;
  records[1].ordinal = 1;
  records[2].tick = 1;
  records[3].tick = 2;
  auto const order = store::by_commit(records);
  CHECK(order ==
        std::vector<TrackRecord const *>{&records[2], &records[1], &records[0], &records[3]});
}

TEST_CASE("a walker's fix takes 6 to 10 bytes, content hash and commit included") {
  auto const records = walks(200, 60);
  auto const bytes = store::encode_segment(records).size();
  auto const each = static_cast<double>(bytes) / static_cast<double>(records.size());
  INFO(each << " bytes a position");
  CHECK(each < 10);
}

TEST_CASE("a segment tells whose positions it holds without being read on") {
  auto const bytes = store::encode_segment(walks(3, 2));
  CHECK(store::segment_names(bytes, "w2"));
  CHECK(store::segment_names(bytes, "tablet-w0"));
  CHECK_FALSE(store::segment_names(bytes, "w3"));
}

TEST_CASE("a cut segment is refused, and so is one with bytes behind it") {
  Random random(14);
  auto const bytes = store::encode_segment(random_records(random, 40));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_THROWS_AS(store::decode_segment(std::string_view(bytes).substr(0, length)),
                    store::StorageFailed);
  }
  CHECK_THROWS_AS(store::decode_segment(bytes + "x"), store::StorageFailed);
}

TEST_CASE("bytes changed at random are refused or read as other records, never past the end") {
  Random random(15);
  auto const bytes = store::encode_segment(random_records(random, 60));
  int refused = 0;
  for (int i = 0; i < 5'000; ++i) {
    auto changed = bytes;
    changed[random() % changed.size()] = static_cast<char>(random());
    try {
      static_cast<void>(store::decode_segment(changed));
    } catch (store::StorageFailed const &) {
      ++refused;
    }
  }
  CHECK(refused > 500);
}
