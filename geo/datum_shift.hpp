#pragma once

#include "geo/degrees.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace yuntu::geo {

/// What the degrees of a device or file refer to. GCJ-02 is China's published-map datum (shifted
/// by some 500 m), BD-09 Baidu's on top of it. CGCS2000 counts as wgs84.
enum class Datum : std::uint8_t { wgs84, gcj02, bd09 };

/// "wgs84", "gcj02", "bd09".
[[nodiscard]] std::string_view to_string(Datum datum);
/// nullopt for any other word.
[[nodiscard]] std::optional<Datum> parse_datum(std::string_view word);

/// By the public formula and a per-point inverse (better than 1 mm against that formula; the
/// formula itself agrees with the services to some 4 m). Outside China's box the shift is zero.
[[nodiscard]] Degrees to_wgs84(Degrees place, Datum datum);
[[nodiscard]] Degrees from_wgs84(Degrees place, Datum datum);

} // namespace yuntu::geo
