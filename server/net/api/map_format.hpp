#pragma once

#include "server/net/http_message.hpp"
#include "server/net/route.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <functional>
#include <string>

namespace yuntu::net {

/// In which form an answer about places is asked for: as JSON, or as a file that spreadsheets or
/// map programs open.
enum class MapFormat : unsigned char { json, csv, geojson };
/// `format`; json when it is not given, 400 for another word.
[[nodiscard]] tl::expected<MapFormat, protocol::Problem> map_format_of(Request const &request);

/// Writes the same answer in each form.
struct MapTexts {
  std::function<std::string()> json;
  std::function<std::string()> csv;
  std::function<std::string()> geojson;
};
/// 200 with what one of them writes; `name`: of the file, without its ending.
[[nodiscard]] Response answer_in(MapFormat format, std::string const &name, MapTexts const &texts);

} // namespace yuntu::net
