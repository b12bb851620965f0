#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

using nlohmann::json;

struct LayersOptions {
  std::string data;
  std::string cancelled; ///< a version
  std::string layer;
  std::string effective;
};

template <typename Version>
json version_json(Version const &version) {
  return {{"layer", model::to_string(version.layer)},
          {"version", version.version},
          {"features", version.features},
          {"effective", model::format_rfc3339(version.effective)}};
}

int list(OperatorAccess const &access) {
  auto const state = access.read_state();
  json in_use = json::array();
  for (auto const &[kind, layer] : state.layers) {
    in_use.push_back(version_json(layer));
  }
  json coming = json::array();
  for (auto const &next : state.coming) {
    coming.push_back(version_json(next));
  }
  std::cout << json{{"in_use", std::move(in_use)}, {"coming", std::move(coming)}}.dump() << "\n";
  return exit_good;
}

protocol::CancelLayerCommand command_of(LayersOptions const &options) {
  protocol::CancelLayerCommand command;
  auto const layer = model::parse_layer_kind(options.layer);
  if (!layer) {
    throw CommandError("--cancel needs --layer, the layer that the version is of");
  }
  command.layer = *layer;
  command.version = options.cancelled;
  if (!options.effective.empty()) {
    command.effective = model::parse_rfc3339(options.effective);
    if (!command.effective) {
      throw CommandError("--effective is \"" + options.effective +
                         "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
    }
  }
  return command;
}

int cancel(OperatorAccess const &access, protocol::CancelLayerCommand const &command) {
  auto const reply = access.ask(command);
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  auto const &done = std::get<protocol::PublishReply>(*reply);
  if (!done.waits.empty()) {
    std::cerr << "not known yet: " << done.waits << "; ask `yuntu layers` again\n";
  }
  std::cout << json{{"layer", model::to_string(command.layer)},
                    {"version", done.version},
                    {"effective", model::format_rfc3339(done.effective)},
                    {"stored", done.waits.empty()}}
                   .dump()
            << "\n";
  return done.waits.empty() ? exit_good : exit_findings;
}

int layers(LayersOptions const &options) {
  OperatorAccess const access(options.data, OperatorAccess::Directory::must_exist);
  return options.cancelled.empty() ? list(access) : cancel(access, command_of(options));
}

} // namespace

void add_layers_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand(
      "layers", "the versions of layers in use and to come; cancels one to come");
  auto const o = std::make_shared<LayersOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--cancel", o->cancelled, "a version that is to come and will then not");
  command->add_option("--layer", o->layer, "of the cancelled version");
  command->add_option("--effective", o->effective,
                      "when it was to take effect, if it is to come several times");
  command->callback([&run, o] { run = [o] { return layers(*o); }; });
}

} // namespace yuntu::tools
