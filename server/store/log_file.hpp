#pragma once

#include "server/store/chain.hpp"
#include "server/store/event_log.hpp"
#include "server/store/log_store.hpp"
#include "server/store/sqlite.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace yuntu::store {

/// "log.sqlite" -> "log.head", in the same folder.
[[nodiscard]] std::filesystem::path mark_file_of(std::filesystem::path const &log);

/// "log.sqlite" -> "tracks", likewise.
[[nodiscard]] std::filesystem::path tracks_of(std::filesystem::path const &log);

/// Opens or creates the database behind LogStore, checked as its class comment says except for the
/// mark's commit. `mark`: what log.head knows.
[[nodiscard]] std::unique_ptr<Database> open_log_file(std::filesystem::path const &file,
                                                      LogOptions const &options,
                                                      std::optional<LogHead> const &mark);
/// To look back in, beside a running server too: unchecked but for its version. Throws
/// StorageFailed.
[[nodiscard]] std::unique_ptr<Database> open_log_to_read(std::filesystem::path const &file);
[[nodiscard]] std::string read_epoch(Database &database);
/// Throws StorageFailed when facts and commits do not end together, unless inspecting.
[[nodiscard]] ChainEnd read_end(Database &database, std::string const &epoch, LogUse use);
/// As it was after this commit; the beginning for tick 0. Throws StorageFailed when it is not
/// there.
[[nodiscard]] ChainEnd read_end_at(Database &database, std::string const &epoch,
                                   std::uint64_t tick);
/// Why the log cannot be the one that wrote the mark; nullopt = it contains that commit.
[[nodiscard]] std::optional<std::string> missing_of(Database &database, std::string const &epoch,
                                                    LogHead const &mark);

} // namespace yuntu::store
