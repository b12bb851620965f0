#pragma once

#include "server/model/incident.hpp"
#include "server/rules/deadlines/deadline_policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

/// What raises an open incident to a level of the county's ladder, `after` that long.
struct LadderRule {
  /// overdue: a milestone was due and not reached; severity: it is so severe, from its report on;
  /// in_level: it has stood on a level.
  enum class On : std::uint8_t { overdue, severity, in_level };

  On on = On::overdue;
  model::Milestone milestone = model::Milestone::done;  ///< of overdue
  model::Severity severity = model::Severity::critical; ///< of severity
  int level = 0;                                        ///< of in_level
  model::Duration after{};                              ///< by the clock, pauses included
  int to = 1;
  friend bool operator==(LadderRule const &, LadderRule const &) = default;
};

/// The county's ladder (四级哨, 三级联办): the levels from 0 up, and what raises an incident.
/// Nothing lowers one but a person. Immutable, any thread.
class Ladder {
public:
  Ladder() = default; ///< one level without a name
  Ladder(std::string name, std::string title, std::vector<std::string> levels,
         std::vector<LadderRule> rules);

  struct Promotion {
    model::Time time;
    int level = 0;
    /// The rule: "overdue done", "overdue done after 24 h", "severity critical", "in_level 1 after
    /// 48 h".
    std::string cause;
    bool is_certain = false; ///< no step that is still under way could have prevented it
    friend bool operator==(Promotion const &, Promotion const &) = default;
  };
  /// The next one if nobody does anything; nullopt: none, or the incident is done. Where several
  /// come at the same time, the highest. Each rule once since the incident's clock began, and
  /// what was so when a person set the level raises it no more: what was lowered stays down.
  [[nodiscard]] std::optional<Promotion> next(model::Incident const &incident,
                                              Dues const &dues) const;

  /// One sentence each: no level, rules to levels that there are not or that lead nowhere up.
  [[nodiscard]] std::vector<std::string> faults() const;

  [[nodiscard]] std::string const &name() const { return name_; }
  [[nodiscard]] std::string const &title() const { return title_; }
  [[nodiscard]] std::vector<std::string> const &levels() const { return levels_; }

private:
  std::string name_;
  std::string title_;
  std::vector<std::string> levels_;
  std::vector<LadderRule> rules_;
};

/// Since when it has stood on its level: the last step up or down, else since its clock began.
[[nodiscard]] model::Time level_since(model::Incident const &incident, Dues const &dues);

} // namespace yuntu::rules
