#include "server/rules/deadlines/deadline_policy.hpp"

#include "server/rules/deadlines/due.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

using model::Incident;
using model::Milestone;
using model::milestones;
using model::Pause;
using model::Time;

std::size_t index_of(Milestone milestone) {
  return static_cast<std::size_t>(milestone);
}

/// What of the pauses the profile lets pass.
std::vector<Pause> counted_pauses(std::vector<Pause> pauses, DeadlineProfile const &profile) {
  if (profile.on_pause == OnPause::runs) {
    return {};
  }
  if (!profile.longest_pause) {
    return pauses;
  }
  auto left = *profile.longest_pause;
  for (auto &pause : pauses) {
    if (!pause.to || *pause.to - pause.from > left) {
      pause.to = pause.from + left;
    }
    left -= *pause.to - pause.from;
  }
  return pauses;
}

bool is_told(Incident const &incident, Milestone milestone, Time from) {
  return std::any_of(incident.overdue.begin(), incident.overdue.end(), [&](auto const &breach) {
    return breach.milestone == milestone && breach.from == from;
  });
}

template <typename Wanted>
std::optional<Milestone> first_due(Dues const &dues, Wanted const &is_wanted) {
  std::optional<Milestone> first;
  for (auto const milestone : milestones) {
    auto const at = dues.due(milestone);
    if (at && dues.is_open(milestone) && is_wanted(milestone) &&
        (!first || *at < *dues.due(*first))) {
      first = milestone;
    }
  }
  return first;
}

/// A rule that says more of the incident comes first.
int precedence(DeadlineRule const &rule) {
  return (rule.category.empty() ? 0 : 2) + (rule.severity ? 1 : 0);
}

bool falls(model::Limit const &before, model::Limit const &after) {
  return before.unit == after.unit && before.after == after.after &&
         (before.time > after.time || before.days > after.days);
}

void find_order_faults(DeadlineProfile const &profile, std::vector<std::string> &faults) {
  for (auto const milestone : milestones) {
    auto const &limit = profile.limits[index_of(milestone)];
    bool const counts_after = limit && limit->after;
    if (counts_after && (*limit->after >= milestone || !profile.limits[index_of(*limit->after)])) {
      faults.push_back("profile \"" + profile.name + "\" counts " +
                       std::string(model::to_string(milestone)) + " after " +
                       std::string(model::to_string(*limit->after)) +
                       "; expected an earlier milestone that has a limit");
    }
  }
  if (profile.limits[index_of(Milestone::second_stage)] &&
      !profile.limits[index_of(Milestone::first_stage)]) {
    faults.push_back("profile \"" + profile.name + "\" has a second_stage and no first_stage");
  }
}

void find_profile_faults(DeadlineProfile const &profile, std::vector<std::string> &faults) {
  std::optional<Milestone> before;
  for (auto const milestone : milestones) {
    auto const &limit = profile.limits[index_of(milestone)];
    if (!limit) {
      continue;
    }
    if (before && falls(*profile.limits[index_of(*before)], *limit)) {
      faults.push_back("profile \"" + profile.name + "\" allows less for " +
                       std::string(model::to_string(milestone)) + " than for " +
                       std::string(model::to_string(*before)));
    }
    before = milestone;
  }
  if (!before) {
    faults.push_back("profile \"" + profile.name +
                     "\" has no limit; expected one at least of "
                     "contact, on_site, first_stage, second_stage, done");
  }
  find_order_faults(profile, faults);
}

/// Where the limit begins to count.
std::optional<Time> start_of(model::Limit const &limit, Dues const &dues) {
  if (!limit.after) {
    return dues.clock.from;
  }
  auto const met = dues.clock.when(*limit.after);
  auto const due = dues.due(*limit.after);
  return met && due ? std::min(*met, *due) : met ? met : due;
}

} // namespace

bool Dues::has_open_stage() const {
  constexpr std::array stages{Milestone::first_stage, Milestone::second_stage};
  return profile != nullptr && std::any_of(stages.begin(), stages.end(), [&](auto stage) {
           return profile->limits[index_of(stage)] && is_open(stage);
         });
}

std::optional<Milestone> Dues::burning() const {
  return first_due(*this, [](Milestone) { return true; });
}

std::optional<Milestone> Dues::next_breach(Incident const &incident) const {
  return first_due(*this,
                   [&](Milestone milestone) { return !is_told(incident, milestone, clock.from); });
}

std::vector<model::IncidentOverdue> Dues::breaches(Incident const &incident, Time now) const {
  std::vector<model::IncidentOverdue> found;
  for (auto const milestone : milestones) {
    auto const when = due(milestone);
    if (when && *when < now && is_open(milestone) && !is_told(incident, milestone, clock.from)) {
      found.push_back({incident.id, milestone, clock.from, *when, profile->name});
    }
  }
  return found;
}

DeadlinePolicy::DeadlinePolicy(WorkCalendar calendar, std::vector<DeadlineProfile> profiles,
                               std::vector<DeadlineRule> rules)
    : calendar_(std::move(calendar)), profiles_(std::move(profiles)), rules_(std::move(rules)) {
  std::stable_sort(rules_.begin(), rules_.end(), [](auto const &one, auto const &other) {
    return precedence(one) > precedence(other);
  });
  for (auto const &rule : rules_) {
    auto const *const profile = find_profile(rule.profile);
    profile_of_rule_.push_back(profile == nullptr
                                   ? profiles_.size()
                                   : static_cast<std::size_t>(profile - profiles_.data()));
  }
}

DeadlineProfile const *DeadlinePolicy::find_profile(std::string const &name) const {
  auto const found = std::find_if(profiles_.begin(), profiles_.end(),
                                  [&](auto const &profile) { return profile.name == name; });
  return found == profiles_.end() ? nullptr : &*found;
}

DeadlineProfile const *DeadlinePolicy::profile_of(Incident const &incident) const {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const &rule = rules_[i];
    if ((!rule.severity || *rule.severity == incident.severity) &&
        (rule.category.empty() || rule.category == incident.category)) {
      return profile_of_rule_[i] < profiles_.size() ? &profiles_[profile_of_rule_[i]] : nullptr;
    }
  }
  return nullptr;
}

Dues DeadlinePolicy::dues_of(Incident const &incident) const {
  Dues dues{profile_of(incident), clock_of(incident), {}, {}};
  if (dues.profile == nullptr) {
    return dues;
  }
  auto const pauses = dues.clock.pauses.empty() ? std::vector<Pause>{}
                                                : counted_pauses(dues.clock.pauses, *dues.profile);
  std::optional<Time> before;
  bool stands_still = false;
  for (auto const milestone : milestones) {
    auto const &limit = dues.profile->limits[index_of(milestone)];
    if (!limit) {
      continue;
    }
    auto const from = start_of(*limit, dues);
    dues.from[index_of(milestone)] = from;
    auto at = from ? due_at(*from, *limit, pauses, calendar_) : std::nullopt;
    stands_still = stands_still || !at;
    if (stands_still) {
      continue; // a later one cannot come before it
    }
    at = std::max(*at, before.value_or(*at));
    before = at;
    dues.at[index_of(milestone)] = at;
  }
  return dues;
}

model::DueTrace DeadlinePolicy::explain(Dues const &dues, Milestone milestone) const {
  auto const limit = dues.profile->limits[index_of(milestone)].value();
  auto const pauses = counted_pauses(dues.clock.pauses, *dues.profile);
  auto const from = dues.from[index_of(milestone)];
  auto const own = from ? due_at(*from, limit, pauses, calendar_) : std::nullopt;
  // Before the milestone that it counts after is due, which a pause keeps from coming, nothing has.
  auto const begin = from ? *from : pauses.empty() ? dues.clock.from : pauses.back().from;
  auto trace = trace_due(begin, limit, pauses, calendar_, own);
  trace.profile = dues.profile->title;
  trace.is_raised = own != dues.due(milestone);
  return trace;
}

std::vector<std::string> DeadlinePolicy::faults() const {
  std::vector<std::string> faults;
  for (auto const &profile : profiles_) {
    if (find_profile(profile.name) != &profile) {
      faults.push_back("profile \"" + profile.name + "\" stands there twice");
    }
    find_profile_faults(profile, faults);
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto const &rule = rules_[i];
    if (find_profile(rule.profile) == nullptr) {
      faults.push_back("a rule names the profile \"" + rule.profile + "\", which is not there");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (rules_[j].category == rule.category && rules_[j].severity == rule.severity) {
        faults.push_back("two rules for the same: category \"" + rule.category + "\", severity " +
                         (rule.severity ? std::string(model::to_string(*rule.severity)) : "any"));
      }
    }
  }
  return faults;
}

} // namespace yuntu::rules
