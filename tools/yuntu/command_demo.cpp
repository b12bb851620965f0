#include "tools/yuntu/command.hpp"
#include "tools/yuntu/demo/delivered_county.hpp"
#include "tools/yuntu/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

constexpr int most_roster_days = 366;

struct DemoOptions {
  std::string definition;
  std::string out;
  std::uint64_t seed = 1;
  std::size_t scale = 1;
  std::string roster_from;
  int roster_days = demo::DeliveryOrder{}.roster_days;
};

demo::DeliveryOrder checked(DemoOptions const &options) {
  if (options.scale < 1 || options.scale > demo::most_counties) {
    throw CommandError("--scale is " + std::to_string(options.scale) + "; expected 1 to " +
                       std::to_string(demo::most_counties) + " counties");
  }
  if (options.roster_days < 1 || options.roster_days > most_roster_days) {
    throw CommandError("--roster-days is " + std::to_string(options.roster_days) +
                       "; expected 1 to " + std::to_string(most_roster_days));
  }
  demo::DeliveryOrder order{options.seed, options.scale, std::nullopt, options.roster_days};
  if (!options.roster_from.empty()) {
    order.roster_from = demo::parse_day(options.roster_from);
    if (!order.roster_from) {
      throw CommandError("--roster-from is \"" + options.roster_from +
                         "\"; expected a day as YYYY-MM-DD");
    }
  }
  return order;
}

int make_demo(DemoOptions const &options) {
  auto const order = checked(options);
  demo::deliver_counties(demo::read_county(options.definition), order, options.out);
  std::cerr << "the demo county lies in " << options.out << "; manifest.json names the imports\n";
  return exit_good;
}

} // namespace

void add_demo_command(CLI::App &app, Run &run) {
  auto *const command =
      app.add_subcommand("demo", "make the files that the fictional county delivers");
  auto const o = std::make_shared<DemoOptions>();
  command->add_option("--definition", o->definition, "e.g. data/demo/county.toml")->required();
  command->add_option("--out", o->out, "folder for the files")->required();
  command->add_option("--seed", o->seed, "the same seed gives the same bytes");
  command->add_option("--scale", o->scale, "so many such counties side by side, 1 to 286");
  command->add_option("--roster-from", o->roster_from, "first day of the roster, YYYY-MM-DD");
  command->add_option("--roster-days", o->roster_days, "so many days of it, 28 unless told");
  command->callback([&run, o] { run = [o] { return make_demo(*o); }; });
}

} // namespace yuntu::tools
