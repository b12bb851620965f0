#pragma once

#include "server/store/track_segment.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace yuntu::store {

/// The order in which a segment holds its records, and its dictionary of names.
struct RecordGroups {
  /// Records in a row of one worker, device and boot.
  struct Run {
    std::size_t worker = 0; ///< index into `names`
    std::size_t device = 0;
    std::uint64_t boot = 0;
    std::size_t count = 0;
  };
  std::vector<std::string const *> names; ///< of the records; they must outlive this
  std::vector<TrackRecord const *> order;
  std::vector<Run> runs;
};

/// Workers that share a device, and devices that share a worker, stay together in the order of
/// arrival; everybody else gets a group of its own.
[[nodiscard]] RecordGroups group_records(std::vector<TrackRecord> const &records);

} // namespace yuntu::store
