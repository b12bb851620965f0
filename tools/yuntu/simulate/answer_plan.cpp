#include "tools/yuntu/simulate/answer_plan.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::simulate {
namespace {

using model::Action;

/// The way through the workflow, without times.
std::vector<Action> path(AnswerHabits const &habits, demo::Random &random) {
  std::vector<Action> actions{Action::classify, Action::assign};
  auto const settle = [&] {
    if (random.chance(habits.supervised_share)) {
      actions.push_back(Action::supervise);
    }
    actions.push_back(Action::accept);
    if (random.chance(habits.contact_share)) {
      actions.push_back(Action::contact);
    }
    actions.insert(actions.end(), {Action::arrive, Action::finish});
  };
  settle();
  if (random.chance(habits.reopened_share)) {
    actions.push_back(Action::reopen);
    settle();
  }
  actions.push_back(Action::verify);
  if (random.chance(habits.rated_share)) {
    actions.push_back(Action::rate);
  }
  if (random.chance(habits.open_share)) {
    actions.resize(random.below(actions.size()));
  }
  return actions;
}

std::string evidence_for(Action action, demo::Random &random) {
  if (action != Action::arrive && action != Action::finish) {
    return {};
  }
  return "photo-" + std::to_string(100'000 + random.below(900'000));
}

} // namespace

std::vector<Event> answers_to(model::IncidentReport const &report, AnswerHabits const &habits,
                              demo::Random random) {
  std::vector<Event> events;
  auto time = report.time.value();
  double const pace = habits.pace[static_cast<std::size_t>(report.severity)];
  std::uint64_t version = 1;
  for (auto const action : path(habits, random)) {
    auto const &step = habits.steps.at(action);
    double const minutes = random.between(step.least_min, step.most_min) * pace;
    time += model::Duration{std::max<std::int64_t>(1000, std::llround(minutes * 60'000))};
    auto const &note = step.notes[random.below(step.notes.size())];
    events.push_back(
        {time, ActEvent{report.id, action, note, evidence_for(action, random), version++}});
  }
  return events;
}

} // namespace yuntu::simulate
