#include "tools/yuntu/simulate/event.hpp"

#include "server/store/digest.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::simulate {
namespace {

using nlohmann::json;

struct LaneOf {
  std::string const &operator()(DutyEvent const &event) const { return event.worker; }
  std::string const &operator()(PositionsEvent const &event) const { return event.batch.worker; }
  std::string const &operator()(RaiseEvent const &event) const { return event.report.id; }
  std::string const &operator()(ActEvent const &event) const { return event.id; }
};

struct RequestOf {
  model::Time time;

  WireRequest operator()(DutyEvent const &event) const {
    json const body{
        {"worker", event.worker}, {"on", event.is_on}, {"time", model::format_rfc3339(time)}};
    return {"/api/v1/duty", body.dump(), {}};
  }
  WireRequest operator()(PositionsEvent const &event) const {
    auto const &batch = event.batch;
    json body{{"device", batch.device},
              {"boot", batch.boot},
              {"worker", batch.worker},
              {"reports", json::array()}};
    for (auto const &report : batch.reports) {
      body["reports"].push_back({{"seq", report.seq},
                                 {"time", model::format_rfc3339(report.time)},
                                 {"lon", report.lon},
                                 {"lat", report.lat},
                                 {"accuracy_m", report.accuracy_m}});
    }
    return {"/api/v1/positions", body.dump(), {}};
  }
  WireRequest operator()(RaiseEvent const &event) const {
    auto const &report = event.report;
    json body{{"id", report.id},
              {"channel", report.channel},
              {"category", report.category},
              {"text", report.text},
              {"severity", model::to_string(report.severity)},
              {"time", model::format_rfc3339(time)}};
    if (report.position) {
      body["lon"] = report.position->lon();
      body["lat"] = report.position->lat();
    } else {
      body["building"] = report.building;
    }
    return {"/api/v1/incidents", body.dump(), {}};
  }
  WireRequest operator()(ActEvent const &event) const {
    json body{{"action", model::to_string(event.action)},
              {"note", event.note},
              {"time", model::format_rfc3339(time)}};
    if (!event.evidence.empty()) {
      body["evidence"] = event.evidence;
    }
    return {"/api/v1/incidents/" + event.id + "/actions", body.dump(),
            "\"" + std::to_string(event.version) + "\""};
  }
};

} // namespace

std::string const &lane_of(Event const &event) {
  return std::visit(LaneOf{}, event.body);
}

WireRequest wire_request_of(Event const &event) {
  return std::visit(RequestOf{event.time}, event.body);
}

void EventDigest::add(model::Time time, WireRequest const &request) {
  digest_ = store::blake2b(digest_ + std::to_string(model::to_unix_ms(time)) + "\n" + request.path +
                           "\n" + request.if_match + "\n" + request.body);
}

std::string EventDigest::hex() const {
  return store::to_hex(digest_);
}

} // namespace yuntu::simulate
