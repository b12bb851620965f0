#pragma once

#include "tools/bench/live/audit.hpp"
#include "tools/bench/live/latency.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace yuntu::bench {

/// What the client counts while a phase runs.
struct Tally {
  // sent
  std::uint64_t reports = 0;
  std::uint64_t frames = 0;
  std::uint64_t offered = 0; ///< viewers whose box and rights cover a report, added up
  std::uint64_t facts = 0;
  std::uint64_t facts_offered = 0;
  // acknowledged
  std::uint64_t accepted = 0;
  std::uint64_t not_accepted = 0;
  std::map<std::string, std::uint64_t> refusals;
  // received by viewers
  std::int64_t start_ms = 0;   ///< of the phase
  std::uint64_t delivered = 0; ///< worker records in `changes`, of reports since the start
  std::uint64_t earlier = 0;   ///< of older reports
  std::uint64_t snapshot_records = 0;
  std::uint64_t messages = 0;
  std::uint64_t facts_delivered = 0;
  std::uint64_t counts = 0;
  std::uint64_t removes = 0;
  std::uint64_t resyncs = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t foreign = 0; ///< records outside the viewer's cells or rights, or in a wrong cell
  Latency latency;           ///< of records, from the intended send time
  Latency acknowledged;
  Latency facts_seen;
  Latency facts_answered;
  Latency pans; ///< from the intended time to the snapshot
  std::unique_ptr<Audit> audit;
};

} // namespace yuntu::bench
