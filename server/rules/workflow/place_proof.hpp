#pragma once

#include "server/model/incident.hpp"
#include "server/model/worker.hpp"

#include <optional>

namespace yuntu::rules {

/// Where an incident is, and how exactly that is known.
struct ProofPlace {
  geo::LonLat position;
  std::optional<double> outside_m; ///< of the fix to the building; 0 in it; absent: no building
  std::optional<double> building_radius_m; ///< half the diagonal of its box
};

/// How near one must be where no building is named.
inline constexpr double proof_radius_m = 30;
/// A fix that is older says nothing, nor does one that is that much newer.
inline constexpr std::chrono::minutes proof_age{3};

/// That somebody with this fix was on site at `time`: in the building or outside it by no more than
/// the fix' accuracy, or within `proof_radius_m` where none is named. nullopt: it proves nothing,
/// as it never does when its accuracy is worse than the building (domain.md F27).
[[nodiscard]] std::optional<model::PlaceProof>
place_proof(ProofPlace const &place, model::WorkerFix const &fix, model::Time time);

} // namespace yuntu::rules
