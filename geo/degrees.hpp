#pragma once

namespace yuntu::geo {

/// Longitude and latitude in degrees on the way in or out: in the datum the context states, not
/// yet checked and not yet snapped. Everything stored is a LonLat.
struct Degrees {
  double lon = 0;
  double lat = 0;

  friend bool operator==(Degrees const &, Degrees const &) = default;
};

} // namespace yuntu::geo
