#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/cell.hpp"
#include "server/model/incident.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace yuntu::live {

/// The first 24 characters of what was reported.
[[nodiscard]] std::string title_of(std::string const &text);

/// What the county's policy adds to an incident. Without it nothing is due, and rated is closed.
struct IncidentSigns {
  std::function<void(model::Incident const &, protocol::IncidentUpsert &)> add_due;
  std::function<bool(model::Stage)> closes;

  /// What the stream says of it, with its deadlines.
  [[nodiscard]] protocol::IncidentUpsert upsert_of(model::Incident const &incident) const;
  /// Closed ones are not shown.
  [[nodiscard]] bool is_closed(model::Incident const &incident) const;
};

/// The incidents that a snapshot shows, all but the closed ones, encoded once a change. Live thread
/// only.
class IncidentBoard {
public:
  struct Entry {
    protocol::Shared<protocol::IncidentUpsert> upsert;
    std::string reporter;
    Cell cell;
    AudienceId audience = 0;
    model::Severity severity = model::Severity::routine;
  };

  /// `audiences` is kept by reference.
  IncidentBoard(AudienceIds &audiences, IncidentSigns signs)
      : audiences_(audiences), signs_(std::move(signs)) {}

  [[nodiscard]] IncidentSigns const &signs() const { return signs_; }
  /// As it is now. `upsert` says the same where somebody has encoded it already, else nullptr.
  void put(model::Incident const &incident, protocol::Shared<protocol::IncidentUpsert> upsert);
  [[nodiscard]] std::vector<Entry> const &entries() const { return entries_; }

private:
  AudienceIds &audiences_;
  IncidentSigns signs_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> places_;
};

} // namespace yuntu::live
