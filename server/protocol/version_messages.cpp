// Versions of layers: what would change, what is to come.
#include "server/protocol/import_messages.hpp"

#include "server/protocol/json_text.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json tenths(std::optional<double> const &value) {
  return value ? json(rounded(*value, 10)) : json(nullptr);
}

} // namespace

std::string change_counts_json(LayerChangeCounts const &counts) {
  json object{{"same", counts.same}};
  for (std::size_t i = 0; i < layer_change_names.size(); ++i) {
    object[std::string(layer_change_names[i])] = counts.by_kind[i];
  }
  return text_of(object);
}

std::string change_json(ShownChange const &change, ChangeSide side) {
  return text_of({{"number", change.number},
                  {"change", layer_change_names[static_cast<std::size_t>(change.kind)]},
                  {"side", side == ChangeSide::before ? "before" : "after"},
                  {"code", change.code},
                  {"name", change.name},
                  {"name_before", change.name_before},
                  {"lon", change.place.lon()},
                  {"lat", change.place.lat()},
                  {"area_before_m2", tenths(change.area_before_m2)},
                  {"area_after_m2", tenths(change.area_after_m2)},
                  {"moved_m2", tenths(change.moved_m2)}});
}

std::string coming_json(std::vector<model::LayerScheduled> const &coming) {
  json items = json::array();
  for (auto const &next : coming) {
    items.push_back({{"layer", model::to_string(next.layer)},
                     {"version", next.version},
                     {"features", next.features},
                     {"effective", model::format_rfc3339(next.effective)}});
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

std::string cancelled_json(CancelledVersion const &cancelled) {
  return text_of({{"layer", model::to_string(cancelled.version.layer)},
                  {"version", cancelled.version.version},
                  {"effective", model::format_rfc3339(cancelled.version.effective)},
                  {"stored", cancelled.waits.empty()},
                  {"reason", cancelled.waits}});
}

} // namespace yuntu::protocol
