#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// What a file's name ends with, of the formats that are imported ("shp", "osm.pbf"), in lower
/// case; nullopt for any other. The spool names its files by it, never by the request.
[[nodiscard]] std::optional<std::string> import_part(std::string_view name);

/// Whether a file of `part` belongs to an upload whose main file is `main`: itself, or the .dbf of
/// a .shp.
[[nodiscard]] bool is_part_of(std::string_view part, std::string_view main);

/// The files that must be there before it can be read, besides the main one, as words; "" when
/// nothing more is needed.
[[nodiscard]] std::string missing_parts(std::string_view main,
                                        std::vector<std::string> const &present);

} // namespace yuntu::services
