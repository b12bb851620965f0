#include "server/services/workflow_files.hpp"

#include "server/services/policy_files.hpp"

namespace yuntu::services {
namespace {

using model::Stage;

template <typename Names>
std::string listed(Names const &names) {
  std::string text;
  for (auto const name : names) {
    text += " " + std::string(name);
  }
  return text;
}

/// The value of this name, or what the names are.
template <typename Value, typename Names>
Value parsed(PolicyTable const &entry, std::string_view key, std::string const &name,
             std::optional<Value> (*parse)(std::string_view), Names const &names) {
  auto const value = parse(name);
  if (!value) {
    entry.fail(key, "is \"" + name + "\"; expected one of" + listed(names));
  }
  return *value;
}

rules::Transition transition_of(PolicyTable const &entry) {
  entry.expect_only({"action", "from", "to", "guards"});
  rules::Transition transition;
  transition.action =
      parsed(entry, "action", entry.needed("action"), model::parse_action, model::action_names);
  for (auto const &name : entry.texts("from")) {
    transition.from.push_back(parsed(entry, "from", name, model::parse_stage, model::stage_names));
  }
  if (transition.from.empty()) {
    entry.fail("\"from\" is missing: the stage, or a list of stages, in which it is possible");
  }
  if (auto const to = entry.text("to"); !to.empty()) {
    transition.to = parsed(entry, "to", to, model::parse_stage, model::stage_names);
  }
  for (auto const &name : entry.texts("guards")) {
    transition.guards.push_back(
        parsed(entry, "guards", name, rules::parse_guard, rules::guard_names));
  }
  return transition;
}

rules::Workflow workflow_of(PolicyDocument const &document, std::string const &name) {
  auto const root = document.root();
  root.expect_only({"name", "title", "stages", "transitions"});
  expect_name(root, "name", name);
  rules::Workflow::StageTitles titles;
  auto const stages = root.table("stages");
  if (!stages) {
    root.fail("[stages] is missing");
  }
  for (auto const &stage : stages->keys()) {
    auto const known = model::parse_stage(stage);
    if (!known) {
      stages->fail(stage, "is no stage; expected of" + listed(model::stage_names));
    }
    titles[static_cast<std::size_t>(*known)] = stages->text(stage);
  }
  std::vector<rules::Transition> transitions;
  for (auto const &entry : root.tables("transitions")) {
    transitions.push_back(transition_of(entry));
  }
  rules::Workflow workflow(name, root.needed("title"), std::move(titles), std::move(transitions));
  expect_no_faults(workflow.faults(), document.name());
  return workflow;
}

} // namespace

rules::Workflow read_workflow(std::filesystem::path const &data, std::string const &name) {
  return workflow_of(*get_policy(data, workflow_kind(), name), name);
}

} // namespace yuntu::services
