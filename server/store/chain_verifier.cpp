#include "server/store/chain_verifier.hpp"

namespace yuntu::store {

ChainVerifier::ChainVerifier(std::string_view epoch, std::string known_head)
    : end_(chain_start(epoch)), newest_fact_(end_.fact_hash), known_head_(std::move(known_head)) {
  is_known_head_seen_ = known_head_.empty() || known_head_ == to_hex(end_.commit_hash);
}

ChainVerifier::ChainVerifier(ChainEnd start)
    : end_(std::move(start)), newest_fact_(end_.fact_hash), is_known_head_seen_(true) {}

void ChainVerifier::fault(std::uint64_t seq, std::string const &reason) {
  if (report_.ok) {
    report_.ok = false;
    report_.first_bad = VerifyReport::Bad{seq, reason};
  }
}

bool ChainVerifier::add(StoredCommit const &commit, Positions positions) {
  if (!report_.ok || !check_place(commit.row) || !check_facts(commit) ||
      !check_commit(commit, positions)) {
    return false;
  }
  end_ = end_after(std::move(end_), commit);
  report_.facts = end_.seq;
  is_known_head_seen_ = is_known_head_seen_ || known_head_ == to_hex(end_.commit_hash);
  return true;
}

bool ChainVerifier::check_place(CommitRow const &row) {
  if (row.tick != end_.tick + 1) {
    fault(end_.seq + 1, "commit " + std::to_string(end_.tick + 1) + " is missing");
  } else if (row.first_seq != end_.seq + 1 || row.last_seq + 1 < row.first_seq) {
    fault(end_.seq + 1, "commit " + std::to_string(row.tick) + ": its range of facts was changed");
  }
  return report_.ok;
}

bool ChainVerifier::check_facts(StoredCommit const &commit) {
  auto expected = end_.seq + 1;
  newest_fact_ = end_.fact_hash;
  for (auto const &fact : commit.facts) {
    if (!check_fact(fact, expected, commit.row.tick - 1)) {
      return false;
    }
    newest_fact_ = fact.row.hash;
    ++expected;
  }
  if (expected != commit.row.last_seq + 1) {
    fault(expected, "fact " + std::to_string(expected) + " is missing");
  }
  return report_.ok;
}

bool ChainVerifier::check_fact(StoredFact const &fact, std::uint64_t expected_seq,
                               std::uint64_t tick) {
  auto const &row = fact.row;
  if (row.seq != expected_seq) {
    fault(expected_seq, "fact " + std::to_string(expected_seq) + " is missing");
  } else if (row.tick != tick || row.hash != fact_hash(newest_fact_, row)) {
    fault(row.seq, "fact " + std::to_string(row.seq) + " was changed");
  }
  return report_.ok && check_sealed(row.text_digest, fact.text, row.seq,
                                    "the text of fact " + std::to_string(row.seq));
}

bool ChainVerifier::check_commit(StoredCommit const &commit, Positions positions) {
  auto const name = "commit " + std::to_string(commit.row.tick);
  auto const seq = commit.row.first_seq;
  if (commit.row.hash != commit_hash(end_.commit_hash, commit.row, newest_fact_)) {
    fault(seq, name + " was changed");
  }
  if (positions == Positions::in_track) {
    return report_.ok;
  }
  return report_.ok && check_sealed(commit.row.positions_digest, commit.positions, seq,
                                    "the position block of " + name);
}

bool ChainVerifier::check_sealed(std::string const &digest, std::optional<Sealed> const &sealed,
                                 std::uint64_t seq, std::string const &what) {
  if (!sealed) {
    report_.expired += digest.empty() ? 0U : 1U;
  } else if (digest.empty()) {
    fault(seq, what + " was added afterwards");
  } else if (sealed->digest() != digest) {
    fault(seq, what + " was changed");
  }
  return report_.ok;
}

VerifyReport ChainVerifier::finish() {
  if (!is_known_head_seen_) {
    fault(end_.seq + 1, "the chain does not contain the known head " + known_head_ +
                            ": commits are missing at the end, or this is another log");
  }
  report_.head = to_hex(end_.commit_hash);
  return report_;
}

} // namespace yuntu::store
