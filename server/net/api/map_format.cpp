#include "server/net/api/map_format.hpp"

#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"

namespace yuntu::net {

tl::expected<MapFormat, protocol::Problem> map_format_of(Request const &request) {
  using Choice = std::pair<std::string_view, MapFormat>;
  return choice_of(request, "format",
                   std::array{Choice{"json", MapFormat::json}, Choice{"csv", MapFormat::csv},
                              Choice{"geojson", MapFormat::geojson}},
                   "json, csv or geojson");
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
