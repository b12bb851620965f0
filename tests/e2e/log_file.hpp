#pragma once

#include <cstdint>
#include <filesystem>

namespace yuntu::test {

/// Rows in the derived tables of a data directory's log. No server may run on it.
[[nodiscard]] std::int64_t count_derived_rows(std::filesystem::path const &data);
/// Empties every derived table, past the server.
void delete_derived_rows(std::filesystem::path const &data);
/// Writes over the stored body of a fact, as somebody would who tampers with the file.
void tamper_with_fact(std::filesystem::path const &data, std::int64_t seq);

} // namespace yuntu::test
