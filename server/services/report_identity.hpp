#pragma once

#include "server/model/position_report.hpp"

#include <cstdint>

namespace yuntu::services {

/// Of everything in a report but its number, 32 bits: one changed report in 500 million would pass
/// for a repeat, and a track keeps it for every fix. Not a secret and not against malice: a device
/// can only fool itself. The verdict takes the low 3 bits, so that a repeat gets the answer the
/// first one got.
[[nodiscard]] std::uint64_t content_hash(model::PositionReport const &report,
                                         model::PositionVerdict verdict);
[[nodiscard]] constexpr model::PositionVerdict verdict_in(std::uint64_t content_hash) {
  return static_cast<model::PositionVerdict>(content_hash & 7U);
}

/// The number of a report whose protocol has none: its time in milliseconds and 12 bits of its
/// content, below 2^53. The same report again has the same number.
[[nodiscard]] std::uint64_t number_of(model::PositionReport const &report);

} // namespace yuntu::services
