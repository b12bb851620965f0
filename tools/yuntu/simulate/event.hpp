#pragma once

#include "server/model/incident.hpp"
#include "server/model/position_report.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace yuntu::simulate {

/// Somebody goes on or off duty.
struct DutyEvent {
  std::string worker;
  bool is_on = false;
};
/// A phone sends what it has measured.
struct PositionsEvent {
  model::PositionBatch batch;
};
/// A resident reports something.
struct RaiseEvent {
  model::IncidentReport report;
};
/// Staff move an incident along.
struct ActEvent {
  std::string id;
  model::Action action = model::Action::classify;
  std::string note;
  std::string evidence;
  std::uint64_t version = 1; ///< of the incident as they know it
};

/// Something that goes to the server, and when. Events of one lane must arrive in order; lanes are
/// independent of each other.
struct Event {
  model::Time time;
  std::variant<DutyEvent, PositionsEvent, RaiseEvent, ActEvent> body;
};

/// The worker or the incident it is about.
[[nodiscard]] std::string const &lane_of(Event const &event);

/// What the server is asked: where, and with which JSON.
struct WireRequest {
  std::string path;
  std::string body;
  std::string if_match; ///< empty: no such header
};
[[nodiscard]] WireRequest wire_request_of(Event const &event);

/// A digest over events in their order: two runs of one seed have the same.
class EventDigest {
public:
  void add(model::Time time, WireRequest const &request);
  [[nodiscard]] std::string hex() const;

private:
  std::string digest_;
};

} // namespace yuntu::simulate
