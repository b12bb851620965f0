#pragma once

#include "geo/lon_lat.hpp"
#include "tools/yuntu/demo/random.hpp"

namespace yuntu::simulate {

enum class Sky { open, narrow };

struct GpsFix {
  geo::LonLat place;
  double accuracy_m = 0; ///< 68 % radius, 4 to 30, one decimal
};

/// A phone's GPS: wrong by an error that wanders (a minute to forget it) and is as large as the
/// accuracy it states, which itself wanders between good and poor.
class Gps {
public:
  explicit Gps(std::uint64_t seed) : random_(seed), accuracy_m_(random_.between(4.0, 10.0)) {}

  /// `seconds` since the fix before.
  [[nodiscard]] GpsFix measure(geo::LonLat place, double seconds, Sky sky);

private:
  demo::Random random_;
  double accuracy_m_;
  double east_ = 0; ///< the error in units of its own size
  double north_ = 0;
};

} // namespace yuntu::simulate
