#include "tests/server/store/bit_flips.hpp"

#include "server/store/digest.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/log_store.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::testing {
namespace {

namespace fs = std::filesystem;

enum class Notice { at_start, by_verify, nothing_differs, nobody, crash };
/// A hash over everything that can be read of a log: facts, texts, positions.
std::string reading_of(store::EventLog &log) {
  std::string all;
  log.for_each_commit(0, [&](model::CommitGroup const &group) {
    all += std::to_string(group.tick) + "@" + model::format_rfc3339(group.time);
    for (auto const &fact : group.facts) {
      auto const body = store::encode_body(fact.body);
      all += std::to_string(fact.seq) + model::format_rfc3339(fact.event_time) +
             model::format_rfc3339(fact.ingest_time) + fact.actor + std::string(body.kind) +
             body.json + fact.text;
    }
    for (auto const &record : group.positions) {
      all += record.worker + record.device + std::to_string(record.seq) +
             std::to_string(record.content_hash) + std::to_string(record.position.lon_e7()) +
             std::to_string(record.position.lat_e7()) + model::format_rfc3339(record.time);
    }
  });
  return store::to_hex(store::blake2b(all));
}

Notice open_and_read(fs::path const &file, std::string const &expected) {
  try {
    store::LogStore log(file);
    try {
      if (!log.verify().ok) {
        return Notice::by_verify;
      }
      (void)store::load_state(log, sample_areas);
      return reading_of(log) == expected ? Notice::nothing_differs : Notice::nobody;
    } catch (std::exception const &) {
      return Notice::by_verify;
    }
  } catch (std::exception const &) {
    return Notice::at_start;
  }
}

/// In a process of its own, which may crash.
Notice notice_of(fs::path const &file, std::string const &expected) {
  auto const child = ::fork();
  if (child == 0) {
    ::_exit(static_cast<int>(open_and_read(file, expected)));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) <= static_cast<int>(Notice::crash)
             ? static_cast<Notice>(WEXITSTATUS(status))
             : Notice::crash;
}

/// log.sqlite and its mark, nothing beside them.
void copy_closed_log(fs::path const &from, fs::path const &to) {
  for (auto const *const name : {"log.sqlite-wal", "log.sqlite-shm"}) {
    fs::remove(to / name);
  }
  for (auto const *const name : {"log.sqlite", "log.head"}) {
    fs::copy_file(from / name, to / name, fs::copy_options::overwrite_existing);
  }
}

} // namespace

void flip_bit(fs::path const &file, std::uint64_t bit) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  auto const at = static_cast<std::streamoff>(bit / 8);
  stream.seekg(at);
  char const byte = static_cast<char>(stream.get() ^ (1 << (bit % 8)));
  stream.seekp(at);
  stream.put(byte);
}

FlipNotices flip_database_bits(int flips, std::uint64_t seed) {
  Random random(seed);
  TempDirectory const folder;
  std::string expected;
  {
    store::LogStore log(folder / "log.sqlite");
    append_random(log, random, 60);
    log.write_checkpoint(store::load_state(log, sample_areas));
    expected = reading_of(log);
  }
  TempDirectory const copy;
  auto const bits = fs::file_size(folder / "log.sqlite") * 8;
  FlipNotices notices;
  for (int round = 0; round < flips; ++round) {
    copy_closed_log(folder.path(), copy.path());
    flip_bit(copy / "log.sqlite", random() % bits);
    switch (notice_of(copy / "log.sqlite", expected)) {
    case Notice::at_start:
      ++notices.at_start;
      break;
    case Notice::by_verify:
      ++notices.by_verify;
      break;
    case Notice::nothing_differs:
      ++notices.nothing_differs;
      break;
    case Notice::nobody:
      ++notices.unnoticed;
      break;
    case Notice::crash:
      ++notices.crashes;
      break;
    }
  }
  return notices;
}

} // namespace yuntu::testing
