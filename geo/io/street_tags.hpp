#pragma once

#include "geo/io/street_reader.hpp"

#include <optional>
#include <string_view>

namespace osmium {
class TagList;
}

namespace yuntu::geo::io {

[[nodiscard]] StreetTags street_tags_of(osmium::TagList const &tags);

/// Seconds of an OSM duration: "MM", "H:MM", "H:MM:SS" or ISO 8601 "PT1H30M". nullopt otherwise.
[[nodiscard]] std::optional<int> parse_duration(std::string_view text);

} // namespace yuntu::geo::io
