#include "tools/bench/postgres.hpp"

#include <stdexcept>

namespace yuntu::bench {

Postgres::Postgres(std::string const &settings, std::string const &peer)
    : handle_(PQconnectdb(settings.c_str())) {
  if (PQstatus(handle_) != CONNECTION_OK) {
    std::string const words = PQerrorMessage(handle_);
    PQfinish(handle_);
    throw std::runtime_error(peer + " at \"" + settings + "\": " + words);
  }
}

void Postgres::run(std::string const &sql) const {
  PostgresResult const result(PQexec(handle_, sql.c_str()), &PQclear);
  auto const status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
    fail(sql);
  }
}

void Postgres::copy(std::string const &table, std::string const &rows) const {
  run("copy " + table + " from stdin");
  if (PQputCopyData(handle_, rows.data(), static_cast<int>(rows.size())) != 1 ||
      PQputCopyEnd(handle_, nullptr) != 1) {
    fail("copy " + table);
  }
  while (PostgresResult const result{PQgetResult(handle_), &PQclear}) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      fail("copy " + table);
    }
  }
}

void Postgres::fail(std::string const &doing) const {
  throw std::runtime_error(doing + ": " + PQerrorMessage(handle_));
}

} // namespace yuntu::bench
