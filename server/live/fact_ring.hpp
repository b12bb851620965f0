#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/cell.hpp"
#include "server/model/incident.hpp"
#include "server/model/time.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace yuntu::live {

/// What one fact shows to those who may see it: at most one of the three.
struct FactChange {
  std::uint64_t seq = 0;
  model::Time time;
  protocol::Shared<protocol::IncidentUpsert> incident;
  protocol::Shared<protocol::ReachUpsert> reach;
  std::optional<protocol::Remove> remove;
  // Of the incident: what decides who is shown it.
  std::string reporter = {};
  std::string left = {}; ///< who had it to do before, and has it no longer; empty: nobody
  AudienceId audience = 0;
  Cell cell;
  model::Severity severity = model::Severity::routine;

  [[nodiscard]] bool is_shown() const { return incident || reach || remove; }
};

/// The last 10,000 facts or 15 minutes, so that a viewer who was away gets exactly what it missed.
/// Live thread only.
class FactRing {
public:
  static constexpr std::size_t most_facts = 10'000;
  static constexpr model::Duration longest{std::chrono::minutes{15}};

  /// Every fact up to `seq` lies before the ring.
  void start_after(std::uint64_t seq) { covered_from_ = seq; }
  /// Facts in order; those that show nothing only move the mark.
  void add(FactChange change);
  /// Whether every shown fact after `seq` is still here.
  [[nodiscard]] bool covers(std::uint64_t seq) const { return seq >= covered_from_; }
  [[nodiscard]] std::deque<FactChange> const &changes() const { return changes_; }

private:
  std::deque<FactChange> changes_;
  std::uint64_t covered_from_ = 0;
};

} // namespace yuntu::live
