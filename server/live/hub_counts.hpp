#pragma once

#include <cstddef>
#include <cstdint>

namespace yuntu::live {

/// What became of the reports of workers, each counted once for every viewer that was subscribed:
/// offered = delivered + conflated + unseen + what is still to be sent.
struct RecordCounts {
  std::uint64_t offered = 0;
  std::uint64_t delivered = 0; ///< in a flush, or in a gap on the same connection
  std::uint64_t conflated = 0; ///< superseded before they were sent, by a later one or a snapshot
  std::uint64_t unseen = 0;    ///< out of view or of rights
  std::uint64_t whole = 0;     ///< besides: workers sent in snapshots, gaps and new parts of a view
};

/// What the hub has done so far, and how large everything is that could grow.
struct HubCounts {
  std::size_t viewers = 0;
  std::size_t waiting = 0; ///< subscriptions not answered yet
  std::size_t busy = 0;    ///< viewers that are still being written to
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t gaps = 0; ///< subscriptions that were answered by what had changed
  std::uint64_t resyncs = 0;
  std::uint64_t shared = 0; ///< frames that were made for another viewer
  RecordCounts records;

  std::size_t blocks = 0;
  std::size_t dirty_blocks = 0; ///< changed since the last flush
  std::size_t departures = 0;
  std::size_t pages = 0; ///< of 32x32 cells
  std::size_t workers = 0;
  std::size_t audiences = 0;
  std::size_t rights_classes = 0;
  std::size_t ring_facts = 0;
  std::size_t incidents = 0;
  std::size_t count_areas = 0;
  std::size_t queued_frames = 0;
  std::size_t queued_bytes = 0;
};

} // namespace yuntu::live
