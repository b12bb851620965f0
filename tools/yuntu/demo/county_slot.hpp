#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <cstddef>
#include <cstdint>

namespace yuntu::demo {

/// The middle of a slot's county: on a near-square raster around the definition's own middle, far
/// enough apart for counties, their rivers and the streets that lead out of them.
[[nodiscard]] geo::LonLat origin_in(DemoDefinition const &definition, CountySlot slot);
/// One county alone keeps the seed as given.
[[nodiscard]] std::uint64_t seed_in(std::uint64_t seed, CountySlot slot);
/// How many subdistricts come before the slot's own. Throws std::runtime_error when their numbers
/// would have more than three digits, or the slot does not exist.
[[nodiscard]] std::size_t first_subdistrict_in(DemoDefinition const &definition, CountySlot slot);

} // namespace yuntu::demo
