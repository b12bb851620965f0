#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace yuntu::faults {

/// A database of three schemas, for what happens between them: version 1 holds rows of text, 2
/// gives each a length, 3 moves them into another table.
inline constexpr std::size_t newest_schema = 3;

/// A database with so many rows, as the version `schema` left it.
void make_database(std::filesystem::path const &file, std::size_t schema, int rows);
/// By the mechanism that the log and the base map go by.
void migrate_to_newest(std::filesystem::path const &file);
/// The schema it has, all of it; throws std::runtime_error when it is neither one nor another.
[[nodiscard]] std::size_t whole_schema_of(std::filesystem::path const &file, int rows);

} // namespace yuntu::faults
