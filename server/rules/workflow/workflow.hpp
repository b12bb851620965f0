#pragma once

#include "server/model/incident.hpp"
#include "server/rules/workflow/guard.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

struct Transition {
  model::Action action = model::Action::classify;
  std::vector<model::Stage> from;
  std::optional<model::Stage> to; ///< absent: the stage stays
  std::vector<Guard> guards;      ///< all must hold
  friend bool operator==(Transition const &, Transition const &) = default;
};

/// How incidents move from stage to stage in a county: a table. Immutable, any thread.
class Workflow {
public:
  static constexpr std::size_t most_transitions = 30;
  /// What each stage is called; empty: not in use.
  using StageTitles = std::array<std::string, model::stage_names.size()>;

  Workflow() = default; ///< nothing is possible
  Workflow(std::string name, std::string title, StageTitles stages,
           std::vector<Transition> transitions);

  struct Request {
    model::Action action = model::Action::classify;
    std::string_view note;
    std::string_view evidence;
  };
  struct Decision {
    std::optional<model::Stage> to;
    std::string_view refusal; ///< what is missing; empty when the table has no such row
  };
  [[nodiscard]] Decision decide(model::Incident const &incident, Situation const &situation,
                                Request const &request) const;

  /// What may be done now, in the order of `Action`, if a note and evidence come with it.
  [[nodiscard]] std::vector<model::Action> allowed(model::Incident const &incident,
                                                   Situation const &situation) const;
  /// Which of a note and evidence the action needs from this stage.
  [[nodiscard]] std::vector<Guard> needs(model::Stage stage, model::Action action) const;

  /// Nothing leads on from here, though it may be reopened.
  [[nodiscard]] bool is_closed(model::Stage stage) const;
  [[nodiscard]] bool has(model::Stage stage) const;
  /// A row for this action, from whatever stage.
  [[nodiscard]] bool has(model::Action action) const;
  /// Where an incident in a stage that is not in use goes on from: the nearest earlier one in use.
  [[nodiscard]] model::Stage standing(model::Stage stage) const;

  /// One sentence each: too many rows, rows of stages not in use, two rows for the same, stages
  /// that nothing reaches or from which no end is reached.
  [[nodiscard]] std::vector<std::string> faults() const;

  [[nodiscard]] std::string const &name() const { return name_; }
  [[nodiscard]] std::string const &title() const { return title_; }
  [[nodiscard]] StageTitles const &stages() const { return stages_; }
  [[nodiscard]] std::vector<Transition> const &transitions() const { return transitions_; }

private:
  [[nodiscard]] Transition const *find(model::Stage from, model::Action action) const;
  /// What was merged into another can only be reopened.
  [[nodiscard]] Transition const *find(model::Incident const &incident, model::Action action) const;
  [[nodiscard]] bool leads_on(model::Stage stage) const;
  [[nodiscard]] std::vector<model::Stage> reached_from(model::Stage stage) const;
  void find_row_faults(std::vector<std::string> &faults) const;
  void find_path_faults(std::vector<std::string> &faults) const;

  std::string name_;
  std::string title_;
  StageTitles stages_;
  std::vector<Transition> transitions_;
};

} // namespace yuntu::rules
