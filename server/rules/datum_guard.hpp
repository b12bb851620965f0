#pragma once

#include "geo/datum_reading.hpp"
#include "geo/degrees.hpp"
#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

/// A wrong reading puts every fix of a device some 500 m off, always the same way. Two witnesses
/// who know nothing of each other see that: the worker's own areas, which hold only a part of the
/// fixes then, and the streets, which a walker keeps to. Both must speak for the other reading. The
/// areas alone could be a day's help next door, and the streets alone a pattern that repeats.
struct DatumGuardLimits {
  /// Fixes of one trial; then the next begins. An hour's walk, by the two below.
  std::size_t fixes = 60;
  /// From one fix of the trial to the next, both: who stands still or sends every second says the
  /// same over and over.
  model::Duration apart{std::chrono::minutes{1}};
  double apart_m = 30;
  double accuracy_m = 25; ///< worse says little about a street
  double street_m = 15;   ///< half a street's width and a good fix's error
  /// Standard deviation of the fixes across the way they stretch, at least: who walks along one
  /// line, a river say, is put on some parallel street by one reading or another.
  double spread_m = 75;
  /// Fixes in an own area by the other reading only. A third of a trial: the share of an area one
  /// kilometre wide that a shift by 500 m loses, less those who keep to its lee side.
  std::size_t areas_for = 20;
  /// In one by the declared reading only. Of fixes that are right, some near a border are lost by
  /// any other reading: one in thirty, already, is no longer a wrong reading.
  std::size_t areas_against = 2;
  /// By how many more fixes lie on a street. Of right fixes some 70 % do, of displaced ones as many
  /// as streets cover of the ground, 30 to 45 %: 15 to 24 of 60 are expected, and by chance twelve
  /// are seen once in some seventy trials.
  std::size_t streets_lead = 12;
  /// In a row that must say the same: what is left of chance goes with the second.
  std::size_t trials = 2;
};

/// A fix as the device sent it.
struct SentFix {
  geo::Degrees sent;
  std::string worker;
};

/// What is known about places without the device.
struct DatumWitnesses {
  std::function<bool(std::string const &worker, geo::LonLat)> is_in_own_area;
  std::function<bool(geo::LonLat)> is_on_street;
};

/// The reading, of `others`, that both witnesses say fits the fixes of a trial clearly better than
/// `declared`; of several the one they say it of most. nullopt: none, which is the usual case.
[[nodiscard]] std::optional<geo::DatumReading>
better_reading(std::vector<SentFix> const &fixes, geo::DatumReading declared,
               std::vector<geo::DatumReading> const &others, DatumWitnesses const &witnesses,
               DatumGuardLimits const &limits = {});

} // namespace yuntu::rules
