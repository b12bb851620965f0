#pragma once

#include <memory>
#include <string>

#include <libpq-fe.h>

namespace yuntu::bench {

using PostgresResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// One connection to a peer that is a PostgreSQL.
class Postgres {
public:
  /// Throws std::runtime_error with the server's words and what was being done, as all of these.
  Postgres(std::string const &settings, std::string const &peer);
  ~Postgres() { PQfinish(handle_); }
  Postgres(Postgres const &) = delete;
  Postgres &operator=(Postgres const &) = delete;

  [[nodiscard]] PGconn *handle() const { return handle_; }
  void run(std::string const &sql) const;
  /// `rows` in COPY's text form.
  void copy(std::string const &table, std::string const &rows) const;
  [[noreturn]] void fail(std::string const &doing) const;

private:
  PGconn *handle_;
};

} // namespace yuntu::bench
