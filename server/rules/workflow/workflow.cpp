#include "server/rules/workflow/workflow.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

using model::Action;
using model::Stage;

std::size_t index_of(Stage stage) {
  return static_cast<std::size_t>(stage);
}

bool is_from(Transition const &transition, Stage stage) {
  auto const &from = transition.from;
  return std::find(from.begin(), from.end(), stage) != from.end();
}

std::string named(Transition const &transition, Stage stage) {
  return "\"" + std::string(model::to_string(transition.action)) + "\" from " +
         std::string(model::to_string(stage));
}

} // namespace

Workflow::Workflow(std::string name, std::string title, StageTitles stages,
                   std::vector<Transition> transitions)
    : name_(std::move(name)), title_(std::move(title)), stages_(std::move(stages)),
      transitions_(std::move(transitions)) {}

bool Workflow::has(Stage stage) const {
  return !stages_[index_of(stage)].empty();
}

bool Workflow::has(Action action) const {
  return std::any_of(transitions_.begin(), transitions_.end(),
                     [&](auto const &transition) { return transition.action == action; });
}

Stage Workflow::standing(Stage stage) const {
  while (!has(stage) && stage != Stage::received) {
    stage = static_cast<Stage>(index_of(stage) - 1);
  }
  return stage;
}

Transition const *Workflow::find(Stage from, Action action) const {
  auto const stage = standing(from);
  auto const found =
      std::find_if(transitions_.begin(), transitions_.end(), [&](auto const &transition) {
        return transition.action == action && is_from(transition, stage);
      });
  return found == transitions_.end() ? nullptr : &*found;
}

Transition const *Workflow::find(model::Incident const &incident, Action action) const {
  bool const goes_on_elsewhere = !incident.merged_into.empty() && action != Action::reopen;
  return goes_on_elsewhere ? nullptr : find(incident.stage, action);
}

Workflow::Decision Workflow::decide(model::Incident const &incident, Situation const &situation,
                                    Request const &request) const {
  auto const *const transition = find(incident, request.action);
  if (transition == nullptr) {
    return {};
  }
  for (auto const guard : transition->guards) {
    bool const is_met = guard == Guard::note       ? !request.note.empty()
                        : guard == Guard::evidence ? !request.evidence.empty()
                                                   : holds(guard, incident, situation);
    if (!is_met) {
      return {std::nullopt, words_for(guard)};
    }
  }
  return {transition->to.value_or(standing(incident.stage)), {}};
}

std::vector<Action> Workflow::allowed(model::Incident const &incident,
                                      Situation const &situation) const {
  std::vector<Action> actions;
  for (std::size_t i = 0; i < model::action_names.size(); ++i) {
    auto const action = static_cast<Action>(i);
    auto const *const transition = find(incident, action);
    if (transition != nullptr &&
        std::all_of(transition->guards.begin(), transition->guards.end(), [&](Guard guard) {
          return asks_of_request(guard) || holds(guard, incident, situation);
        })) {
      actions.push_back(action);
    }
  }
  return actions;
}

std::vector<Guard> Workflow::needs(Stage stage, Action action) const {
  std::vector<Guard> needed;
  if (auto const *const transition = find(stage, action)) {
    std::copy_if(transition->guards.begin(), transition->guards.end(), std::back_inserter(needed),
                 asks_of_request);
  }
  return needed;
}

bool Workflow::leads_on(Stage stage) const {
  return std::any_of(transitions_.begin(), transitions_.end(), [&](auto const &transition) {
    return is_from(transition, stage) && transition.to && *transition.to > stage;
  });
}

bool Workflow::is_closed(Stage stage) const {
  auto const at = standing(stage);
  return at >= Stage::done && !leads_on(at);
}

std::vector<Stage> Workflow::reached_from(Stage stage) const {
  std::vector<Stage> reached{stage};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (auto const &transition : transitions_) {
      if (transition.to && is_from(transition, reached[i]) &&
          std::find(reached.begin(), reached.end(), *transition.to) == reached.end()) {
        reached.push_back(*transition.to);
      }
    }
  }
  return reached;
}

void Workflow::find_row_faults(std::vector<std::string> &faults) const {
  for (auto const &transition : transitions_) {
    if (transition.to && !has(*transition.to)) {
      faults.push_back(named(transition, transition.from.front()) + " leads to " +
                       std::string(model::to_string(*transition.to)) +
                       ", which is not among [stages]");
    }
    for (auto const stage : transition.from) {
      if (!has(stage)) {
        faults.push_back(named(transition, stage) + ": this stage is not among [stages]");
      } else if (find(stage, transition.action) != &transition) {
        faults.push_back("two rows for " + named(transition, stage));
      }
    }
  }
}

void Workflow::find_path_faults(std::vector<std::string> &faults) const {
  auto const reached = reached_from(Stage::received);
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    auto const stage = static_cast<Stage>(i);
    if (!has(stage)) {
      continue;
    }
    if (std::find(reached.begin(), reached.end(), stage) == reached.end()) {
      faults.push_back("no row leads to " + std::string(model::to_string(stage)));
    }
    auto const ends = reached_from(stage);
    if (std::none_of(ends.begin(), ends.end(), [&](Stage end) { return is_closed(end); })) {
      faults.push_back("from " + std::string(model::to_string(stage)) +
                       " no row leads to an end (done, verified or rated)");
    }
  }
}

std::vector<std::string> Workflow::faults() const {
  std::vector<std::string> faults;
  if (!has(Stage::received)) {
    faults.emplace_back("\"received\" is missing in [stages]: every incident begins there");
  }
  if (transitions_.size() > most_transitions) {
    faults.push_back("there are " + std::to_string(transitions_.size()) +
                     " rows; expected at most " + std::to_string(most_transitions));
  }
  find_row_faults(faults);
  if (faults.empty()) {
    find_path_faults(faults);
  }
  return faults;
}

} // namespace yuntu::rules
