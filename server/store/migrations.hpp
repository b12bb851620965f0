#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace yuntu::store {

class Database;

/// What a database of yuntu is, and how it came to be.
struct Schema {
  std::string name;            ///< for messages: "log"
  std::int32_t application_id; ///< tells our file from any other SQLite file
  std::span<std::string_view const> scripts;
};

inline constexpr std::int32_t log_application_id = 0x79746c67;  // "ytlg"
inline constexpr std::int32_t base_application_id = 0x79746261; // "ytba"

/// Brings the database to the newest version: every step one transaction, so that a kill leaves
/// the old or the new one. `after_create` runs inside the first step of an empty file.
/// Throws StorageFailed for a newer version and for a file that is not this kind of database.
void migrate(Database &database, Schema const &schema,
             std::function<void()> const &after_create = nullptr);

/// What `migrate` would refuse is refused; nothing is written. Throws StorageFailed, also when the
/// file holds no database yet or an older version.
void require_current(Database &database, Schema const &schema);

} // namespace yuntu::store
