#include "server/store/chain.hpp"

#include "server/store/byte_codec.hpp"

namespace yuntu::store {

// The first field of each serialisation names what it is, so that no two kinds share a hash.

ChainEnd chain_start(std::string_view epoch) {
  ByteWriter bytes;
  bytes.put_sized("yuntu epoch");
  bytes.put_sized(epoch);
  auto const hash = blake2b(bytes.bytes());
  return {0, 0, hash, hash};
}

Digest fact_hash(Digest const &previous, FactRow const &row) {
  ByteWriter bytes;
  bytes.put_sized("yuntu fact");
  bytes.put_sized(previous);
  bytes.put_fixed64(row.seq);
  bytes.put_fixed64(row.tick);
  bytes.put_fixed64(static_cast<std::uint64_t>(row.event_ms));
  bytes.put_fixed64(static_cast<std::uint64_t>(row.ingest_ms));
  bytes.put_sized(row.actor);
  bytes.put_sized(row.kind);
  bytes.put_sized(row.body);
  bytes.put_sized(row.text_digest);
  return blake2b(bytes.bytes());
}

Digest commit_hash(Digest const &previous, CommitRow const &row, Digest const &newest_fact) {
  ByteWriter bytes;
  bytes.put_sized("yuntu commit");
  bytes.put_sized(previous);
  bytes.put_fixed64(row.tick);
  bytes.put_fixed64(static_cast<std::uint64_t>(row.time_ms));
  bytes.put_sized(row.positions_digest);
  bytes.put_sized(newest_fact);
  return blake2b(bytes.bytes());
}

ChainEnd end_after(ChainEnd end, StoredCommit const &commit) {
  end.tick = commit.row.tick;
  end.seq = commit.row.last_seq;
  end.commit_hash = commit.row.hash;
  if (!commit.facts.empty()) {
    end.fact_hash = commit.facts.back().row.hash;
  }
  return end;
}

} // namespace yuntu::store
