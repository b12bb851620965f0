#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/deadline.hpp"
#include "server/model/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

enum class Stage : std::uint8_t {
  received,
  classified,
  assigned,
  in_progress,
  supervised,
  done,
  verified,
  rated
};
inline constexpr std::array<std::string_view, 8> stage_names{
    "received", "classified", "assigned", "in_progress", "supervised", "done", "verified", "rated"};

enum class Severity : std::uint8_t { routine, urgent, critical };
inline constexpr std::array<std::string_view, 3> severity_names{"routine", "urgent", "critical"};

enum class Action : std::uint8_t {
  classify,
  assign,
  accept,
  contact,
  arrive,
  finish,
  supervise,
  verify,
  rate,
  pause,
  resume,
  transfer,
  reject,
  reopen,
  merge
};
inline constexpr std::array<std::string_view, 15> action_names{
    "classify", "assign", "accept", "contact",  "arrive", "finish", "supervise", "verify",
    "rate",     "pause",  "resume", "transfer", "reject", "reopen", "merge"};

[[nodiscard]] constexpr std::string_view to_string(Stage stage) {
  return stage_names[static_cast<std::size_t>(stage)];
}
[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}
[[nodiscard]] constexpr std::string_view to_string(Action action) {
  return action_names[static_cast<std::size_t>(action)];
}
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view name);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view name);
[[nodiscard]] std::optional<Action> parse_action(std::string_view name);

/// What a reporter sends. Either a position or a building's code.
struct IncidentReport {
  std::string id; ///< UUID made by the client, so that a retry is harmless
  std::string channel;
  std::string category;
  std::string text;
  Severity severity = Severity::routine;
  std::optional<geo::LonLat> position;
  std::string building;
  std::optional<Time> time;
};

struct IncidentStep {
  Action action = Action::classify;
  Stage from = Stage::received;
  Stage to = Stage::received;
  std::string actor;
  Time time;
  std::string note;
  std::string evidence = {};

  friend bool operator==(IncidentStep const &, IncidentStep const &) = default;
};

struct Incident {
  std::string id;
  std::string channel;
  std::string category;
  std::string text;
  Severity severity = Severity::routine;
  Stage stage = Stage::received;
  geo::LonLat position;
  std::string building;
  AreaCodes areas;
  Time time;
  std::uint64_t version = 1; ///< counts what people did with it; the ETag
  std::string reporter;      ///< user, or "resident" for somebody without an account
  std::string body_hash;     ///< of the report as sent: same id and body is a retry
  std::string receipt_hash;  ///< residents read their own by the receipt
  std::vector<IncidentStep> history;
  std::vector<Breach> overdue; ///< milestones missed, each once

  friend bool operator==(Incident const &, Incident const &) = default;
};

} // namespace yuntu::model
