#pragma once

#include <optional>
#include <string>

namespace yuntu::geo::io {

/// Why the Shapefile (path of its .shp, on disk or /vsizip/) is not whole: a missing or cut
/// companion, or files whose record counts differ. GDAL would read the part that is there and say
/// nothing. nullopt when it is whole. No more than headers is read.
[[nodiscard]] std::optional<std::string> find_shapefile_damage(std::string const &shp_path);

} // namespace yuntu::geo::io
