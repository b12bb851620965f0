#pragma once

#include "server/store/chain.hpp"
#include "server/store/sqlite.hpp"

#include <optional>

namespace yuntu::store {

/// Stored commits in order of tick with their facts, texts and position blocks, in one pass over
/// each table. Believes nothing: facts are dealt out by `last_seq`, whatever is there.
class LogCursor {
public:
  LogCursor(Database &database, std::uint64_t after_tick);

  [[nodiscard]] std::optional<StoredCommit> next();
  /// After the last commit: the seq of a fact that belongs to none.
  [[nodiscard]] std::optional<std::uint64_t> loose_fact() const;

private:
  void read_fact();

  Statement commits_;
  Statement facts_;
  std::optional<StoredFact> ahead_;
};

} // namespace yuntu::store
