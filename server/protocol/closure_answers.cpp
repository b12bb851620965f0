#include "server/protocol/closure_answers.hpp"

#include "server/protocol/json_text.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json object_of(ShownClosure const &shown) {
  auto const &closure = shown.closure;
  return {{"id", closure.id},
          {"lon", degrees_of(closure.position.lon_e7())},
          {"lat", degrees_of(closure.position.lat_e7())},
          {"reason", closure.reason},
          {"until", closure.until ? json(model::format_rfc3339(*closure.until)) : json(nullptr)},
          {"incident", text_or_null(closure.incident)},
          {"station", text_or_null(closure.station)},
          {"street", shown.street.empty() ? json(nullptr) : positions_of(shown.street)}};
}

} // namespace

std::string closure_json(ShownClosure const &closure) {
  return text_of(object_of(closure));
}

std::string closures_json(std::vector<ShownClosure> const &closures) {
  json items = json::array();
  for (auto const &closure : closures) {
    items.push_back(object_of(closure));
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

} // namespace yuntu::protocol
