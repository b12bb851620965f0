#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace yuntu::store {

/// One SQLite connection: WAL, synchronous FULL, busy timeout 5 s, foreign keys, defensive; the
/// file is 0600. One thread at a time. Every failure is StorageBusy (no space, a lock: nothing was
/// written) or StorageFailed, naming the file and what to do.
class Database {
public:
  enum class Open {
    create_if_absent,
    existing, ///< StorageFailed when the file is not there
  };

  Database(std::filesystem::path const &file, Open open);
  ~Database();
  Database(Database const &) = delete;
  Database &operator=(Database const &) = delete;

  /// One statement or several; rows are not looked at.
  void execute(std::string const &sql);
  /// The first column of the only row.
  [[nodiscard]] std::int64_t integer(std::string const &sql);
  [[nodiscard]] std::string text(std::string const &sql);
  /// Loads an SQLite extension by C call; the SQL function stays off.
  void load_extension(std::string const &name);
  /// Throws StorageFailed unless `PRAGMA quick_check` finds nothing.
  void check_integrity();
  /// Moves what the write-ahead log holds into the database and cuts it to nothing; a reader or
  /// writer in the way keeps it as it is. Waits for nobody.
  void shorten_write_ahead_log();

  [[nodiscard]] sqlite3 *handle() const { return handle_; }
  [[nodiscard]] std::filesystem::path const &file() const { return file_; }
  /// Throws what `code` means. `doing`: "commit", "open".
  [[noreturn]] void raise(int code, std::string const &doing) const;

private:
  void configure();

  std::filesystem::path file_;
  sqlite3 *handle_ = nullptr;
};

/// A prepared statement. Bound bytes must live until it is run or reset; columns are valid until
/// the next step. Indexes of parameters start at 1, of columns at 0.
class Statement {
public:
  Statement(Database &database, std::string_view sql);
  ~Statement();
  Statement(Statement const &) = delete;
  Statement &operator=(Statement const &) = delete;

  Statement &bind(int index, std::int64_t value);
  Statement &bind(int index, std::uint64_t value);
  Statement &bind_text(int index, std::string_view value);
  Statement &bind_blob(int index, std::string_view value);
  /// Empty is stored as NULL.
  Statement &bind_blob_or_null(int index, std::string_view value);

  /// True when there is a row.
  bool step();
  /// Steps to the end and resets, also when it throws.
  void run();
  void reset();
  /// Resets, and throws what went wrong only at the end: "PRAGMA journal_mode" gives its row before
  /// it has written anything.
  void finish();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::uint64_t unsigned_integer(int column) const;
  /// Text or blob; empty for NULL.
  [[nodiscard]] std::string bytes(int column) const { return std::string(view(column)); }
  /// The same, valid until the next step.
  [[nodiscard]] std::string_view view(int column) const;
  [[nodiscard]] bool is_null(int column) const;

private:
  void check(int code, char const *doing) const;

  Database &database_;
  sqlite3_stmt *handle_ = nullptr;
};

/// BEGIN IMMEDIATE; rolled back unless committed.
class Transaction {
public:
  enum class Kind { write, read };
  explicit Transaction(Database &database, Kind kind = Kind::write);
  ~Transaction();
  Transaction(Transaction const &) = delete;
  Transaction &operator=(Transaction const &) = delete;

  void commit();

private:
  Database &database_;
  bool is_open_ = true;
};

} // namespace yuntu::store
