#include "server/rules/workflow_machine.hpp"

#include <algorithm>
#include <array>

namespace yuntu::rules {
namespace {

using model::Action;
using model::Stage;

struct Transition {
  Action action;
  Stage from;
  Stage to;
};

// The plain path of design section 7, with supervision, milestones and reopening beside it.
constexpr std::array transitions{
    Transition{Action::classify, Stage::received, Stage::classified},
    Transition{Action::assign, Stage::classified, Stage::assigned},
    Transition{Action::accept, Stage::assigned, Stage::in_progress},
    Transition{Action::accept, Stage::supervised, Stage::in_progress},
    Transition{Action::contact, Stage::in_progress, Stage::in_progress},
    Transition{Action::arrive, Stage::in_progress, Stage::in_progress},
    Transition{Action::finish, Stage::in_progress, Stage::done},
    Transition{Action::finish, Stage::supervised, Stage::done},
    Transition{Action::supervise, Stage::assigned, Stage::supervised},
    Transition{Action::supervise, Stage::in_progress, Stage::supervised},
    Transition{Action::verify, Stage::done, Stage::verified},
    Transition{Action::rate, Stage::verified, Stage::rated},
    Transition{Action::reopen, Stage::done, Stage::assigned},
    Transition{Action::reopen, Stage::verified, Stage::assigned},
};

} // namespace

std::optional<Stage> next_stage(Stage from, Action action) {
  auto const *const found =
      std::find_if(transitions.begin(), transitions.end(), [&](Transition const &transition) {
        return transition.from == from && transition.action == action;
      });
  if (found == transitions.end()) {
    return std::nullopt;
  }
  return found->to;
}

std::vector<Action> allowed_actions(Stage from) {
  std::vector<Action> actions;
  for (auto const &transition : transitions) {
    if (transition.from == from) {
      actions.push_back(transition.action);
    }
  }
  std::sort(actions.begin(), actions.end());
  return actions;
}

} // namespace yuntu::rules
