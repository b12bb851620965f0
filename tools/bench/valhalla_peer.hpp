#pragma once

#include "geo/lon_lat.hpp"

#include <cstdio>
#include <optional>
#include <string>

#include <sys/types.h>

namespace yuntu::bench {

/// A Valhalla in a process of its own (tools/bench/valhalla_peer.mjs), asked one isochrone at a
/// time. It measures its own call, so that the pipe costs it nothing.
class ValhallaPeer {
public:
  /// Starts `command` in a shell; throws std::runtime_error, as all of these.
  explicit ValhallaPeer(std::string const &command);
  ~ValhallaPeer();
  ValhallaPeer(ValhallaPeer const &) = delete;
  ValhallaPeer &operator=(ValhallaPeer const &) = delete;

  static constexpr double walking_m_per_minute = 80; ///< 4.8 km/h

  /// Milliseconds for one polygon as GeoJSON, on foot at 4.8 km/h, its defaults otherwise; nullopt
  /// where it knows no street near the place.
  std::optional<double> isochrone_ms(geo::LonLat place, double minutes);

private:
  pid_t pid_ = -1;
  std::FILE *to_ = nullptr;
  std::FILE *from_ = nullptr;
};

} // namespace yuntu::bench
