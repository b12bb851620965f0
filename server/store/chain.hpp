#pragma once

#include "server/store/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::store {

/// A fact as it is stored. `text_digest` is empty when the fact has no personal text.
struct FactRow {
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  std::int64_t event_ms = 0;
  std::int64_t ingest_ms = 0;
  std::string actor;
  std::string kind;
  std::string body; ///< JSON text
  std::string text_digest;
  Digest hash; ///< over the hash of the fact before and every field above
};

/// A commit as it is stored. `first_seq` = `last_seq` + 1 when it holds positions only.
struct CommitRow {
  std::uint64_t tick = 0;
  std::int64_t time_ms = 0;
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = 0;
  std::string positions_digest; ///< empty: no positions
  Digest hash; ///< over the hash of the commit before, tick, time, digest and newest fact's hash
};

struct StoredFact {
  FactRow row;
  std::optional<Sealed> text; ///< absent: none, or erased
};

struct StoredCommit {
  CommitRow row;
  std::vector<StoredFact> facts;
  std::optional<Sealed> positions; ///< absent: none, or past retention
};

/// Where a chain stands; what the next commit is hashed onto.
struct ChainEnd {
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  Digest fact_hash;
  Digest commit_hash;
};

/// Both hashes begin with that of the epoch.
[[nodiscard]] ChainEnd chain_start(std::string_view epoch);
[[nodiscard]] Digest fact_hash(Digest const &previous, FactRow const &row);
[[nodiscard]] Digest commit_hash(Digest const &previous, CommitRow const &row,
                                 Digest const &newest_fact);
/// The end after `commit`, whose hashes are taken as they are.
[[nodiscard]] ChainEnd end_after(ChainEnd end, StoredCommit const &commit);

} // namespace yuntu::store
