#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace yuntu::testing {

/// A second, careless connection: the hand that tampers, or another process that holds the lock.
class RawSqlite {
public:
  explicit RawSqlite(std::filesystem::path const &file) {
    if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK) {
      throw std::runtime_error("cannot open " + file.string());
    }
  }
  ~RawSqlite() { sqlite3_close(handle_); }
  RawSqlite(RawSqlite const &) = delete;
  RawSqlite &operator=(RawSqlite const &) = delete;

  /// The error message, empty when it went well.
  std::string try_run(std::string const &sql) {
    char *message = nullptr;
    sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
    std::string const text = message == nullptr ? "" : message;
    sqlite3_free(message);
    return text;
  }
  void run(std::string const &sql) {
    auto const message = try_run(sql);
    if (!message.empty()) {
      throw std::runtime_error(message + " in: " + sql);
    }
  }
  void drop_triggers() {
    for (auto const *const name : {"facts_in_order", "facts_no_update", "facts_no_delete",
                                   "commits_in_order", "commits_no_update", "commits_no_delete",
                                   "texts_no_update", "position_blocks_no_update"}) {
      run(std::string("DROP TRIGGER ") + name);
    }
  }

private:
  sqlite3 *handle_ = nullptr;
};

} // namespace yuntu::testing
