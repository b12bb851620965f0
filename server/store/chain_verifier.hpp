#pragma once

#include "server/store/chain.hpp"
#include "server/store/event_log.hpp"

namespace yuntu::store {

/// Takes the stored commits in order and finds the first place where they are not what was written.
/// A text or position block that is gone while its digest stands is "expired", not a fault.
class ChainVerifier {
public:
  /// `known_head`: hex hash that must occur; empty = none.
  ChainVerifier(std::string_view epoch, std::string known_head);
  /// Behind a place that is taken for good.
  explicit ChainVerifier(ChainEnd start);

  /// Where the positions of a commit are that has no block beside it.
  enum class Positions : bool {
    beside,  ///< nowhere: past retention
    in_track ///< in a segment of a track, whose own digest stands in the chain
  };
  /// False once a fault is found: the rest need not be given.
  bool add(StoredCommit const &commit, Positions positions = Positions::beside);
  /// A fault found by other means, at the end of what was added. The first one stands.
  void fault(std::uint64_t seq, std::string const &reason);
  [[nodiscard]] ChainEnd const &end() const { return end_; }
  [[nodiscard]] VerifyReport finish();

private:
  bool check_place(CommitRow const &row);
  bool check_facts(StoredCommit const &commit);
  bool check_fact(StoredFact const &fact, std::uint64_t expected_seq, std::uint64_t tick);
  bool check_commit(StoredCommit const &commit, Positions positions);
  bool check_sealed(std::string const &digest, std::optional<Sealed> const &sealed,
                    std::uint64_t seq, std::string const &what);

  ChainEnd end_;
  Digest newest_fact_;
  std::string known_head_;
  bool is_known_head_seen_ = false;
  VerifyReport report_;
};

} // namespace yuntu::store
