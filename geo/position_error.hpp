#pragma once

namespace yuntu::geo {

// The error of a position is taken for an isotropic normal: `sigma` metres along every axis.

/// That holds 68 % of the positions, and 95 %, in sigmas.
inline constexpr double sigmas_68 = 1.51;
inline constexpr double sigmas_95 = 2.448;

/// By the radius that 68 % of the positions lie within.
[[nodiscard]] constexpr double sigma_of_radius_68(double radius_m) {
  return radius_m / sigmas_68;
}

} // namespace yuntu::geo
