#include "server/store/start_check.hpp"

#include "server/store/chain_verifier.hpp"
#include "server/store/log_cursor.hpp"
#include "server/store/log_file.hpp"

namespace yuntu::store {
namespace {

void check_tail(Database &database) {
  Transaction const snapshot(database, Transaction::Kind::read);
  auto const checkpoint =
      static_cast<std::uint64_t>(database.integer("SELECT max(tick) FROM checkpoints"));
  auto const epoch = read_epoch(database);
  ChainVerifier verifier(read_end_at(database, epoch, checkpoint));
  LogCursor cursor(database, checkpoint);
  while (auto const commit = cursor.next()) {
    if (!verifier.add(*commit)) {
      break;
    }
  }
  auto const report = verifier.finish();
  if (report.first_bad) {
    throw StorageFailed(database.file().string() + ": " + report.first_bad->reason +
                        "; run yuntu verify, restore log.sqlite and log.head from a backup");
  }
}

} // namespace

StartCheck::StartCheck(std::filesystem::path const &log)
    : done_(std::async(std::launch::async, [log] {
        auto const database = open_log_to_read(log);
        database->check_integrity();
        check_tail(*database);
      })) {}

} // namespace yuntu::store
