#include "server/rules/escalation/ladder.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

using model::Incident;
using model::Time;

/// When a milestone was or will be missed; nullopt: it was reached in time, or is never due.
std::optional<Time> missed_at(Incident const &incident, Dues const &dues,
                              model::Milestone milestone) {
  auto const told =
      std::find_if(incident.overdue.begin(), incident.overdue.end(), [&](auto const &breach) {
        return breach.milestone == milestone && breach.from == dues.clock.from;
      });
  if (told != incident.overdue.end()) {
    return told->due;
  }
  return dues.is_open(milestone) ? dues.due(milestone) : std::nullopt;
}

std::optional<Time> time_of(LadderRule const &rule, Incident const &incident, Dues const &dues) {
  std::optional<Time> from;
  switch (rule.on) {
  case LadderRule::On::overdue:
    from = missed_at(incident, dues, rule.milestone);
    // Long overdue is only what is still not reached.
    if (from && rule.after > model::Duration{} && !dues.is_open(rule.milestone)) {
      from.reset();
    }
    break;
  case LadderRule::On::severity:
    if (incident.severity == rule.severity) {
      from = dues.clock.from;
    }
    break;
  case LadderRule::On::in_level:
    if (incident.level() == rule.level) {
      from = level_since(incident, dues);
    }
    break;
  }
  return from ? std::optional(*from + rule.after) : std::nullopt;
}

std::string subject_of(LadderRule const &rule) {
  switch (rule.on) {
  case LadderRule::On::overdue:
    return "overdue " + std::string(model::to_string(rule.milestone));
  case LadderRule::On::severity:
    return "severity " + std::string(model::to_string(rule.severity));
  case LadderRule::On::in_level:
    break;
  }
  return "in_level " + std::to_string(rule.level);
}

std::string cause_of(LadderRule const &rule) {
  auto const hours = std::chrono::duration_cast<std::chrono::hours>(rule.after).count();
  return subject_of(rule) + (hours > 0 ? " after " + std::to_string(hours) + " h" : "");
}

bool has_fired(LadderRule const &rule, Incident const &incident, Dues const &dues) {
  if (incident.escalations.empty()) {
    return false; // nearly always, and a cause is a text to make
  }
  return std::any_of(incident.escalations.begin(), incident.escalations.end(),
                     [cause = cause_of(rule), &dues](auto const &step) {
                       return step.cause == cause && step.time >= dues.clock.from;
                     });
}

/// Until when what was so is spent: a person has seen it and said where the incident stands.
std::optional<Time> judged_at(Incident const &incident, Dues const &dues) {
  auto const &steps = incident.escalations;
  auto const last = std::find_if(steps.rbegin(), steps.rend(), [](auto const &step) {
    return step.cause == model::escalated_by_person;
  });
  bool const is_judged = last != steps.rend() && last->time >= dues.clock.from;
  return is_judged ? std::optional(last->time) : std::nullopt;
}

} // namespace

Time level_since(Incident const &incident, Dues const &dues) {
  auto const since =
      incident.escalations.empty() ? dues.clock.from : incident.escalations.back().time;
  return std::max(since, dues.clock.from);
}

Ladder::Ladder(std::string name, std::string title, std::vector<std::string> levels,
               std::vector<LadderRule> rules)
    : name_(std::move(name)), title_(std::move(title)), levels_(std::move(levels)),
      rules_(std::move(rules)) {}

std::optional<Ladder::Promotion> Ladder::next(Incident const &incident, Dues const &dues) const {
  if (dues.clock.is_done() || !incident.merged_into.empty()) {
    return std::nullopt;
  }
  auto const judged = judged_at(incident, dues);
  LadderRule const *next = nullptr;
  Time next_time;
  for (auto const &rule : rules_) {
    if (rule.to <= incident.level() || has_fired(rule, incident, dues)) {
      continue;
    }
    auto time = time_of(rule, incident, dues);
    bool const is_spent = time && judged && rule.on != LadderRule::On::in_level && *time <= *judged;
    if (!time || is_spent) {
      continue;
    }
    // What was so before it came to its level, raises it from there at once.
    time = std::max(*time, level_since(incident, dues));
    bool const is_sooner =
        next == nullptr || *time < next_time || (*time == next_time && rule.to > next->to);
    if (is_sooner) {
      next = &rule;
      next_time = *time;
    }
  }
  if (next == nullptr) {
    return std::nullopt;
  }
  return Promotion{next_time, next->to, cause_of(*next), next->on == LadderRule::On::severity};
}

std::vector<std::string> Ladder::faults() const {
  std::vector<std::string> faults;
  if (levels_.empty()) {
    faults.emplace_back("a ladder needs a level");
  }
  auto const has = [&](int level) {
    return level >= 0 && static_cast<std::size_t>(level) < levels_.size();
  };
  for (auto const &rule : rules_) {
    if (!has(rule.to) || rule.to == 0) {
      faults.push_back("the rule for \"" + cause_of(rule) + "\" leads to level " +
                       std::to_string(rule.to) + "; expected 1 to " +
                       std::to_string(static_cast<int>(levels_.size()) - 1));
    }
    if (rule.on == LadderRule::On::in_level && (!has(rule.level) || rule.level >= rule.to)) {
      faults.push_back("the rule for \"" + cause_of(rule) + "\" leads to level " +
                       std::to_string(rule.to) + ", which is not up from there");
    }
    if (rule.on == LadderRule::On::in_level && rule.after <= model::Duration{}) {
      faults.push_back("the rule for \"" + cause_of(rule) + "\" needs a time");
    }
  }
  return faults;
}

} // namespace yuntu::rules
