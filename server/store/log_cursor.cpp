#include "server/store/log_cursor.hpp"

namespace yuntu::store {
namespace {

constexpr auto select_commits =
    "SELECT c.tick, c.time_ms, c.first_seq, c.last_seq, c.positions_digest, c.hash, b.salt, b.body "
    "FROM commits c LEFT JOIN position_blocks b ON b.tick = c.tick "
    "WHERE c.tick > ? ORDER BY c.tick";
constexpr auto select_facts =
    "SELECT f.seq, f.tick, f.event_ms, f.ingest_ms, f.actor, f.kind, f.body, f.text_digest, "
    "f.hash, t.salt, t.body FROM facts f LEFT JOIN texts t ON t.seq = f.seq "
    "WHERE f.seq > ? ORDER BY f.seq";

std::uint64_t last_seq_at(Database &database, std::uint64_t tick) {
  Statement select(database, "SELECT last_seq FROM commits WHERE tick <= ? ORDER BY tick DESC");
  select.bind(1, tick);
  return select.step() ? select.unsigned_integer(0) : 0;
}

std::optional<Sealed> sealed_at(Statement const &row, int column) {
  if (row.is_null(column)) {
    return std::nullopt;
  }
  return Sealed{row.bytes(column), row.bytes(column + 1)};
}

} // namespace

LogCursor::LogCursor(Database &database, std::uint64_t after_tick)
    : commits_(database, select_commits), facts_(database, select_facts) {
  commits_.bind(1, after_tick);
  facts_.bind(1, last_seq_at(database, after_tick));
  read_fact();
}

void LogCursor::read_fact() {
  ahead_.reset();
  if (!facts_.step()) {
    return;
  }
  ahead_ = StoredFact{{facts_.unsigned_integer(0), facts_.unsigned_integer(1), facts_.integer(2),
                       facts_.integer(3), facts_.bytes(4), facts_.bytes(5), facts_.bytes(6),
                       facts_.bytes(7), facts_.bytes(8)},
                      sealed_at(facts_, 9)};
}

std::optional<StoredCommit> LogCursor::next() {
  if (!commits_.step()) {
    return std::nullopt;
  }
  StoredCommit commit;
  commit.row = {commits_.unsigned_integer(0), commits_.integer(1), commits_.unsigned_integer(2),
                commits_.unsigned_integer(3), commits_.bytes(4),   commits_.bytes(5)};
  commit.positions = sealed_at(commits_, 6);
  while (ahead_ && ahead_->row.seq <= commit.row.last_seq) {
    commit.facts.push_back(std::move(*ahead_));
    read_fact();
  }
  return commit;
}

std::optional<std::uint64_t> LogCursor::loose_fact() const {
  return ahead_ ? std::optional(ahead_->row.seq) : std::nullopt;
}

} // namespace yuntu::store
