#include "server/rules/workflow/place_proof.hpp"

#include "geo/local_frame.hpp"

namespace yuntu::rules {

std::optional<model::PlaceProof> place_proof(ProofPlace const &place, model::WorkerFix const &fix,
                                             model::Time time) {
  double const accuracy_m = fix.accuracy_dm / 10.0;
  bool const is_of_then = time - fix.time <= proof_age && fix.time - time <= proof_age;
  if (!is_of_then || accuracy_m > place.building_radius_m.value_or(proof_radius_m)) {
    return std::nullopt;
  }
  double const distance_m = place.outside_m.value_or(geo::distance_m(place.position, fix.position));
  double const near_enough_m = place.outside_m ? accuracy_m : proof_radius_m;
  if (distance_m > near_enough_m) {
    return std::nullopt;
  }
  return model::PlaceProof{distance_m, accuracy_m, fix.time};
}

} // namespace yuntu::rules
