#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yuntu::geo::io {

/// The value of one key in GDAL's catch-all column of OSM tags (`"a"=>"1","b"=>"2"`).
[[nodiscard]] std::optional<std::string> tag_in(std::string_view other_tags, std::string_view key);

} // namespace yuntu::geo::io
