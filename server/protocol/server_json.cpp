#include "server/protocol/json_text.hpp"
#include "server/protocol/plan_objects.hpp"
#include "server/protocol/resources.hpp"
#include "server/protocol/server_messages.hpp"
#include "server/protocol/upsert_objects.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json worker_object(WorkerRow const &row) {
  return {{"layer", "worker"},
          {"id", row.id},
          {"lon", degrees_of(row.position.lon_e7())},
          {"lat", degrees_of(row.position.lat_e7())},
          {"accuracy_m", row.accuracy_dm / 10.0},
          {"time", model::format_rfc3339(row.time)},
          {"areas", areas_json(row.areas, EmptyLevels::left_out)}};
}

json due_or_null(std::optional<IncidentUpsert::Due> const &due) {
  if (!due) {
    return nullptr;
  }
  return {{"milestone", due->milestone},
          {"at", model::format_rfc3339(due->at)},
          {"from", model::format_rfc3339(due->from)}};
}

json incident_object(IncidentUpsert const &incident) {
  return {{"layer", "incident"},
          {"id", incident.id},
          {"stage", incident.stage},
          {"severity", incident.severity},
          {"category", incident.category},
          {"lon", degrees_of(incident.position.lon_e7())},
          {"lat", degrees_of(incident.position.lat_e7())},
          {"areas", areas_json(incident.areas, EmptyLevels::left_out)},
          {"version", incident.version},
          {"time", model::format_rfc3339(incident.time)},
          {"title", incident.title},
          {"due", due_or_null(incident.due)},
          {"paused", incident.is_paused},
          {"overdue", incident.overdue},
          {"department", incident.department},
          {"level", incident.level},
          {"assignee", incident.assignee}};
}

json reach_object(ReachUpsert const &reach) {
  json lines = json::array();
  for (auto const &line : reach.streets) {
    lines.push_back(positions_of(line));
  }
  return {{"layer", "reach"},
          {"id", reach.station},
          {"limit_s", reach.limit_s},
          {"buildings", reach.buildings},
          {"households", reach.households},
          {"streets", {{"type", "MultiLineString"}, {"coordinates", std::move(lines)}}}};
}

json count_object(CountUpsert const &count) {
  return {{"layer", "count"},
          {"id", count.area},
          {"level", model::to_string(count.level)},
          {"lon", degrees_of(count.position.lon_e7())},
          {"lat", degrees_of(count.position.lat_e7())},
          {"workers", count.workers},
          {"routine", count.routine},
          {"urgent", count.urgent},
          {"critical", count.critical}};
}

json upserts_array(Upserts const &upserts) {
  json items = json::array();
  for (auto const &block : upserts.workers) {
    for (auto const &row : block->value.rows) {
      items.push_back(worker_object(row));
    }
  }
  for (auto const &incident : upserts.incidents) {
    items.push_back(incident_object(incident->value));
  }
  for (auto const &reach : upserts.reaches) {
    items.push_back(reach_object(reach->value));
  }
  for (auto const &count : upserts.counts) {
    items.push_back(count_object(count->value));
  }
  for (auto const &plan : upserts.plans) {
    auto item = plan_object(plan->value);
    item["layer"] = "plan";
    items.push_back(std::move(item));
  }
  return items;
}

json removes_array(std::vector<Remove> const &removes) {
  json items = json::array();
  for (auto const &remove : removes) {
    items.push_back({{"layer", live_layer_names[static_cast<std::size_t>(remove.layer) - 1]},
                     {"id", remove.id}});
  }
  return items;
}

struct ToJson {
  json operator()(Hello const &hello) const {
    return {{"type", "hello"},
            {"epoch", hello.cursor.epoch},
            {"seq", hello.cursor.seq},
            {"tick", hello.cursor.tick},
            {"time", model::format_rfc3339(hello.time)},
            {"user", hello.user},
            {"role", hello.role}};
  }
  json operator()(Snapshot const &snapshot) const {
    return {{"type", "snapshot"},
            {"seq", snapshot.seq},
            {"tick", snapshot.tick},
            {"upserts", upserts_array(snapshot.upserts)}};
  }
  json operator()(Changes const &changes) const {
    json object{{"type", "changes"},
                {"upserts", upserts_array(changes.upserts)},
                {"removes", removes_array(changes.removes)}};
    if (changes.seq) {
      object["seq"] = *changes.seq;
    }
    if (changes.tick) {
      object["tick"] = *changes.tick;
    }
    return object;
  }
  json operator()(model::Acknowledgement const &ack) const {
    auto object = acknowledgement_object(ack);
    object["type"] = "ack";
    return object;
  }
  json operator()(Forget const &forget) const {
    return {{"type", "forget"}, {"removes", removes_array(forget.removes)}};
  }
  json operator()(Resync const &resync) const {
    return {{"type", "resync"}, {"reason", resync.reason}};
  }
  json operator()(Problem const &problem) const {
    return {{"type", "problem"},
            {"title", problem.title},
            {"detail", problem.detail},
            {"status", problem.status}};
  }
};

} // namespace

json upserts_json(Upserts const &upserts) {
  return upserts_array(upserts);
}

std::string encode_json(ServerMessage const &message) {
  return text_of(std::visit(ToJson{}, message));
}

} // namespace yuntu::protocol
