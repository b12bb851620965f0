#pragma once

#include "geo/polygon.hpp"

#include <cstdint>

/// Exact predicates on the 1e-7 degree grid: 64-bit integers only, no tolerance, so that every
/// part of the system gives the same answer. The plane is (lon, lat); edges are straight in it.
namespace yuntu::geo {

enum class Turn { clockwise = -1, straight = 0, counter_clockwise = 1 };
/// Which way a -> b -> c turns.
[[nodiscard]] Turn orientation(LonLat a, LonLat b, LonLat c);

/// Is p on the closed segment a-b?
[[nodiscard]] bool on_segment(LonLat a, LonLat b, LonLat p);

enum class RayMeeting : std::uint8_t { none, crosses, at_its_start };
/// How the ray from p to the east meets the closed segment a-b: one that it crosses changes whether
/// p is inside a ring (an end at p's height counts with what lies south of it), one that p is on
/// says that it is neither.
[[nodiscard]] RayMeeting east_ray(LonLat p, LonLat a, LonLat b);

/// Do the segments a-b and c-d cross at one point that lies inside both (OGC "crosses")?
[[nodiscard]] bool segments_cross(LonLat a, LonLat b, LonLat c, LonLat d);
/// Do the closed segments share at least one point, an end or a stretch included?
[[nodiscard]] bool segments_intersect(LonLat a, LonLat b, LonLat c, LonLat d);

enum class Location { inside, boundary, outside };
/// A hole's ring is boundary, its inside is outside. Either ring orientation; rings closed.
[[nodiscard]] Location locate(Polygon const &polygon, LonLat p);
/// Inside or on the boundary (OGC "covers").
[[nodiscard]] bool covers(Polygon const &polygon, LonLat p);

/// Metres from p to the nearest point of any ring, 0 on it; infinity for a polygon without edges.
/// Flat around p (LocalFrame at p): 1e-6 below 2 km, good to a percent at 100 km.
[[nodiscard]] double boundary_distance_m(Polygon const &polygon, LonLat p);

} // namespace yuntu::geo
