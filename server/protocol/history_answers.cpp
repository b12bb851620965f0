#include "server/protocol/history_answers.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/resources.hpp"
#include "server/protocol/upsert_objects.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json fix_object(TrackFix const &fix) {
  return {{"time", model::format_rfc3339(fix.time)},
          {"lon", degrees_of(fix.position.lon_e7())},
          {"lat", degrees_of(fix.position.lat_e7())},
          {"accuracy_m", fix.accuracy_dm / 10.0},
          {"flag", fix.flag == model::PositionFlag::none ? json(nullptr)
                                                         : json(model::to_string(fix.flag))}};
}

} // namespace

std::string state_json(StateAnswer const &answer) {
  return text_of(
      {{"at", model::format_rfc3339(answer.at)},
       {"as_of", answer.as_of ? json(model::format_rfc3339(*answer.as_of)) : json(nullptr)},
       {"seq", answer.seq},
       {"tick", answer.tick},
       {"time", model::format_rfc3339(answer.time)},
       {"expired", answer.is_expired},
       {"upserts", upserts_json(answer.upserts)}});
}

std::string track_json(TrackAnswer const &answer) {
  json items = json::array();
  for (auto const &fix : answer.fixes) {
    items.push_back(fix_object(fix));
  }
  return text_of({{"worker", answer.worker},
                  {"from", model::format_rfc3339(answer.from)},
                  {"to", model::format_rfc3339(answer.to)},
                  {"items", std::move(items)},
                  {"next", answer.next.empty() ? json(nullptr) : json(answer.next)},
                  {"expired", answer.is_expired}});
}

} // namespace yuntu::protocol
