#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/cell.hpp"
#include "server/model/incident.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace yuntu::live {

/// What the stream says of an incident.
[[nodiscard]] protocol::IncidentUpsert upsert_of(model::Incident const &incident);

/// The incidents that a snapshot shows, all but the rated ones, encoded once a change. Live thread
/// only.
class IncidentBoard {
public:
  struct Entry {
    protocol::Shared<protocol::IncidentUpsert> upsert;
    Cell cell;
    AudienceId audience = 0;
    model::Severity severity = model::Severity::routine;
  };

  /// `audiences` is kept by reference.
  explicit IncidentBoard(AudienceIds &audiences) : audiences_(audiences) {}

  /// As it is now. `upsert` says the same where somebody has encoded it already, else nullptr.
  void put(model::Incident const &incident, protocol::Shared<protocol::IncidentUpsert> upsert);
  [[nodiscard]] std::vector<Entry> const &entries() const { return entries_; }

private:
  AudienceIds &audiences_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> places_;
};

} // namespace yuntu::live
