#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include "server/protocol/history_answers.hpp"
#include "server/services/history_service.hpp"
#include "server/services/incident_view.hpp"
#include "server/services/map_archive.hpp"
#include "server/services/policy_error.hpp"
#include "server/services/routing_files.hpp"
#include "server/services/workflow_files.hpp"
#include "server/store/data_directory.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct ReplayOptions {
  std::string data;
  std::string at;
  std::string as_of;
  std::string workflow{services::default_workflow};
};

std::optional<model::Time> time_of(std::string const &option, std::string const &text) {
  if (text.empty()) {
    return std::nullopt;
  }
  auto const time = model::parse_rfc3339(text);
  if (!time) {
    throw CommandError(option + " is \"" + text +
                       "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
  }
  return time;
}

live::IncidentSigns signs_of(ReplayOptions const &options) {
  try {
    return services::signs_of(services::read_incident_policy(
        options.data, {options.workflow, std::string(services::default_categories)}));
  } catch (services::PolicyError const &error) {
    throw CommandError(error.what());
  }
}

int replay(ReplayOptions const &options) {
  services::StateQuestion const question{time_of("--at", options.at),
                                         time_of("--as-of", options.as_of)};
  if (!std::filesystem::exists(options.data)) {
    throw CommandError(options.data + ": there is no such data directory");
  }
  // Reads files only: a server may be running on them.
  store::DataDirectory const directory{options.data};
  services::MapArchive maps(directory.base(), nullptr);
  services::HistoryService history(
      store::LogHistory(directory.log()), [&](auto const &layers) { return maps.of(layers); },
      signs_of(options));
  model::Principal const anybody{"operator", model::Role::command, {}, {}};
  auto const now = wall_clock();
  auto const answer = history.state(anybody, question, now);
  if (!answer) {
    throw CommandError(answer.error().title + ": " + answer.error().detail);
  }
  std::cout << protocol::state_json(*answer) << "\n";
  return exit_good;
}

} // namespace

void add_replay_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("replay", "print what stood on the map at a time");
  auto const options = std::make_shared<ReplayOptions>();
  command->add_option("--data", options->data, "data directory")->required();
  command->add_option("--at", options->at, "as it was known at this time (RFC 3339)");
  command->add_option("--as-of", options->as_of,
                      "as it was true at this time, by what is known today (or at --at)");
  command->add_option("--workflow", options->workflow,
                      "the one of the server's configuration: says which stages are closed");
  command->callback([&run, options] { run = [options] { return replay(*options); }; });
}

} // namespace yuntu::tools
