#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/device_mark.hpp"
#include "server/model/recent_fixes.hpp"
#include "server/model/time.hpp"

#include <array>
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

/// A fence that a worker is in.
struct FenceStay {
  std::string code;
  Time since;

  friend bool operator==(FenceStay const &, FenceStay const &) = default;
};

/// Which areas the facts say a worker is in, and since when; not where the newest fix lies, which a
/// border crossed for a moment changes. Buildings are left out.
struct Presence {
  AreaCodes areas;                            ///< of levels only
  std::array<Time, area_level_count> since{}; ///< of a level without an area: the epoch
  std::vector<FenceStay> fences;              ///< by code

  void enter(AreaRef const &area, Time at);
  /// Nothing when it is another area that the worker is in.
  void leave(AreaRef const &area);
  /// Nothing when the worker is in it already.
  void enter_fence(std::string const &code, Time at);
  void leave_fence(std::string const &code);
  /// Whether these are the fences that the worker is in.
  [[nodiscard]] bool is_in_fences(AreaCodes::Fences const &codes) const;
  friend bool operator==(Presence const &, Presence const &) = default;
};

/// Positions are state: the newest fix with the tick of its last change.
struct Worker {
  std::string id;
  std::optional<WorkerFix> fix;
  std::uint64_t tick = 0; ///< of the commit that last changed what a viewer sees
  /// Newest last, at most 32: a late fix is taken when its time lies in a spell.
  std::vector<DutySpell> duty;
  Presence presence;
  RecentFixes path; ///< the newest fixes, in order of time
  RecentFixes late; ///< the last of those that came too late for the marker, as they came

  [[nodiscard]] bool is_on_duty() const { return !duty.empty() && !duty.back().until; }
  [[nodiscard]] bool was_on_duty(Time at) const;
  friend bool operator==(Worker const &, Worker const &) = default;
};

} // namespace yuntu::model
