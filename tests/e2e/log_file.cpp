#include "tests/e2e/log_file.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace yuntu::test {
namespace {

struct Closer {
  void operator()(sqlite3 *database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, Closer>;

Database open_log(std::filesystem::path const &data) {
  sqlite3 *database = nullptr;
  auto const file = data / "log.sqlite";
  auto const code = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  Database opened(database);
  if (code != SQLITE_OK) {
    throw std::runtime_error("cannot open " + file.string());
  }
  return opened;
}

std::int64_t run(Database const &database, std::string const &sql) {
  std::int64_t value = 0;
  auto const take = [](void *to, int columns, char **values, char **) {
    *static_cast<std::int64_t *>(to) = columns > 0 && values[0] ? std::stoll(values[0]) : 0;
    return 0;
  };
  char *error = nullptr;
  if (sqlite3_exec(database.get(), sql.c_str(), take, &value, &error) != SQLITE_OK) {
    std::string const words = error;
    sqlite3_free(error);
    throw std::runtime_error(sql + ": " + words);
  }
  return value;
}

} // namespace

// data/schema names two derived tables; a new one belongs here.
std::int64_t count_derived_rows(std::filesystem::path const &data) {
  return run(open_log(data), "SELECT (SELECT count(*) FROM checkpoints) + "
                             "(SELECT count(*) FROM keyframes)");
}

void delete_derived_rows(std::filesystem::path const &data) {
  run(open_log(data), "DELETE FROM checkpoints; DELETE FROM keyframes");
}

void tamper_with_fact(std::filesystem::path const &data, std::int64_t seq) {
  auto const database = open_log(data);
  run(database, "DROP TRIGGER facts_no_update");
  run(database,
      "UPDATE facts SET body = replace(body, '\":', '\": ') WHERE seq = " + std::to_string(seq));
}

struct HeldLog::Impl {
  Database database;
};

HeldLog::HeldLog(std::filesystem::path const &data)
    : impl_(std::make_unique<Impl>(Impl{open_log(data)})) {
  sqlite3_busy_timeout(impl_->database.get(), 5'000);
  run(impl_->database, "BEGIN IMMEDIATE");
}

HeldLog::~HeldLog() {
  sqlite3_exec(impl_->database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace yuntu::test
