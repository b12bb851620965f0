#include "server/store/log_store.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/chain_verifier.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/file_io.hpp"
#include "server/store/high_water_mark.hpp"
#include "server/store/log_cursor.hpp"
#include "server/store/log_file.hpp"
#include "server/store/sealing.hpp"
#include "server/store/state_codec.hpp"

namespace yuntu::store {
namespace {

Digest checkpoint_digest(std::uint64_t tick, Digest const &commit_hash, std::string const &body) {
  ByteWriter bytes;
  bytes.put_sized("yuntu checkpoint");
  bytes.put_fixed64(tick);
  bytes.put_sized(commit_hash);
  bytes.put_sized(body);
  return blake2b(bytes.bytes());
}

} // namespace

struct LogStore::Impl {
  Impl(std::filesystem::path const &file, LogOptions given)
      : options(std::move(given)), mark_file(mark_file_of(file)),
        known(HighWaterMark::read(mark_file)), was_checked(is_checked_at_start(file, options)),
        database(open_log_file(file, options, known)), epoch(read_epoch(*database)),
        end(read_end(*database, epoch, options.use)) {
    if (!options.salt) {
      options.salt = random_salts();
    }
    if (options.use == LogUse::inspect) {
      return;
    }
    auto const missing = known ? missing_of(*database, epoch, *known) : std::nullopt;
    if (missing) {
      throw StorageFailed(file.string() + ": " + *missing);
    }
    mark = std::make_unique<HighWaterMark>(mark_file, head());
    sync_folder(
        file.parent_path()); // SQLite goes on when making the names of its files durable fails
  }

  [[nodiscard]] LogHead head() const { return {epoch, end.seq, end.tick, to_hex(end.commit_hash)}; }
  void expect_serving() const {
    if (options.use != LogUse::serve) {
      throw std::logic_error("log: opened to inspect, not to write");
    }
  }
  void insert(StoredCommit const &commit);
  void insert_fact(StoredFact const &fact);
  void write_mark();

  LogOptions options;
  std::filesystem::path mark_file;
  std::optional<LogHead> known;
  bool was_checked;
  std::unique_ptr<Database> database;
  std::string epoch;
  ChainEnd end;
  std::unique_ptr<HighWaterMark> mark;
  Statement into_facts{*database, "INSERT INTO facts (seq, tick, event_ms, ingest_ms, actor, kind, "
                                  "body, text_digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement into_texts{*database, "INSERT INTO texts (seq, salt, body) VALUES (?, ?, ?)"};
  Statement into_commits{*database, "INSERT INTO commits (tick, time_ms, first_seq, last_seq, "
                                    "positions_digest, hash) VALUES (?, ?, ?, ?, ?, ?)"};
  Statement into_blocks{*database,
                        "INSERT INTO position_blocks (tick, salt, body) VALUES (?, ?, ?)"};
};

void LogStore::Impl::insert_fact(StoredFact const &fact) {
  auto const &row = fact.row;
  into_facts.bind(1, row.seq)
      .bind(2, row.tick)
      .bind(3, row.event_ms)
      .bind(4, row.ingest_ms)
      .bind_text(5, row.actor)
      .bind_text(6, row.kind)
      .bind_text(7, row.body)
      .bind_blob_or_null(8, row.text_digest)
      .bind_blob(9, row.hash)
      .run();
  if (fact.text) {
    into_texts.bind(1, row.seq).bind_blob(2, fact.text->salt).bind_text(3, fact.text->body).run();
  }
}

void LogStore::Impl::insert(StoredCommit const &commit) {
  auto const &row = commit.row;
  for (auto const &fact : commit.facts) {
    insert_fact(fact);
  }
  into_commits.bind(1, row.tick)
      .bind(2, row.time_ms)
      .bind(3, row.first_seq)
      .bind(4, row.last_seq)
      .bind_blob_or_null(5, row.positions_digest)
      .bind_blob(6, row.hash)
      .run();
  if (commit.positions) {
    into_blocks.bind(1, row.tick)
        .bind_blob(2, commit.positions->salt)
        .bind_blob(3, commit.positions->body)
        .run();
  }
}

void LogStore::Impl::write_mark() {
  try {
    mark->write(head());
  } catch (StorageBusy const &) {
    return; // the commit stands, and the mark before it is still true: the next one will do
  }
}

LogStore::LogStore(std::filesystem::path const &file, LogOptions options)
    : impl_(std::make_unique<Impl>(file, std::move(options))) {}

LogStore::~LogStore() = default;

LogHead LogStore::head() const {
  return impl_->head();
}

void LogStore::append(model::CommitGroup const &group) {
  impl_->expect_serving();
  auto const commit = seal(impl_->end, group, impl_->options.salt);
  Transaction transaction(*impl_->database);
  impl_->insert(commit);
  transaction.commit();
  impl_->end = end_after(std::move(impl_->end), commit);
  impl_->write_mark();
}

void LogStore::for_each_commit(std::uint64_t after_tick,
                               std::function<void(model::CommitGroup const &)> const &visit) {
  LogCursor cursor(*impl_->database, after_tick);
  while (auto const commit = cursor.next()) {
    visit(unseal(*commit));
  }
}

std::vector<model::LayerPublished> LogStore::layers_published(std::uint64_t after_tick) {
  // A fact carries the tick before its commit's.
  Statement select(*impl_->database, "SELECT seq, kind, body FROM facts "
                                     "WHERE kind = 'layer_published' AND tick >= ? ORDER BY seq");
  select.bind(1, after_tick);
  std::vector<model::LayerPublished> layers;
  while (select.step()) {
    auto const body = decode_body(select.unsigned_integer(0), select.bytes(1), select.bytes(2));
    layers.push_back(std::get<model::LayerPublished>(body));
  }
  return layers;
}

std::optional<model::CityState> LogStore::newest_checkpoint() {
  Statement select(*impl_->database,
                   "SELECT k.tick, k.commit_hash, k.digest, k.body FROM checkpoints k "
                   "JOIN commits c ON c.tick = k.tick AND c.hash = k.commit_hash "
                   "ORDER BY k.tick DESC");
  while (select.step()) {
    auto const body = select.bytes(3);
    if (checkpoint_digest(select.unsigned_integer(0), select.bytes(1), body) != select.bytes(2)) {
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

void LogStore::write_checkpoint(model::CityState const &state) {
  impl_->expect_serving();
  if (state.tick > impl_->end.tick) {
    throw std::logic_error("log: a checkpoint beyond the newest commit");
  }
  if (state.tick == 0) {
    return;
  }
  auto &database = *impl_->database;
  auto const body = encode_state(state);
  Transaction transaction(database);
  Statement select(database, "SELECT hash FROM commits WHERE tick = ?");
  select.bind(1, state.tick);
  auto const hash = select.step() ? select.bytes(0) : std::string{};
  select.reset();
  auto const digest = checkpoint_digest(state.tick, hash, body);
  Statement insert(database, "INSERT OR REPLACE INTO checkpoints (tick, commit_hash, digest, body) "
                             "VALUES (?, ?, ?, ?)");
  insert.bind(1, state.tick).bind_blob(2, hash).bind_blob(3, digest).bind_text(4, body).run();
  database.execute("DELETE FROM checkpoints WHERE tick NOT IN "
                   "(SELECT tick FROM checkpoints ORDER BY tick DESC LIMIT 2)");
  transaction.commit();
}

bool LogStore::was_checked() const {
  return impl_->was_checked;
}

void check_log_file(std::filesystem::path const &file) {
  Database(file, Database::Open::existing).check_integrity();
}

void LogStore::shorten_write_ahead_log() {
  impl_->expect_serving();
  impl_->database->shorten_write_ahead_log();
}

std::uintmax_t LogStore::write_ahead_bytes() const {
  std::error_code error;
  auto const bytes = std::filesystem::file_size(impl_->database->file().string() + "-wal", error);
  return error ? 0 : bytes;
}

VerifyReport LogStore::verify(std::string const &known_head) {
  auto &database = *impl_->database;
  // The mark first: a running server only ever adds, so the log read after it is not older.
  auto const mark = HighWaterMark::read(impl_->mark_file);
  Transaction const snapshot(database, Transaction::Kind::read);
  ChainVerifier verifier(impl_->epoch, known_head);
  LogCursor cursor(database, 0);
  bool is_good = true;
  while (auto const commit = is_good ? cursor.next() : std::nullopt) {
    is_good = verifier.add(*commit);
  }
  if (is_good && cursor.loose_fact()) {
    verifier.fault(verifier.end().seq + 1,
                   "fact " + std::to_string(*cursor.loose_fact()) + " belongs to no commit");
  }
  auto const missing = mark ? missing_of(database, impl_->epoch, *mark) : std::nullopt;
  if (missing) {
    verifier.fault(verifier.end().seq + 1, *missing);
  }
  return verifier.finish();
}

} // namespace yuntu::store
