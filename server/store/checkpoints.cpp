#include "server/store/checkpoints.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/deflate.hpp"
#include "server/store/digest.hpp"
#include "server/store/event_log.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/state_codec.hpp"

#include <string_view>

namespace yuntu::store {
namespace {

constexpr std::chrono::hours keyframe_interval{3};

Digest digest_of(std::string_view kind, std::uint64_t tick, Digest const &commit_hash,
                 std::string const &body) {
  ByteWriter bytes;
  bytes.put_sized(kind);
  bytes.put_fixed64(tick);
  bytes.put_sized(commit_hash);
  bytes.put_sized(body);
  return blake2b(bytes.bytes());
}

struct Commit {
  std::string hash;
  std::int64_t time_ms = 0;
};

Commit commit_at(Database &database, std::uint64_t tick) {
  Statement select(database, "SELECT hash, time_ms FROM commits WHERE tick = ?");
  select.bind(1, tick);
  return select.step() ? Commit{select.bytes(0), select.integer(1)} : Commit{};
}

/// The first instant of the three hours that `time_ms` lies in.
std::int64_t interval_start(std::int64_t time_ms) {
  auto const offset = std::chrono::milliseconds(model::local_offset).count();
  auto const length = std::chrono::milliseconds(keyframe_interval).count();
  auto const local = time_ms + offset;
  auto const within = ((local % length) + length) % length;
  return time_ms - within;
}

bool is_keyframe_due(Database &database, std::int64_t time_ms) {
  Statement select(database, "SELECT time_ms FROM keyframes ORDER BY tick DESC LIMIT 1");
  return !select.step() || select.integer(0) < interval_start(time_ms);
}

void save_keyframe(Database &database, model::CityState const &state, Commit const &commit) {
  auto const body = deflate(encode_state(shown_part(state)));
  auto const digest = digest_of("yuntu keyframe", state.tick, commit.hash, body);
  Statement insert(database, "INSERT OR REPLACE INTO keyframes (tick, time_ms, commit_hash, "
                             "digest, body) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, state.tick)
      .bind(2, commit.time_ms)
      .bind_blob(3, commit.hash)
      .bind_blob(4, digest)
      .bind_blob(5, body)
      .run();
}

} // namespace

void save_checkpoint(Database &database, model::CityState const &state) {
  auto const body = encode_state(state);
  Transaction transaction(database);
  auto const commit = commit_at(database, state.tick);
  auto const digest = digest_of("yuntu checkpoint", state.tick, commit.hash, body);
  Statement insert(database, "INSERT OR REPLACE INTO checkpoints (tick, commit_hash, digest, body) "
                             "VALUES (?, ?, ?, ?)");
  insert.bind(1, state.tick)
      .bind_blob(2, commit.hash)
      .bind_blob(3, digest)
      .bind_text(4, body)
      .run();
  database.execute("DELETE FROM checkpoints WHERE tick NOT IN "
                   "(SELECT tick FROM checkpoints ORDER BY tick DESC LIMIT 2)");
  if (is_keyframe_due(database, commit.time_ms)) {
    save_keyframe(database, state, commit);
  }
  transaction.commit();
}

std::optional<model::CityState> read_newest_checkpoint(Database &database) {
  Statement select(database, "SELECT k.tick, k.commit_hash, k.digest, k.body FROM checkpoints k "
                             "JOIN commits c ON c.tick = k.tick AND c.hash = k.commit_hash "
                             "ORDER BY k.tick DESC");
  while (select.step()) {
    auto const body = select.bytes(3);
    if (digest_of("yuntu checkpoint", select.unsigned_integer(0), select.bytes(1), body) !=
        select.bytes(2)) {
      continue;
    }
    try {
      return decode_state(body);
    } catch (StorageFailed const &) {
      continue; // of an older shape: derived, so an older one or the log itself will do
    }
  }
  return std::nullopt;
}

model::CityState shown_part(model::CityState state) {
  state.devices.clear();
  state.enrolments.clear();
  for (auto &[id, worker] : state.workers) {
    worker.path = {};
    worker.late = {};
  }
  state.links.clear();
  state.sessions.clear();
  return state;
}

std::optional<model::CityState> read_keyframe(Database &database, std::uint64_t tick) {
  Statement select(database, "SELECT k.tick, k.commit_hash, k.digest, k.body FROM keyframes k "
                             "JOIN commits c ON c.tick = k.tick AND c.hash = k.commit_hash "
                             "WHERE k.tick <= ? ORDER BY k.tick DESC");
  select.bind(1, tick);
  while (select.step()) {
    auto const body = select.bytes(3);
    if (digest_of("yuntu keyframe", select.unsigned_integer(0), select.bytes(1), body) !=
        select.bytes(2)) {
      continue;
    }
    try {
      return decode_state(inflate(body));
    } catch (StorageFailed const &) {
      continue;
    }
  }
  return std::nullopt;
}

void drop_keyframes(Database &database, model::Time time) {
  Statement erase(database, "DELETE FROM keyframes WHERE time_ms < ?");
  erase.bind(1, model::to_unix_ms(time)).run();
}

} // namespace yuntu::store
