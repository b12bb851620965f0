#include "tests/faults/old_schema.hpp"

#include "server/store/migrations.hpp"
#include "server/store/sqlite.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuntu::faults {
namespace {

using store::Database;

constexpr std::array<std::string_view, newest_schema> scripts{
    "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL);",
    "ALTER TABLE words ADD COLUMN length INTEGER NOT NULL DEFAULT 0;"
    "UPDATE words SET length = length(word);",
    "CREATE TABLE lines (id INTEGER PRIMARY KEY, line TEXT NOT NULL, length INTEGER NOT NULL);"
    "INSERT INTO lines SELECT id, word, length FROM words;"
    "DROP TABLE words;"
    "CREATE INDEX lines_by_length ON lines (length);"};

store::Schema schema_of(std::size_t version) {
  return {"words", 0x79747764, std::span(scripts).first(version)};
}

std::int64_t good_rows(Database &database, std::size_t version) {
  switch (version) {
  case 1:
    return database.integer("SELECT count(*) FROM words WHERE word = 'word ' || id");
  case 2:
    return database.integer("SELECT count(*) FROM words WHERE length = length(word)");
  default:
    return database.integer("SELECT count(*) FROM lines WHERE length = length(line)");
  }
}

} // namespace

void make_database(std::filesystem::path const &file, std::size_t schema, int rows) {
  Database database(file, Database::Open::create_if_absent);
  store::migrate(database, schema_of(1));
  store::Transaction transaction(database);
  database.execute("WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < " +
                   std::to_string(rows) + ") INSERT INTO words SELECT id, 'word ' || id FROM n");
  transaction.commit();
  store::migrate(database, schema_of(schema));
}

void migrate_to_newest(std::filesystem::path const &file) {
  Database database(file, Database::Open::existing);
  store::migrate(database, schema_of(newest_schema));
}

std::size_t whole_schema_of(std::filesystem::path const &file, int rows) {
  Database database(file, Database::Open::existing);
  database.check_integrity();
  auto const version = static_cast<std::size_t>(database.integer("PRAGMA user_version"));
  auto const tables = database.integer("SELECT count(*) FROM sqlite_master WHERE type = 'table'");
  auto const indexes = database.integer("SELECT count(*) FROM sqlite_master WHERE type = 'index'");
  bool const is_known = version >= 1 && version <= newest_schema;
  if (!is_known || tables != 1 || indexes != (version == newest_schema ? 1 : 0) ||
      good_rows(database, version) != rows) {
    throw std::runtime_error(file.string() + ": neither old nor new, version " +
                             std::to_string(version));
  }
  return version;
}

} // namespace yuntu::faults
