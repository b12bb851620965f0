#include "server/store/log_store.hpp"

#include "server/store/chain_verifier.hpp"
#include "server/store/checkpoints.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/file_io.hpp"
#include "server/store/high_water_mark.hpp"
#include "server/store/log_cursor.hpp"
#include "server/store/log_file.hpp"
#include "server/store/sealing.hpp"
#include "server/store/track_reader.hpp"

namespace yuntu::store {
struct LogStore::Impl {
  Impl(std::filesystem::path const &file, LogOptions given)
      : options(std::move(given)), mark_file(mark_file_of(file)),
        known(HighWaterMark::read(mark_file)), database(open_log_file(file, options, known)),
        epoch(read_epoch(*database)), end(read_end(*database, epoch, options.use)),
        track_files(tracks_of(file)) {
    read_catalogue(*database, 0, tracks);
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
  void drop_expired(model::CommitGroup const &group) const;
  [[nodiscard]] std::optional<TrackCatalogue> tracks_after(model::CommitGroup const &group) const;
  [[nodiscard]] TrackCatalogue read_tracks() const;
  void verify_chain(ChainVerifier &verifier);
  void verify_tracks(ChainVerifier &verifier, VerifyReport &report);
  void write_mark();

  LogOptions options;
  std::filesystem::path mark_file;
  std::optional<LogHead> known;
  std::unique_ptr<Database> database;
  std::string epoch;
  ChainEnd end;
  TrackFiles track_files;
  TrackCatalogue tracks;
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

/// nullopt: nothing in the group is about tracks. Throws StorageFailed for what does not follow.
std::optional<TrackCatalogue> LogStore::Impl::tracks_after(model::CommitGroup const &group) const {
  std::optional<TrackCatalogue> after;
  for (auto const &fact : group.facts) {
    if (TrackCatalogue::is_about_tracks(fact.body)) {
      after = after ? std::move(after) : std::optional(tracks);
      after->add(fact.body);
    }
  }
  return after;
}

/// What looking back at the days that expire with this group would start from.
void LogStore::Impl::drop_expired(model::CommitGroup const &group) const {
  for (auto const &fact : group.facts) {
    if (auto const *const expired = std::get_if<model::TrackDayExpired>(&fact.body)) {
      if (auto const day = model::parse_day(expired->day)) {
        drop_keyframes(*database, model::start_of(*day + std::chrono::days{1}));
      }
    }
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
  auto tracks = impl_->tracks_after(group);
  Transaction transaction(*impl_->database);
  impl_->insert(commit);
  impl_->drop_expired(group);
  transaction.commit();
  impl_->end = end_after(std::move(impl_->end), commit);
  if (tracks) {
    impl_->tracks = std::move(*tracks);
  }
  impl_->write_mark();
}

void LogStore::for_each_commit(std::uint64_t after_tick,
                               std::function<void(model::CommitGroup const &)> const &visit) {
  LogCursor cursor(*impl_->database, after_tick);
  TrackReader tracks(impl_->track_files, impl_->tracks);
  while (auto const commit = cursor.next()) {
    auto group = unseal(*commit);
    if (!commit->positions && !commit->row.positions_digest.empty()) {
      group.positions = tracks.positions_of(group.tick);
    }
    visit(group);
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
  return read_newest_checkpoint(*impl_->database);
}

void LogStore::write_checkpoint(model::CityState const &state) {
  impl_->expect_serving();
  if (state.tick > impl_->end.tick) {
    throw std::logic_error("log: a checkpoint beyond the newest commit");
  }
  if (state.tick > 0) {
    save_checkpoint(*impl_->database, state);
  }
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

std::size_t LogStore::delete_sealed_blocks(std::size_t most) {
  impl_->expect_serving();
  auto &database = *impl_->database;
  Statement erase(database, "DELETE FROM position_blocks WHERE tick IN (SELECT tick FROM "
                            "position_blocks WHERE tick <= ? ORDER BY tick LIMIT ?)");
  erase.bind(1, impl_->tracks.sealed_through()).bind(2, std::uint64_t{most}).run();
  return static_cast<std::size_t>(database.integer("SELECT changes()"));
}

std::vector<std::string> LogStore::damaged_tracks() const {
  std::vector<std::string> words;
  for (auto const &[day, segments] : impl_->tracks.days()) {
    auto const &newest = segments.back();
    auto const state = state_of(impl_->track_files, newest);
    if (state != SegmentState::whole) {
      words.push_back(
          impl_->track_files.file_of(day).string() +
          (state == SegmentState::missing ? ": the file is missing" : ": is not what was sealed"));
    }
  }
  return words;
}

/// Each segment that is kept, against the digest in its fact. Without a snapshot: a server beside
/// us may let a day expire meanwhile, and says so before it unlinks the file.
void LogStore::Impl::verify_tracks(ChainVerifier &verifier, VerifyReport &report) {
  auto const before = read_tracks();
  for (auto const &[day, segments] : before.days()) {
    for (auto const &segment : segments) {
      auto const state = state_of(track_files, segment);
      if (state != SegmentState::whole && read_tracks().is_kept(segment)) {
        verifier.fault(verifier.end().seq,
                       "track " + segment.day + ": segment " + std::to_string(segment.segment) +
                           (state == SegmentState::missing ? " is missing" : " was changed"));
        return;
      }
      ++report.segments;
      report.sealed_positions += segment.positions;
    }
  }
}

TrackCatalogue LogStore::Impl::read_tracks() const {
  TrackCatalogue catalogue;
  read_catalogue(*database, 0, catalogue);
  return catalogue;
}

void LogStore::Impl::verify_chain(ChainVerifier &verifier) {
  // The mark first: a running server only ever adds, so the log read after it is not older.
  auto const known_end = HighWaterMark::read(mark_file);
  Transaction const snapshot(*database, Transaction::Kind::read);
  auto const catalogue = read_tracks();
  LogCursor cursor(*database, 0);
  bool is_good = true;
  while (auto const commit = is_good ? cursor.next() : std::nullopt) {
    bool const is_in_track = !commit->positions && !commit->row.positions_digest.empty() &&
                             !catalogue.segments_at(commit->row.tick).empty();
    is_good = verifier.add(*commit, is_in_track ? ChainVerifier::Positions::in_track
                                                : ChainVerifier::Positions::beside);
  }
  if (is_good && cursor.loose_fact()) {
    verifier.fault(verifier.end().seq + 1,
                   "fact " + std::to_string(*cursor.loose_fact()) + " belongs to no commit");
  }
  if (auto const missing = known_end ? missing_of(*database, epoch, *known_end) : std::nullopt) {
    verifier.fault(verifier.end().seq + 1, *missing);
  }
}

VerifyReport LogStore::verify(std::string const &known_head) {
  ChainVerifier verifier(impl_->epoch, known_head);
  impl_->verify_chain(verifier);
  VerifyReport tracks;
  impl_->verify_tracks(verifier, tracks);
  auto report = verifier.finish();
  report.segments = tracks.segments;
  report.sealed_positions = tracks.sealed_positions;
  return report;
}

} // namespace yuntu::store
