#include "server/services/workflow_files.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using model::Action;
using model::Role;
using model::Stage;

namespace {

/// One action and where it must lead; without a stage it must be refused, for this reason.
struct Move {
  Action action;
  std::optional<Stage> to;
  std::string note = {};
  std::string evidence = {};
  std::string actor = "指挥";
  Role role = Role::command;
  std::string reason = {};
};

Move refused(Action action, std::string reason) {
  Move move{action, std::nullopt};
  move.reason = std::move(reason);
  return move;
}
Move with_note(Action action, Stage to) {
  return {action, to, "原因"};
}
Move by_worker(Action action, Stage to, std::string evidence = {}) {
  return {action, to, {}, std::move(evidence), "网格员", Role::grid_worker};
}

/// Drives an incident through the engine, row by row.
void drive(std::string const &name, std::vector<Move> const &moves) {
  auto const workflow = services::read_workflow({}, name);
  model::Incident incident;
  incident.time = at_s(0);
  int seconds = 0;
  for (auto const &move : moves) {
    auto const decision = workflow.decide(incident, {{move.actor, move.role}},
                                          {move.action, move.note, move.evidence});
    CAPTURE(name, seconds, model::to_string(incident.stage), model::to_string(move.action),
            decision.refusal);
    REQUIRE(decision.to == move.to);
    CHECK(std::string(decision.refusal).find(move.reason) != std::string::npos);
    if (decision.to) {
      incident.history.push_back({move.action, incident.stage, *decision.to, move.actor,
                                  at_s(++seconds), move.note, move.evidence});
      incident.stage = *decision.to;
    }
  }
}

std::vector<Action> allowed(std::string const &name, Stage stage, Role role = Role::command) {
  model::Incident incident;
  incident.stage = stage;
  return services::read_workflow({}, name).allowed(incident, {{"u1", role}});
}

} // namespace

TEST_CASE("the seven steps of 临沭, with everything beside them") {
  drive("linshu", {{Action::classify, Stage::classified},
                   {Action::assign, Stage::assigned},
                   refused(Action::reject, "note"),
                   with_note(Action::reject, Stage::classified),
                   {Action::assign, Stage::assigned},
                   by_worker(Action::accept, Stage::in_progress),
                   by_worker(Action::contact, Stage::in_progress),
                   refused(Action::pause, "note"),
                   refused(Action::resume, "not paused"),
                   with_note(Action::pause, Stage::in_progress),
                   refused(Action::pause, "paused"),
                   by_worker(Action::resume, Stage::in_progress),
                   {Action::supervise, Stage::supervised},
                   with_note(Action::transfer, Stage::assigned),
                   by_worker(Action::accept, Stage::in_progress),
                   by_worker(Action::arrive, Stage::in_progress),
                   by_worker(Action::finish, Stage::done),
                   {Action::reopen, Stage::assigned},
                   by_worker(Action::accept, Stage::in_progress),
                   by_worker(Action::finish, Stage::done),
                   {Action::contact, Stage::done},
                   {Action::verify, Stage::verified},
                   {Action::rate, Stage::rated},
                   refused(Action::reopen, "")});
}

TEST_CASE("only work whose deadlines have stages has one to end") {
  for (auto const *const name : {"linshu", "yishui", "changqing", "digital_city"}) {
    auto const workflow = services::read_workflow({}, name);
    model::Incident incident;
    incident.stage = Stage::in_progress;
    auto const refusal =
        workflow.decide(incident, {{"u", Role::grid_worker}}, {Action::end_stage, "", ""});
    CHECK_THAT(std::string(refusal.refusal), Catch::Contains("no stage to end"));
    auto const allowed =
        workflow.decide(incident, {{"u", Role::grid_worker}, true}, {Action::end_stage, "", ""});
    CHECK(allowed.to == Stage::in_progress);
  }
}

TEST_CASE("临沭 settles at first receipt without handing over, and may decline") {
  drive("linshu", {{Action::classify, Stage::classified},
                   by_worker(Action::accept, Stage::in_progress),
                   by_worker(Action::finish, Stage::done)});
  drive(
      "linshu",
      {{Action::reject, std::nullopt, "不属实", {}, "网格员", Role::grid_worker, "command centre"},
       with_note(Action::reject, Stage::done)});
}

TEST_CASE("every transition of the logs before workflows were data is one of 临沭") {
  std::vector<std::pair<Action, std::pair<Stage, Stage>>> const before{
      {Action::classify, {Stage::received, Stage::classified}},
      {Action::assign, {Stage::classified, Stage::assigned}},
      {Action::accept, {Stage::assigned, Stage::in_progress}},
      {Action::accept, {Stage::supervised, Stage::in_progress}},
      {Action::contact, {Stage::in_progress, Stage::in_progress}},
      {Action::arrive, {Stage::in_progress, Stage::in_progress}},
      {Action::finish, {Stage::in_progress, Stage::done}},
      {Action::finish, {Stage::supervised, Stage::done}},
      {Action::supervise, {Stage::assigned, Stage::supervised}},
      {Action::supervise, {Stage::in_progress, Stage::supervised}},
      {Action::verify, {Stage::done, Stage::verified}},
      {Action::rate, {Stage::verified, Stage::rated}},
      {Action::reopen, {Stage::done, Stage::assigned}},
      {Action::reopen, {Stage::verified, Stage::assigned}}};
  auto const workflow = services::read_workflow({}, std::string(services::default_workflow));
  for (auto const &[action, stages] : before) {
    model::Incident incident;
    incident.stage = stages.first;
    CAPTURE(model::to_string(action), model::to_string(stages.first));
    CHECK(workflow.decide(incident, {{"u", Role::grid_worker}}, {action, "", ""}).to ==
          stages.second);
  }
}

TEST_CASE("the four steps of 沂水: struck off only when the resident knows") {
  drive("yishui",
        {{Action::classify, Stage::classified},
         with_note(Action::reject, Stage::received),
         {Action::classify, Stage::classified},
         by_worker(Action::accept, Stage::in_progress),
         {Action::finish, std::nullopt, "修好了", {}, "网格员", Role::grid_worker, "contacted"},
         by_worker(Action::contact, Stage::in_progress),
         refused(Action::finish, "note"),
         with_note(Action::finish, Stage::done),
         refused(Action::verify, ""),
         with_note(Action::reopen, Stage::in_progress),
         {Action::finish, std::nullopt, "又修好了", {}, "u", Role::command, "contacted"}});
}

TEST_CASE("the four orders of 长清: placed, dispatched, taken, rated") {
  drive("changqing", {refused(Action::classify, ""),
                      {Action::assign, Stage::assigned},
                      with_note(Action::reject, Stage::received),
                      {Action::assign, Stage::assigned},
                      by_worker(Action::accept, Stage::in_progress),
                      with_note(Action::pause, Stage::in_progress),
                      {Action::resume, Stage::in_progress},
                      with_note(Action::rate, Stage::rated),
                      with_note(Action::reopen, Stage::assigned)});
}

TEST_CASE("the chain of 数字城管: filed and dispatched by the centre, checked by somebody else") {
  drive(
      "digital_city",
      {{Action::classify, std::nullopt, {}, {}, "网格员", Role::grid_worker, "command centre"},
       {Action::classify, Stage::classified},
       {Action::assign, Stage::assigned},
       by_worker(Action::accept, Stage::in_progress),
       {Action::finish, std::nullopt, {}, "photo-1", "网格员", Role::grid_worker, "on site first"},
       by_worker(Action::contact, Stage::in_progress),
       {Action::finish, std::nullopt, {}, "photo-1", "指挥", Role::command, "on site first"},
       by_worker(Action::arrive, Stage::in_progress),
       refused(Action::finish, "evidence"),
       by_worker(Action::finish, Stage::done, "photo-1"),
       {Action::verify, std::nullopt, {}, "photo-2", "网格员", Role::grid_worker, "somebody other"},
       {Action::verify, Stage::verified, {}, "photo-2"},
       with_note(Action::reopen, Stage::assigned),
       by_worker(Action::accept, Stage::in_progress),
       {Action::finish, std::nullopt, {}, "photo-3", "网格员", Role::grid_worker, "on site first"},
       by_worker(Action::arrive, Stage::in_progress), // again: it counts anew since the reopening
       with_note(Action::pause, Stage::in_progress),
       {Action::finish, std::nullopt, {}, "photo-3", "网格员", Role::grid_worker, "paused"},
       {Action::resume, Stage::in_progress},
       by_worker(Action::finish, Stage::done, "photo-3"),
       {Action::verify, Stage::verified, {}, "photo-4"},
       {Action::rate, Stage::rated}});
}

TEST_CASE("the three steps of 高新区: closed when the resident was called back, not before") {
  drive("gaoxin", {refused(Action::finish, ""),
                   {Action::assign, Stage::assigned},
                   with_note(Action::reject, Stage::received),
                   {Action::assign, Stage::assigned},
                   by_worker(Action::contact, Stage::assigned),
                   by_worker(Action::arrive, Stage::assigned),
                   {Action::supervise, Stage::supervised},
                   by_worker(Action::finish, Stage::done),
                   refused(Action::verify, "called back"), // the contact before does not count
                   {Action::contact, Stage::done},
                   {Action::verify, Stage::verified},
                   with_note(Action::reopen, Stage::assigned),
                   by_worker(Action::finish, Stage::done),
                   refused(Action::verify, "called back"), // nor the call before the reopening
                   {Action::contact, Stage::done},
                   {Action::verify, Stage::verified}});
}

TEST_CASE("only 高新区 asks for the call back, only 数字城管 for somebody on site") {
  auto const asks = [](std::string const &name) {
    auto const workflow = services::read_workflow({}, name);
    std::set<rules::Guard> found;
    for (auto const &row : workflow.transitions()) {
      for (auto const guard : row.guards) {
        if (guard == rules::Guard::called_back || guard == rules::Guard::arrived) {
          found.insert(guard);
        }
      }
    }
    return found;
  };
  CHECK(asks("linshu").empty());
  CHECK(asks("yishui").empty());
  CHECK(asks("changqing").empty());
  CHECK(asks("gaoxin") == std::set{rules::Guard::called_back});
  CHECK(asks("digital_city") == std::set{rules::Guard::arrived});
}

TEST_CASE("what is allowed depends on the stage, on who asks and on how things stand") {
  CHECK(allowed("linshu", Stage::received) ==
        std::vector<Action>{Action::classify, Action::reject, Action::merge});
  CHECK(allowed("linshu", Stage::received, Role::grid_worker) ==
        std::vector<Action>{Action::classify});
  CHECK(allowed("linshu", Stage::rated).empty());
  CHECK(allowed("digital_city", Stage::assigned, Role::grid_worker) ==
        std::vector<Action>{Action::accept, Action::reject});
  auto const workflow = services::read_workflow({}, "digital_city");
  CHECK(workflow.needs(Stage::done, Action::verify) ==
        std::vector<rules::Guard>{rules::Guard::evidence});
}

TEST_CASE("an incident in a stage that is not in use goes on from the nearest earlier one") {
  auto const workflow = services::read_workflow({}, "yishui");
  CHECK(workflow.standing(Stage::supervised) == Stage::in_progress);
  CHECK(workflow.standing(Stage::assigned) == Stage::classified);
  CHECK(workflow.standing(Stage::rated) == Stage::done);
  model::Incident incident;
  incident.stage = Stage::assigned;
  CHECK(workflow.decide(incident, {{"u", Role::command}}, {Action::accept, "", ""}).to ==
        Stage::in_progress);
  incident.stage = Stage::supervised;
  CHECK(workflow.decide(incident, {{"u", Role::command}}, {Action::contact, "", ""}).to ==
        Stage::in_progress);
}

TEST_CASE("each workflow knows where an incident is closed") {
  auto const closed = [](std::string const &name) {
    auto const workflow = services::read_workflow({}, name);
    std::set<Stage> stages;
    for (std::size_t i = 0; i < model::stage_names.size(); ++i) {
      if (workflow.is_closed(static_cast<Stage>(i))) {
        stages.insert(static_cast<Stage>(i));
      }
    }
    return stages;
  };
  CHECK(closed("linshu") == std::set{Stage::rated});
  CHECK(closed("digital_city") == std::set{Stage::rated});
  CHECK(closed("changqing") == std::set{Stage::rated});
  CHECK(closed("gaoxin") == std::set{Stage::verified, Stage::rated});
  CHECK(closed("yishui") == std::set{Stage::done, Stage::verified, Stage::rated});
}

namespace {

std::string refusal(std::string const &rest, std::string const &stages = "received = \"收\"\n"
                                                                         "done = \"办\"\n") {
  TempDir const dir;
  std::filesystem::create_directories(dir.path() / "config");
  static_cast<void>(dir.write("config/workflow_own.toml",
                              "name = \"own\"\ntitle = \"t\"\n[stages]\n" + stages + rest));
  try {
    static_cast<void>(services::read_workflow(dir.path(), "own"));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

std::string row(std::string const &action, std::string const &from, std::string const &to) {
  return "[[transitions]]\naction = \"" + action + "\"\nfrom = \"" + from + "\"\nto = \"" + to +
         "\"\n";
}

} // namespace

TEST_CASE("what is wrong with a workflow is named") {
  using Catch::Contains;
  auto const good = row("finish", "received", "done");
  CHECK(refusal(good).empty());
  CHECK_THAT(refusal(row("end", "received", "done")),
             Contains("workflow_own.toml") && Contains("line 7") && Contains("classify"));
  CHECK_THAT(refusal(row("finish", "begun", "done")), Contains("begun"));
  CHECK_THAT(refusal(row("finish", "received", "verified")), Contains("verified"));
  CHECK_THAT(refusal(row("finish", "assigned", "done")), Contains("assigned"));
  CHECK_THAT(refusal(good + good), Contains("two rows"));
  CHECK_THAT(refusal(good + "guards = [\"moon\"]\n"), Contains("moon") && Contains("called_back"));
  CHECK_THAT(refusal(good + "when = \"x > 3\"\n"), Contains("unknown key \"when\""));
  CHECK_THAT(refusal(good, "done = \"办\"\n"), Contains("\"received\" is missing"));
  CHECK_THAT(refusal(good, "received = \"收\"\ndone = \"办\"\nlost = \"丢\"\n"),
             Contains("lost") && Contains("rated"));
  CHECK_THAT(refusal(good, "received = \"收\"\ndone = \"办\"\nassigned = \"交\"\n"),
             Contains("no row leads to assigned"));
  CHECK_THAT(
      refusal(row("assign", "received", "assigned"), "received = \"收\"\nassigned = \"交\"\n"),
      Contains("no row leads to an end"));
  std::string many = good;
  for (int i = 0; i < 30; ++i) {
    many += row("reopen", "done", "received");
  }
  CHECK_THAT(refusal(many), Contains("31 rows") && Contains("at most 30"));
}

TEST_CASE("a workflow that nobody has is named with those that there are") {
  try {
    static_cast<void>(services::read_workflow({}, "mars"));
    FAIL("it was read");
  } catch (services::PolicyError const &error) {
    CHECK_THAT(error.what(), Catch::Contains("mars") && Catch::Contains("linshu yishui"));
  }
}
