#include "tools/yuntu/command.hpp"
#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/town_writer.hpp"
#include "tools/yuntu/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct Options {
  std::string definition;
  std::string out;
  std::uint64_t seed = 1;
};

int make_demo(Options const &options) {
  auto const definition = demo::read_definition(options.definition);
  auto const town = demo::make_town(definition, options.seed);
  demo::write_town(town, options.out);
  std::cerr << "the demo county lies in " << options.out << "; manifest.json names the imports\n";
  return exit_good;
}

} // namespace

void add_demo_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("demo", "make the fictional county's files");
  auto const o = std::make_shared<Options>();
  command->add_option("--definition", o->definition, "e.g. data/demo/first_light.toml")->required();
  command->add_option("--out", o->out, "folder for the files")->required();
  command->add_option("--seed", o->seed, "the same seed gives the same bytes");
  command->callback([&run, o] { run = [o] { return make_demo(*o); }; });
}

} // namespace yuntu::tools
