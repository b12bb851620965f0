#include "server/store/sqlite.hpp"

#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>

namespace yuntu::store {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr auto pragmas = R"(
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA journal_size_limit = 67108864;
)";

char const *advice_for(int code) {
  switch (code) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return "the file is damaged or not a database; restore it from the newest backup";
  case SQLITE_IOERR:
    return "reading or writing failed; check the disk, then start again";
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
  case SQLITE_READONLY:
    return "the file and its folder must be readable and writable by the user yuntu runs as";
  case SQLITE_CONSTRAINT:
    return "the value breaks a rule of the database";
  default:
    return "stop yuntu, check the file, start again";
  }
}

/// SQLite takes a null pointer for NULL; an empty view may hold one.
char const *pointer_of(std::string_view bytes) {
  return bytes.data() == nullptr ? "" : bytes.data();
}

} // namespace

Database::Database(std::filesystem::path const &file, Open open) : file_(file) {
  if (open == Open::create_if_absent) {
    create_private_file(file);
  }
  int const code =
      sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    if (code != SQLITE_OK) {
      raise(handle_ == nullptr ? code : sqlite3_extended_errcode(handle_), "open");
    }
    configure();
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

void Database::configure() {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  execute(pragmas);
  auto const mode = text("PRAGMA journal_mode = WAL");
  if (mode != "wal") {
    throw StorageFailed(file_.string() +
                        ": the write-ahead log cannot be used here (journal mode " + mode +
                        "); put the data directory on a local disk");
  }
}

void Database::raise(int code, std::string const &doing) const {
  auto const what = file_.string() + ": cannot " + doing + ": " +
                    (handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_)) +
                    " (SQLite code " + std::to_string(code) + ")";
  switch (code & 0xff) {
  case SQLITE_FULL:
    throw StorageBusy(StorageBusy::Cause::full, what + "; free space on the disk");
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    throw StorageBusy(StorageBusy::Cause::locked, what + "; another process holds the file");
  default:
    break;
  }
  if (code == SQLITE_IOERR_SHMSIZE) { // the shared index could not grow: the disk is full
    throw StorageBusy(StorageBusy::Cause::full, what + "; free space on the disk");
  }
  throw StorageFailed(what + "; " + advice_for(code & 0xff));
}

void Database::execute(std::string const &sql) {
  int const code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    raise(code, "run a statement");
  }
}

std::int64_t Database::integer(std::string const &sql) {
  Statement statement(*this, sql);
  auto const value = statement.step() ? statement.integer(0) : 0;
  statement.finish();
  return value;
}

std::string Database::text(std::string const &sql) {
  Statement statement(*this, sql);
  auto const value = statement.step() ? statement.bytes(0) : std::string{};
  statement.finish();
  return value;
}

void Database::load_extension(std::string const &name) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
  char *message = nullptr;
  int const code = sqlite3_load_extension(handle_, name.c_str(), nullptr, &message);
  std::unique_ptr<char, decltype(&sqlite3_free)> const owned(message, &sqlite3_free);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  if (code != SQLITE_OK) {
    throw StorageFailed("SQLite extension " + name + " cannot be loaded: " +
                        (message == nullptr ? sqlite3_errstr(code) : message) +
                        "; install the package libsqlite3-mod-spatialite");
  }
}

void Database::check_integrity() {
  auto const found = text("PRAGMA quick_check(1)");
  if (found != "ok") {
    throw StorageFailed(file_.string() + ": the file is damaged (" + found +
                        "); restore it from the newest backup");
  }
}

void Database::shorten_write_ahead_log() {
  sqlite3_busy_timeout(handle_, 0);
  int const code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  int const kind = code & 0xff;
  if (kind != SQLITE_OK && kind != SQLITE_BUSY && kind != SQLITE_LOCKED) {
    raise(code, "shorten the write-ahead log");
  }
}

Statement::Statement(Database &database, std::string_view sql) : database_(database) {
  int const code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  check(code, "prepare a statement");
}

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

void Statement::check(int code, char const *doing) const {
  if (code != SQLITE_OK) {
    database_.raise(code, doing);
  }
}

Statement &Statement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, index, value), "bind a value");
  return *this;
}

Statement &Statement::bind(int index, std::uint64_t value) {
  return bind(index, static_cast<std::int64_t>(value));
}

Statement &Statement::bind_text(int index, std::string_view value) {
  check(sqlite3_bind_text64(handle_, index, pointer_of(value), value.size(), SQLITE_STATIC,
                            SQLITE_UTF8),
        "bind a text");
  return *this;
}

Statement &Statement::bind_blob(int index, std::string_view value) {
  check(sqlite3_bind_blob64(handle_, index, pointer_of(value), value.size(), SQLITE_STATIC),
        "bind a blob");
  return *this;
}

Statement &Statement::bind_blob_or_null(int index, std::string_view value) {
  if (!value.empty()) {
    return bind_blob(index, value);
  }
  check(sqlite3_bind_null(handle_, index), "bind NULL");
  return *this;
}

bool Statement::step() {
  int const code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    database_.raise(code, "read or write");
  }
  return false;
}

void Statement::run() {
  struct Reset {
    Statement &statement;
    ~Reset() { statement.reset(); }
  } const guard{*this};
  while (step()) {
  }
}

void Statement::finish() {
  int const code = sqlite3_reset(handle_);
  check(code, "finish a statement");
}

void Statement::reset() {
  sqlite3_reset(handle_);
} // repeats the error already thrown

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::uint64_t Statement::unsigned_integer(int column) const {
  return static_cast<std::uint64_t>(integer(column));
}

std::string_view Statement::view(int column) const {
  auto const *const data = static_cast<char const *>(sqlite3_column_blob(handle_, column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return data == nullptr ? std::string_view{} : std::string_view(data, size);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

Transaction::Transaction(Database &database, Kind kind) : database_(database) {
  database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // SQLite has already rolled back after some errors; then there is nothing left to do.
  if (is_open_ && sqlite3_get_autocommit(database_.handle()) == 0) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  int const code = sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    database_.raise(code, "commit");
  }
  is_open_ = false;
}

} // namespace yuntu::store
