#include "tools/yuntu/simulate/gps.hpp"

#include "geo/local_frame.hpp"
#include "tools/yuntu/simulate/seeds.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::simulate {

GpsFix Gps::measure(geo::LonLat place, double seconds, Sky sky) {
  constexpr double memory_s = 60;
  constexpr double radius_per_deviation = 1.51; // the circle that holds 68 % of a normal error
  double const kept = memory_s / (memory_s + std::max(seconds, 0.0));
  double const fresh = std::sqrt(1 - kept * kept);
  east_ = kept * east_ + fresh * bell(random_);
  north_ = kept * north_ + fresh * bell(random_);
  double const usual_m = sky == Sky::open ? 6 : 18;
  double const spread_m = sky == Sky::open ? 2 : 6;
  accuracy_m_ = kept * accuracy_m_ + (1 - kept) * usual_m + fresh * spread_m * bell(random_) * 0.5;
  accuracy_m_ = std::clamp(accuracy_m_, 4.0, 30.0);
  double const deviation_m = accuracy_m_ / radius_per_deviation;
  geo::LocalFrame const frame(place);
  return {frame.to_lon_lat({east_ * deviation_m, north_ * deviation_m}),
          std::round(accuracy_m_ * 10) / 10};
}

} // namespace yuntu::simulate
