#pragma once

#include "geo/street_snapper.hpp"
#include "tools/bench/bench_town.hpp"
#include "tools/bench/reach_bed.hpp"

namespace yuntu::bench {

/// One station and its exact buildings, the outline as GeoJSON, and all stations at once, turn by
/// turn with the peers that the environment names (tools/bench/peers): YUNTU_BENCH_POSTGIS for
/// pgRouting, YUNTU_BENCH_VALHALLA for Valhalla. What is not named is not measured.
/// Throws std::runtime_error with a peer's own words.
void measure_beside_peers(ReachBed const &bed, geo::StreetSnapper const &snapper, Town const &town);

} // namespace yuntu::bench
