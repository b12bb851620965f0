#pragma once

#include "server/model/incident.hpp"
#include "server/model/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

[[nodiscard]] std::string escalations_json(model::Incident const &incident);

/// A worker who could go to an incident, and what speaks for and against.
struct ShownSuggestion {
  std::string worker;
  std::string name;
  double walk_s = 0;    ///< by the streets
  std::size_t open = 0; ///< incidents that are the worker's to do already
  bool is_of_grid = false;
  bool is_of_community = false;
  double load_s = 0; ///< what these weigh, in seconds of walking
  double area_s = 0;
  double total_s = 0;
};
struct SuggestionsAnswer {
  std::vector<ShownSuggestion> items; ///< the first is the one to send
  std::size_t on_duty = 0;            ///< workers with a fix that is new enough
  bool has_streets = true; ///< false: no street map, or none near the place; walk_s is as the crow
                           ///< flies, at the pace of the standard profile
};
[[nodiscard]] std::string suggestions_json(SuggestionsAnswer const &answer);

/// An open incident that somebody should look at, and why.
struct ShownSupervision {
  struct Late {
    model::Milestone milestone = model::Milestone::done;
    model::Time due;
    std::optional<model::Time> expected; ///< absent: it is overdue already
  };

  std::string id;
  std::string title;
  std::string category;
  std::string department;
  std::string assignee;
  model::Severity severity = model::Severity::routine;
  model::Stage stage = model::Stage::received;
  model::AreaCodes areas;
  int level = 0;
  model::Time level_since;
  std::vector<Late> overdue; ///< open milestones whose time is over
  std::vector<Late> forecast;
  bool is_paused = false;
};
/// The names of the ladder's levels come first.
[[nodiscard]] std::string supervision_json(std::vector<std::string> const &levels,
                                           std::vector<ShownSupervision> const &items,
                                           model::Time now);

} // namespace yuntu::protocol
