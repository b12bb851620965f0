#include "tools/bench/bench_report.hpp"
#include "tools/bench/store_data.hpp"

#include "server/services/look_back.hpp"
#include "server/store/checkpoints.hpp"
#include "server/store/log_history.hpp"
#include "server/store/log_store.hpp"
#include "server/store/position_block.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/track_compactor.hpp"
#include "tools/checkout.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace yuntu;
using bench::report;

class Stopwatch {
public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// A folder that is gone with the object.
class Folder {
public:
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "yuntu-bench-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(Folder const &) = delete;
  Folder &operator=(Folder const &) = delete;
  [[nodiscard]] std::filesystem::path log() const { return path_ / "log.sqlite"; }

private:
  std::filesystem::path path_;
};

model::AreaCodes nowhere(geo::LonLat /*place*/) {
  return {};
}

std::shared_ptr<services::BaseMap const>
empty_map(std::map<model::LayerKind, model::LayerPublished> const & /*layers*/) {
  static auto const map = std::make_shared<services::BaseMap const>(services::BaseMap::Layers{});
  return map;
}

void measure_segment(std::string const &name, std::vector<store::TrackRecord> const &records) {
  auto const count = static_cast<double>(records.size());
  Stopwatch const encoding;
  auto const bytes = store::encode_segment(records);
  auto const encode_s = encoding.seconds();
  Stopwatch const decoding;
  auto const found = store::decode_segment(bytes);
  auto const decode_s = decoding.seconds();
  std::vector<model::PositionRecord> plain;
  for (auto const &item : records) {
    plain.push_back(item.record);
  }
  auto const block = static_cast<double>(store::encode_positions(plain).size());
  report({name + " bytes", static_cast<double>(bytes.size()) / count, "bytes/position",
          "the log's position block, all in one", block / count});
  report({name + " encode", count / encode_s, "positions/s"});
  report({name + " decode", static_cast<double>(found.size()) / decode_s, "positions/s"});
}

std::vector<store::TrackRecord> ten_minutes(std::size_t workers) {
  bench::WalkingDay day(workers);
  std::vector<store::TrackRecord> records;
  for (std::uint64_t slot = 0; slot < 6'000 && records.size() < 200'000; ++slot) {
    for (auto &record : day.next()) {
      // A commit every 10 ms or so, and messages that are up to 200 ms under way.
      records.push_back({slot * 10 + record.content_hash % 20, 0, std::move(record)});
    }
  }
  std::stable_sort(records.begin(), records.end(),
                   [](auto const &a, auto const &b) { return a.tick < b.tick; });
  return records;
}

/// Workers walk; commits every 100 ms; then all of it moves into tracks and is looked back at.
void measure_day(std::size_t workers, std::size_t positions) {
  Folder const folder;
  store::LogStore log(folder.log());
  bench::WalkingDay day(workers);
  model::CityState state;
  std::size_t stored = 0;
  auto const append = [&](model::CommitGroup &group) {
    auto const head = log.head();
    group.tick = head.tick + 1;
    group.time = day.now();
    std::uint64_t seq = head.seq;
    for (auto &fact : group.facts) {
      fact.seq = ++seq;
      fact.tick = head.tick;
      fact.event_time = group.time;
      fact.ingest_time = group.time;
    }
    log.append(group);
  };
  model::CommitGroup on_duty;
  for (std::size_t i = 0; i < workers; ++i) {
    model::Fact fact;
    fact.actor = "u1";
    fact.body = model::DutyChanged{"w" + std::to_string(10'000 + i), true, day.now(), "person"};
    on_duty.facts.push_back(fact);
  }
  append(on_duty);
  Stopwatch const appending;
  while (stored < positions) {
    model::CommitGroup group;
    group.positions = day.next();
    stored += group.positions.size();
    append(group);
  }
  auto const count = static_cast<double>(stored);
  report({"append", count / appending.seconds(), "positions/s"});
  auto const hot = static_cast<double>(std::filesystem::file_size(folder.log()));
  report({"log before", hot / count, "bytes/position"});
  state.seq = log.head().seq;
  state.tick = log.head().tick;
  log.write_checkpoint(state); // what it says does not matter here: only that it is there
  {
    store::TrackCompactor compactor(folder.log());
    Stopwatch const compacting;
    for (auto facts = compactor.write_next(); !facts.empty(); facts = compactor.write_next()) {
      model::CommitGroup group;
      for (auto const &fact : facts) {
        model::Fact told;
        told.actor = "server";
        told.body = fact;
        group.facts.push_back(told);
      }
      append(group);
    }
    report({"compaction", count / compacting.seconds(), "positions/s"});
  }
  Stopwatch const deleting;
  std::vector<double> steps_ms;
  for (std::size_t deleted = 1; deleted > 0;) {
    Stopwatch const step;
    deleted = log.delete_sealed_blocks(1'000);
    steps_ms.push_back(step.seconds() * 1e3);
  }
  report({"blocks deleted, 1,000 a step", deleting.seconds() * 1e3, "ms", "", 0, steps_ms});
  double tracks = 0;
  for (auto const &entry :
       std::filesystem::directory_iterator(folder.log().parent_path() / "tracks")) {
    tracks += static_cast<double>(entry.file_size());
  }
  report({"track file", tracks / count, "bytes/position"});
  // From the first commit: what the checkpoint above left to start from is not of this history.
  store::Database database(folder.log(), store::Database::Open::existing);
  store::drop_keyframes(database, model::Time::max());
  store::LogHistory history(folder.log());
  auto const point = history.point_at(day.now()).value();
  Stopwatch const replaying;
  auto const seen = services::known_at(history, point, empty_map);
  if (seen.workers.size() != workers) {
    std::cerr << "bench_store: the replay lost workers\n";
    std::exit(1);
  }
  auto const took = replaying.seconds();
  report({"replay of " + std::to_string(stored) + " positions", took, "s"});
  report({"replay", count / took, "positions/s"});
}

void measure_start(std::size_t facts) {
  Folder const folder;
  {
    store::LogStore log(folder.log());
    bench::append_facts(log, 100, 100);
    log.write_checkpoint(store::load_state(log, nowhere));
    bench::append_facts(log, facts, 500);
  }
  Stopwatch const all;
  Stopwatch const opening;
  store::LogStore log(folder.log());
  report({"start, open and check", opening.seconds(), "s"});
  Stopwatch const reading;
  static_cast<void>(store::layers_in_use(log));
  report({"start, layers in use", reading.seconds(), "s"});
  Stopwatch const folding;
  auto const state = store::load_state(log, nowhere);
  report({"start, load " + std::to_string(state.seq) + " facts", folding.seconds(), "s"});
  report({"start", all.seconds(), "s"});
  report({"log of facts",
          static_cast<double>(std::filesystem::file_size(folder.log())) /
              static_cast<double>(state.seq),
          "bytes/fact"});
}

std::filesystem::path data_folder() {
  auto const *const given = std::getenv("YUNTU_TEST_DATA");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(yuntu::checkout() + "/../shared/data");
}

} // namespace

int main(int argc, char **argv) {
  bool const is_quick = argc > 1 && std::string_view(argv[1]) == "--quick";
  auto const walks = ten_minutes(3'300);
  measure_segment("simulated walk, 10 min", walks);
  if (auto const points = bench::geolife(data_folder()); !points.empty()) {
    measure_segment("GeoLife", points);
  }
  measure_day(5'000, is_quick ? 1'000'000 : 14'400'000);
  measure_start(is_quick ? 200'000 : 1'000'000);
  return 0;
}
