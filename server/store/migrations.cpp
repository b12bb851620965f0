#include "server/store/migrations.hpp"

#include "server/store/event_log.hpp"
#include "server/store/sqlite.hpp"

namespace yuntu::store {
namespace {

std::size_t read_version(Database &database, Schema const &schema) {
  auto const version = database.integer("PRAGMA user_version");
  auto const application = database.integer("PRAGMA application_id");
  bool const is_empty = database.integer("SELECT count(*) FROM sqlite_master") == 0;
  if (is_empty && version == 0 && application == 0) {
    return 0;
  }
  if (application != schema.application_id || version < 1) {
    throw StorageFailed(database.file().string() + ": this is not yuntu's " + schema.name +
                        "; move the file away or name another data directory");
  }
  if (static_cast<std::size_t>(version) > schema.scripts.size()) {
    throw StorageFailed(database.file().string() + ": written by a newer yuntu (schema " +
                        std::to_string(version) + ", this one knows " +
                        std::to_string(schema.scripts.size()) +
                        "); start the newer version or restore a backup made before it");
  }
  return static_cast<std::size_t>(version);
}

} // namespace

void migrate(Database &database, Schema const &schema, std::function<void()> const &after_create) {
  auto version = read_version(database, schema);
  while (version < schema.scripts.size()) {
    Transaction transaction(database);
    // Again under the lock: another process may have been faster.
    version = read_version(database, schema);
    if (version == schema.scripts.size()) {
      return;
    }
    database.execute(std::string(schema.scripts[version]));
    if (version == 0) {
      database.execute("PRAGMA application_id = " + std::to_string(schema.application_id));
      if (after_create) {
        after_create();
      }
    }
    ++version;
    database.execute("PRAGMA user_version = " + std::to_string(version));
    transaction.commit();
  }
}

void require_current(Database &database, Schema const &schema) {
  auto const version = read_version(database, schema);
  if (version != schema.scripts.size()) {
    throw StorageFailed(database.file().string() + ": the " + schema.name + " has schema " +
                        std::to_string(version) + ", expected " +
                        std::to_string(schema.scripts.size()) +
                        "; start yuntu-server once to bring it up to date");
  }
}

} // namespace yuntu::store
