#include "server/rules/workflow_machine.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuntu::model;
using yuntu::rules::allowed_actions;
using yuntu::rules::next_stage;

namespace {

/// Stage by stage what is allowed, and where it leads. Everything else is illegal.
std::map<std::pair<Stage, Action>, Stage> const legal{
    {{Stage::received, Action::classify}, Stage::classified},
    {{Stage::classified, Action::assign}, Stage::assigned},
    {{Stage::assigned, Action::accept}, Stage::in_progress},
    {{Stage::assigned, Action::supervise}, Stage::supervised},
    {{Stage::in_progress, Action::contact}, Stage::in_progress},
    {{Stage::in_progress, Action::arrive}, Stage::in_progress},
    {{Stage::in_progress, Action::finish}, Stage::done},
    {{Stage::in_progress, Action::supervise}, Stage::supervised},
    {{Stage::supervised, Action::accept}, Stage::in_progress},
    {{Stage::supervised, Action::finish}, Stage::done},
    {{Stage::done, Action::verify}, Stage::verified},
    {{Stage::done, Action::reopen}, Stage::assigned},
    {{Stage::verified, Action::rate}, Stage::rated},
    {{Stage::verified, Action::reopen}, Stage::assigned},
};

} // namespace

TEST_CASE("the plain path leads from received to rated") {
  auto stage = Stage::received;
  for (auto const action : {Action::classify, Action::assign, Action::accept, Action::finish,
                            Action::verify, Action::rate}) {
    auto const next = next_stage(stage, action);
    REQUIRE(next);
    stage = *next;
  }
  CHECK(stage == Stage::rated);
}

TEST_CASE("of all stages and actions exactly the legal ones lead somewhere") {
  for (std::size_t s = 0; s < stage_names.size(); ++s) {
    std::vector<Action> allowed;
    for (std::size_t a = 0; a < action_names.size(); ++a) {
      auto const stage = static_cast<Stage>(s);
      auto const action = static_cast<Action>(a);
      CAPTURE(to_string(stage), to_string(action));
      auto const found = legal.find({stage, action});
      auto const next = next_stage(stage, action);
      CHECK(next == (found == legal.end() ? std::nullopt : std::optional(found->second)));
      if (next) {
        allowed.push_back(action);
      }
    }
    CHECK(allowed_actions(static_cast<Stage>(s)) == allowed);
  }
}

TEST_CASE("a rated incident is closed for good") {
  CHECK(allowed_actions(Stage::rated).empty());
}
