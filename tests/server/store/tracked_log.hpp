#pragma once

#include "server/store/log_store.hpp"
#include "server/store/track_compactor.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <utility>
#include <vector>

namespace yuntu::testing {

/// Appends these as the city would, in one commit.
template <typename Body>
void append_facts(store::LogStore &log, std::vector<Body> const &bodies,
                  std::int64_t time_ms = sample_start_ms) {
  auto const head = log.head();
  model::CommitGroup group;
  group.tick = head.tick + 1;
  group.time = model::from_unix_ms(time_ms);
  for (auto const &body : bodies) {
    group.facts.push_back(
        {head.seq + group.facts.size() + 1, head.tick, group.time, group.time, "server", body, ""});
  }
  log.append(group);
}

/// Everything up to the newest checkpoint, step by step; gives back how many segments.
inline std::size_t seal_all(store::LogStore &log, store::TrackCompactor &compactor) {
  std::size_t segments = 0;
  for (auto facts = compactor.write_next(); !facts.empty(); facts = compactor.write_next()) {
    append_facts(log, facts);
    segments += facts.size();
  }
  return segments;
}

inline void checkpoint(store::LogStore &log) {
  log.write_checkpoint(store::load_state(log, sample_areas));
}

/// The state from the first commit on, whatever checkpoints there are.
inline model::CityState state_from_scratch(store::LogStore &log,
                                           std::filesystem::path const &file) {
  RawSqlite(file).run("DELETE FROM checkpoints");
  return store::load_state(log, sample_areas);
}

inline std::int64_t count_of(std::filesystem::path const &file, std::string const &what) {
  sqlite3 *handle = nullptr;
  sqlite3_open(file.c_str(), &handle);
  std::int64_t value = -1;
  sqlite3_exec(
      handle, ("SELECT count(*) FROM " + what).c_str(),
      [](void *into, int, char **row, char **) {
        *static_cast<std::int64_t *>(into) = std::atoll(row[0]);
        return 0;
      },
      &value, nullptr);
  sqlite3_close(handle);
  return value;
}

} // namespace yuntu::testing
