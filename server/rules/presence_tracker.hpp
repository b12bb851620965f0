#pragma once

#include "server/model/area.hpp"
#include "server/model/fact.hpp"
#include "server/model/worker.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace yuntu::rules {

struct PresenceChange {
  std::vector<model::AreaRef> entered;
  std::vector<model::AreaRef> left;
  std::vector<std::int64_t> dwell_ms; ///< of `left`, in its order
  std::vector<std::string> entered_fences = {};
  std::vector<model::FenceDwell> left_fences = {};

  [[nodiscard]] bool is_empty() const {
    return entered.empty() && left.empty() && entered_fences.empty() && left_fences.empty();
  }
  friend bool operator==(PresenceChange const &, PresenceChange const &) = default;
};

[[nodiscard]] model::PresenceChanged fact_of(std::string worker, PresenceChange change,
                                             std::string cause);

/// When being outside counts as having left.
struct PresenceLimits {
  std::size_t fixes = 2; ///< in a row, each outside by more than its accuracy; or
  model::Duration outside{std::chrono::seconds{10}}; ///< this long after the first such one
};

/// Metres from a place to an area or a fence it is outside of; 0 inside or on the border, infinity
/// when it is not in use.
struct DistanceOutside {
  std::function<double(model::AreaRef const &, geo::LonLat)> of_area;
  std::function<double(std::string const &, geo::LonLat)> of_fence;
};

/// What the worker's newest fix, and the time since, say about the areas the facts have put it in.
/// Entering from nowhere holds at once; the change to another area or to none when the worker has
/// left by the limits: near a border a fix may err. A fence is entered at once too, whatever others
/// one is in, and left by the same limits. Everything it needs is in the worker, so asking
/// again changes nothing. Outermost level first, buildings left out (who passed which building is
/// the patrol's question). `at`: of the fix, or now when time has passed without one.
[[nodiscard]] PresenceChange presence_step(model::Worker const &worker, model::Time at,
                                           DistanceOutside const &distance_outside,
                                           PresenceLimits const &limits = {});
/// Whether the newest fix lies elsewhere than the facts say: presence_step may have more to say
/// once time has passed.
[[nodiscard]] bool is_presence_unsettled(model::Worker const &worker);

/// The areas' borders have moved: the change to `areas`, without waiting.
[[nodiscard]] PresenceChange presence_moved(model::Presence const &presence,
                                            model::AreaCodes const &areas, model::Time at);
/// Leaving everything: duty ends.
[[nodiscard]] inline PresenceChange presence_ended(model::Presence const &presence,
                                                   model::Time at) {
  return presence_moved(presence, {}, at);
}

} // namespace yuntu::rules
