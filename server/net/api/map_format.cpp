#include "server/net/api/map_format.hpp"

#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"

namespace yuntu::net {

tl::expected<MapFormat, protocol::Problem> map_format_of(Request const &request) {
  auto const name = find_text(request, "format").value_or("json");
  if (name == "json") {
    return MapFormat::json;
  }
  if (name == "csv") {
    return MapFormat::csv;
  }
  if (name == "geojson") {
    return MapFormat::geojson;
  }
  return tl::unexpected(
      protocol::Problem{400, "Bad parameter", "\"format\" must be json, csv or geojson", {}});
}

Response answer_in(MapFormat format, std::string const &name, MapTexts const &texts) {
  switch (format) {
  case MapFormat::csv:
    return answer_file(texts.csv(), "text/csv; charset=utf-8", name + ".csv");
  case MapFormat::geojson:
    return answer_file(texts.geojson(), "application/geo+json", name + ".geojson");
  case MapFormat::json:
    break;
  }
  return answer_json(200, texts.json());
}

} // namespace yuntu::net
