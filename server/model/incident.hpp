#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/deadline.hpp"
#include "server/model/post.hpp"
#include "server/model/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
  end_stage, ///< of work that has stages with limits of their own
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
inline constexpr std::array<std::string_view, 16> action_names{
    "classify", "assign", "accept", "contact", "arrive",   "end_stage", "finish", "supervise",
    "verify",   "rate",   "pause",  "resume",  "transfer", "reject",    "reopen", "merge"};

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

/// An area that the true place of an incident may lie in.
struct AreaCandidate {
  AreaLevel level = AreaLevel::grid;
  std::string code;       ///< empty: in none of the level
  double probability = 0; ///< of the level's candidates they sum to 1, but for those left out
  friend bool operator==(AreaCandidate const &, AreaCandidate const &) = default;
};

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
  std::string ticket = {}; ///< its number in the system it comes from, e.g. the 12345 hotline's
  std::optional<double> accuracy_m = {}; ///< of `position`, within which it lies at 68 %
};

/// How near the actor's own fix was to the incident.
struct PlaceProof {
  double distance_m = 0;
  double accuracy_m = 0; ///< of the fix
  Time time;             ///< of the fix
  friend bool operator==(PlaceProof const &, PlaceProof const &) = default;
};

struct IncidentStep {
  Action action = Action::classify;
  Stage from = Stage::received;
  Stage to = Stage::received;
  std::string actor;
  Time time;
  std::string note;
  std::string evidence = {};
  std::string assignee = {};    ///< user who has it to do from then on
  std::string merged_into = {}; ///< incident that goes on for both
  std::optional<PlaceProof> proof = {};

  friend bool operator==(IncidentStep const &, IncidentStep const &) = default;
};

enum class RoutingCause : std::uint8_t { reporter, lexicon, person };
inline constexpr std::array<std::string_view, 3> routing_cause_names{"reporter", "lexicon",
                                                                     "person"};
[[nodiscard]] constexpr std::string_view to_string(RoutingCause cause) {
  return routing_cause_names[static_cast<std::size_t>(cause)];
}
[[nodiscard]] std::optional<RoutingCause> parse_routing_cause(std::string_view name);

/// Who has to see to an incident, and why.
struct Routing {
  std::string category;
  std::string department;                      ///< code; empty: the county's table names none
  std::optional<PostKind> post;                ///< whose holders at the place begin with it
  RoutingCause cause = RoutingCause::reporter; ///< who or what named the category
  std::string rule;                            ///< of the department table, in words
  std::vector<std::string> words;              ///< of the lexicon, that spoke for the category
  std::string runner_up;                       ///< category with the next most words; empty: none
  friend bool operator==(Routing const &, Routing const &) = default;
};

inline constexpr std::string_view escalated_by_person = "person";

/// A step up the county's ladder.
struct Escalation {
  int level = 0;     ///< after it; 0 is the bottom
  std::string cause; ///< of the ladder's rule, e.g. "overdue done", or "person"
  Time time;
  friend bool operator==(Escalation const &, Escalation const &) = default;
};

struct Photo {
  std::string digest; ///< SHA-256 of its bytes as stored, hex; its name in the photo store
  std::string media_type;
  std::uint64_t bytes = 0;
  std::string actor;
  Time time;
  friend bool operator==(Photo const &, Photo const &) = default;
};

/// Who has it to do after a step: whom the step names, or as before; nobody when it was handed over
/// or back and nobody is named.
[[nodiscard]] inline std::string assignee_after(std::string before, Action action,
                                                std::string const &named) {
  bool const goes_away = action == Action::transfer || action == Action::reject;
  if (goes_away || !named.empty()) {
    before = named;
  }
  return before;
}

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
  std::string ticket = {};
  std::vector<AreaCandidate> candidates = {}; ///< of levels in doubt when it was reported
  std::string assignee = {};                  ///< user; empty: nobody yet
  std::string merged_into = {};               ///< incident that goes on for both; empty: none
  std::vector<Routing> routings = {};         ///< in order; the last one holds
  std::vector<Escalation> escalations = {};   ///< in order
  std::vector<Photo> photos = {};
  /// When the server last heard of it from outside, by its own clock: its report, a step, a level
  /// set by a person, whatever time they tell of.
  Time heard = {};

  [[nodiscard]] int level() const { return escalations.empty() ? 0 : escalations.back().level; }
  [[nodiscard]] std::string department() const {
    return routings.empty() ? std::string{} : routings.back().department;
  }
  friend bool operator==(Incident const &, Incident const &) = default;
};

/// Who had it to do when it stood at an earlier version.
[[nodiscard]] std::string assignee_at(Incident const &incident, std::uint64_t version);

} // namespace yuntu::model
