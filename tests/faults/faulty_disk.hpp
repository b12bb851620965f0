#pragma once

#include "tests/faults/shim_counts.hpp"
#include "tests/geo/temp_dir.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::faults {

/// What goes wrong; 0 = never. Calls are counted from 1, over all threads, on one folder only.
struct DiskFaults {
  std::uint64_t kill_at = 0;       ///< kill -9 at the Nth call that changes something
  bool is_torn = false;            ///< ... and half of it is done when it is a write
  std::uint64_t fail_sync_at = 0;  ///< the Nth fsync or fdatasync: EIO
  std::uint64_t fail_write_at = 0; ///< the Nth write: ENOSPC
  std::uint64_t short_every = 0;   ///< every Nth write is half done or interrupted, in turn
  bool has_power_cuts = false;     ///< cut_power() will be called
  std::string synchronous;         ///< SQLite's setting instead of FULL
};

/// A folder on a disk with faults, for programs started with `environment()`.
class FaultyDisk {
public:
  /// The folder as it is now counts as safe.
  FaultyDisk(std::filesystem::path folder, DiskFaults faults);

  /// "NAME=VALUE" for the program under test.
  [[nodiscard]] std::vector<std::string> environment() const;
  [[nodiscard]] ShimCounts counts() const;
  /// The program is dead. Leaves in the folder what was synced, and nothing else.
  void cut_power() const;

private:
  std::filesystem::path folder_;
  DiskFaults faults_;
  test::TempDir own_; ///< counts and image
};

} // namespace yuntu::faults
