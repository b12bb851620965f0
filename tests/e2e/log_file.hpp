#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace yuntu::test {

/// Rows in the derived tables of a data directory's log. No server may run on it.
[[nodiscard]] std::int64_t count_derived_rows(std::filesystem::path const &data);
/// Empties every derived table, past the server.
void delete_derived_rows(std::filesystem::path const &data);
/// Writes over the stored body of a fact, as somebody would who tampers with the file.
void tamper_with_fact(std::filesystem::path const &data, std::int64_t seq);

/// Another process that writes to the log of a running server, and takes its time.
class HeldLog {
public:
  explicit HeldLog(std::filesystem::path const &data);
  ~HeldLog();
  HeldLog(HeldLog const &) = delete;
  HeldLog &operator=(HeldLog const &) = delete;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::test
