#pragma once

#include "geo/polygon.hpp"
#include "server/model/area.hpp"
#include "server/model/plan.hpp"
#include "server/model/time.hpp"
#include "server/protocol/client_messages.hpp"
#include "server/protocol/what_if_messages.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

// What the live stream says, as plain values; live.proto explains the fields.

struct WorkerRow {
  std::string id;
  geo::LonLat position;
  std::uint32_t accuracy_dm = 0;
  model::Time time;
  model::AreaCodes areas;
  friend bool operator==(WorkerRow const &, WorkerRow const &) = default;
};
/// The changed workers of one cell and audience.
struct WorkerBlock {
  std::uint64_t cell = 0;
  std::string audience;
  std::uint64_t version = 0;
  std::uint64_t previous = 0;
  std::vector<WorkerRow> rows;
  friend bool operator==(WorkerBlock const &, WorkerBlock const &) = default;
};
struct IncidentUpsert {
  std::string id;
  std::string stage;
  std::string severity;
  std::string category;
  geo::LonLat position;
  model::AreaCodes areas;
  std::uint64_t version = 0;
  model::Time time;
  std::string title;
  /// What burns: the milestone that is to be reached next, by `at`; its clock began at `from`.
  struct Due {
    std::string milestone;
    model::Time at;
    model::Time from;
    friend bool operator==(Due const &, Due const &) = default;
  };
  std::optional<Due> due = std::nullopt;
  bool is_paused = false;
  std::vector<std::string> overdue = {}; ///< milestones not reached in time
  std::string department = {};           ///< code; empty: none named
  std::uint32_t level = 0;               ///< of the county's ladder
  std::string assignee = {};             ///< user who has it to do; empty: nobody yet
  friend bool operator==(IncidentUpsert const &, IncidentUpsert const &) = default;
};
struct ReachUpsert {
  std::string station;
  double limit_s = 0;
  std::uint32_t buildings = 0;
  std::uint32_t households = 0;
  geo::MultiLineString streets;
  friend bool operator==(ReachUpsert const &, ReachUpsert const &) = default;
};
/// What an area holds.
struct CountUpsert {
  std::string area;
  model::AreaLevel level = model::AreaLevel::grid;
  geo::LonLat position; ///< where its name stands
  std::uint32_t workers = 0;
  std::uint32_t routine = 0; ///< open incidents by severity
  std::uint32_t urgent = 0;
  std::uint32_t critical = 0;
  friend bool operator==(CountUpsert const &, CountUpsert const &) = default;
};
/// A plan that is open, with what it would change of the town as it is now.
struct PlanUpsert {
  model::Plan plan;
  std::string owner_name; ///< of the user; empty: not known
  std::string editor;     ///< user who changed it last
  std::string editor_name;
  std::uint64_t saved_version = 0;    ///< that is kept; 0: none is
  std::optional<WhatIfAnswer> answer; ///< nullopt: see `problem`
  std::string problem;                ///< why its edits fit the town no longer; empty: they do
  friend bool operator==(PlanUpsert const &, PlanUpsert const &) = default;
};
struct Remove {
  LiveLayer layer = LiveLayer::worker;
  std::string id;
  friend auto operator<=>(Remove const &, Remove const &) = default;
};

/// A value with its bytes as a field of Changes and of Snapshot (both give it the same number), so
/// that it is encoded once and copied into the frame of every viewer.
template <typename Value>
struct Encoded {
  Value value;
  std::string bytes;
};
template <typename Value>
using Shared = std::shared_ptr<Encoded<Value> const>;

[[nodiscard]] Shared<WorkerBlock> encode_block(WorkerBlock block);
[[nodiscard]] Shared<IncidentUpsert> encode_incident(IncidentUpsert incident);
[[nodiscard]] Shared<ReachUpsert> encode_reach(ReachUpsert reach);
[[nodiscard]] Shared<CountUpsert> encode_count(CountUpsert count);
[[nodiscard]] Shared<PlanUpsert> encode_plan(PlanUpsert plan);
/// The bytes of a remove as a field of Changes.
[[nodiscard]] std::string encode_remove(Remove const &remove);

struct Upserts {
  std::vector<Shared<WorkerBlock>> workers;
  std::vector<Shared<IncidentUpsert>> incidents;
  std::vector<Shared<ReachUpsert>> reaches;
  std::vector<Shared<CountUpsert>> counts;
  std::vector<Shared<PlanUpsert>> plans;

  [[nodiscard]] bool is_empty() const {
    return workers.empty() && incidents.empty() && reaches.empty() && counts.empty() &&
           plans.empty();
  }
};

} // namespace yuntu::protocol
