#include "server/store/log_file.hpp"

#include "server/store/migrations.hpp"
#include "server/store/schema.hpp"

namespace yuntu::store {
namespace {

constexpr auto acceptance =
    "; restore log.sqlite and log.head from the newest backup, or delete log.head to accept the "
    "log as it is";

Schema log_schema() {
  return {"log", log_application_id, log_scripts()};
}

bool is_absent(std::filesystem::path const &file) {
  std::error_code error;
  auto const status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return true;
  }
  if (error || status.type() != std::filesystem::file_type::regular) {
    throw StorageFailed(file.string() + ": the log cannot be read" +
                        (error ? ": " + error.message() : ": not a regular file"));
  }
  return std::filesystem::file_size(file) == 0;
}

void write_epoch(Database &database, std::string const &given) {
  auto const epoch = given.empty() ? to_hex(random_bytes(8)) : given;
  Statement insert(database, "INSERT INTO meta (key, value) VALUES ('epoch', ?)");
  insert.bind_text(1, epoch).run();
}

} // namespace

std::filesystem::path mark_file_of(std::filesystem::path const &log) {
  return std::filesystem::path(log).replace_extension(".head");
}

std::filesystem::path tracks_of(std::filesystem::path const &log) {
  return std::filesystem::path(log).replace_filename("tracks");
}

std::unique_ptr<Database> open_log_file(std::filesystem::path const &file,
                                        LogOptions const &options,
                                        std::optional<LogHead> const &mark) {
  bool const is_new = is_absent(file);
  if (is_new && (mark || options.use == LogUse::inspect)) {
    throw StorageFailed(
        file.string() + ": there is no log" +
        (mark ? ", but log.head knows of " + std::to_string(mark->tick) + " commits" + acceptance
              : std::string("; import a layer first")));
  }
  auto database = std::make_unique<Database>(file, is_new ? Database::Open::create_if_absent
                                                          : Database::Open::existing);
  if (!is_new && options.integrity == Integrity::checked_first) {
    database->check_integrity();
  }
  if (options.use == LogUse::inspect || mark) {
    // With a mark the log was once whole: an empty database is a loss, not a beginning.
    if (options.use == LogUse::inspect || database->integer("PRAGMA user_version") == 0) {
      require_current(*database, log_schema());
    }
  }
  if (options.use == LogUse::serve) {
    migrate(*database, log_schema(), [&] { write_epoch(*database, options.epoch); });
  }
  return database;
}

std::unique_ptr<Database> open_log_to_read(std::filesystem::path const &file) {
  if (is_absent(file)) {
    throw StorageFailed(file.string() + ": there is no log; import a layer first");
  }
  auto database = std::make_unique<Database>(file, Database::Open::existing);
  require_current(*database, log_schema());
  return database;
}

std::string read_epoch(Database &database) {
  auto const epoch = database.text("SELECT value FROM meta WHERE key = 'epoch'");
  if (epoch.empty()) {
    throw StorageFailed(database.file().string() +
                        ": the log has no epoch; restore it from the newest backup");
  }
  return epoch;
}

ChainEnd read_end(Database &database, std::string const &epoch, LogUse use) {
  auto end = chain_start(epoch);
  Statement commit(database, "SELECT tick, last_seq, hash FROM commits ORDER BY tick DESC LIMIT 1");
  if (commit.step()) {
    end.tick = commit.unsigned_integer(0);
    end.seq = commit.unsigned_integer(1);
    end.commit_hash = commit.bytes(2);
  }
  Statement fact(database, "SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1");
  std::uint64_t newest = 0;
  if (fact.step()) {
    newest = fact.unsigned_integer(0);
    end.fact_hash = fact.bytes(1);
  }
  if (newest != end.seq && use == LogUse::serve) {
    throw StorageFailed(database.file().string() + ": the newest fact is " +
                        std::to_string(newest) + ", the newest commit ends with " +
                        std::to_string(end.seq) + "; run yuntu verify, restore a backup");
  }
  return end;
}

ChainEnd read_end_at(Database &database, std::string const &epoch, std::uint64_t tick) {
  auto end = chain_start(epoch);
  if (tick == 0) {
    return end;
  }
  Statement commit(database, "SELECT last_seq, hash FROM commits WHERE tick = ?");
  commit.bind(1, tick);
  if (!commit.step()) {
    throw StorageFailed(database.file().string() + ": commit " + std::to_string(tick) +
                        " is missing; run yuntu verify, restore a backup");
  }
  end.tick = tick;
  end.seq = commit.unsigned_integer(0);
  end.commit_hash = commit.bytes(1);
  Statement fact(database, "SELECT hash FROM facts WHERE seq = ?");
  fact.bind(1, end.seq);
  if (fact.step()) {
    end.fact_hash = fact.bytes(0);
  }
  return end;
}

std::optional<std::string> missing_of(Database &database, std::string const &epoch,
                                      LogHead const &mark) {
  if (mark.epoch != epoch) {
    return "log.head belongs to another log (epoch " + mark.epoch + ", the log has " + epoch + ")" +
           acceptance;
  }
  if (mark.tick == 0) {
    return std::nullopt;
  }
  Statement select(database, "SELECT last_seq, hash FROM commits WHERE tick = ?");
  select.bind(1, mark.tick);
  if (!select.step()) {
    auto const newest = database.integer("SELECT coalesce(max(tick), 0) FROM commits");
    return "acknowledged commits are missing: log.head knows commit " + std::to_string(mark.tick) +
           ", the log ends with " + std::to_string(newest) + acceptance;
  }
  if (select.unsigned_integer(0) != mark.seq || to_hex(select.bytes(1)) != mark.hash) {
    return "commit " + std::to_string(mark.tick) + " is not the one that was acknowledged" +
           acceptance;
  }
  return std::nullopt;
}

} // namespace yuntu::store
