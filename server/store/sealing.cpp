#include "server/store/sealing.hpp"

#include "server/store/event_log.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/position_block.hpp"

#include <stdexcept>

namespace yuntu::store {
namespace {

void expect(std::uint64_t actual, std::uint64_t expected, std::string const &what) {
  if (actual != expected) {
    throw std::logic_error("log: " + what + " is " + std::to_string(actual) + ", expected " +
                           std::to_string(expected));
  }
}

StoredFact seal_fact(model::Fact const &fact, Digest const &previous, SaltSource const &salt) {
  auto encoded = encode_body(fact.body);
  StoredFact stored;
  stored.row = {fact.seq,
                fact.tick,
                model::to_unix_ms(fact.event_time),
                model::to_unix_ms(fact.ingest_time),
                fact.actor,
                std::string(encoded.kind),
                std::move(encoded.json),
                {},
                {}};
  if (!fact.text.empty()) {
    stored.text = Sealed{salt(), fact.text};
    stored.row.text_digest = stored.text->digest();
  }
  stored.row.hash = fact_hash(previous, stored.row);
  return stored;
}

model::Fact unseal_fact(StoredFact const &stored) {
  auto const &row = stored.row;
  return {row.seq,
          row.tick,
          model::from_unix_ms(row.event_ms),
          model::from_unix_ms(row.ingest_ms),
          row.actor,
          decode_body(row.seq, row.kind, row.body),
          stored.text ? stored.text->body : std::string{}};
}

} // namespace

StoredCommit seal(ChainEnd const &end, model::CommitGroup const &group, SaltSource const &salt) {
  expect(group.tick, end.tick + 1, "the tick of the group");
  StoredCommit commit;
  auto newest = end.fact_hash;
  auto seq = end.seq;
  for (auto const &fact : group.facts) {
    expect(fact.seq, seq + 1, "the seq of a fact");
    expect(fact.tick, end.tick, "the tick of fact " + std::to_string(fact.seq));
    commit.facts.push_back(seal_fact(fact, newest, salt));
    newest = commit.facts.back().row.hash;
    ++seq;
  }
  commit.row = {group.tick, model::to_unix_ms(group.time), end.seq + 1, seq, {}, {}};
  if (!group.positions.empty()) {
    commit.positions = Sealed{salt(), encode_positions(group.positions)};
    commit.row.positions_digest = commit.positions->digest();
  }
  commit.row.hash = commit_hash(end.commit_hash, commit.row, newest);
  return commit;
}

model::CommitGroup unseal(StoredCommit const &commit) {
  model::CommitGroup group;
  group.tick = commit.row.tick;
  group.time = model::from_unix_ms(commit.row.time_ms);
  for (auto const &fact : commit.facts) {
    group.facts.push_back(unseal_fact(fact));
  }
  if (commit.positions) {
    try {
      group.positions = decode_positions(commit.positions->body);
    } catch (StorageFailed const &error) {
      throw StorageFailed("commit " + std::to_string(group.tick) + ": " + error.what() +
                          "; run yuntu verify");
    }
  }
  return group;
}

SaltSource random_salts() {
  return [] { return random_bytes(salt_bytes); };
}

} // namespace yuntu::store
