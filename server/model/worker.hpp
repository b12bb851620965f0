#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::model {

/// Worse than this (200 m, 68 %) a fix is shown but says nothing about areas.
inline constexpr std::uint32_t inaccurate_dm = 2000;

/// The newest accepted fix of a worker and where it lies.
struct WorkerFix {
  geo::LonLat position;
  std::uint32_t accuracy_dm = 0;
  Time time;
  AreaCodes areas;

  friend bool operator==(WorkerFix const &, WorkerFix const &) = default;
};

/// A time on duty; `until` absent = still on.
struct DutySpell {
  Time since;
  std::optional<Time> until;

  friend bool operator==(DutySpell const &, DutySpell const &) = default;
};

/// Positions are state: the newest fix with the tick of its last change.
struct Worker {
  std::string id;
  std::optional<WorkerFix> fix;
  std::uint64_t tick = 0; ///< of the commit that last changed what a viewer sees
  /// Newest last, at most 32: a late fix is taken when its time lies in a spell.
  std::vector<DutySpell> duty;

  [[nodiscard]] bool is_on_duty() const { return !duty.empty() && !duty.back().until; }
  [[nodiscard]] bool was_on_duty(Time at) const;
  friend bool operator==(Worker const &, Worker const &) = default;
};

/// Which sequence numbers of one (device, boot) have been decided: a contiguous mark plus the
/// numbers beyond it (at most 4,096: then the gap before them counts as decided), and the content
/// hashes of the newest, to tell a repeat from a conflict.
struct DeviceMark {
  std::uint64_t through = 0;
  std::vector<std::uint64_t> beyond;                           ///< ascending, all > through + 1
  std::vector<std::pair<std::uint64_t, std::uint64_t>> hashes; ///< (seq, hash), newest 1,024

  [[nodiscard]] bool has(std::uint64_t seq) const;
  void add(std::uint64_t seq, std::uint64_t hash);
  /// nullopt: older than what is remembered.
  [[nodiscard]] std::optional<std::uint64_t> hash_of(std::uint64_t seq) const;
  friend bool operator==(DeviceMark const &, DeviceMark const &) = default;
};

} // namespace yuntu::model
