#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

int main(int argc, char **argv) {
  CLI::App app{"yuntu: the operator's command line. JSON on stdout, words on stderr."};
  app.require_subcommand(1);
  yuntu::tools::Run run;
  yuntu::tools::add_import_command(app, run);
  yuntu::tools::add_layers_command(app, run);
  yuntu::tools::add_locate_command(app, run);
  yuntu::tools::add_coverage_command(app, run);
  yuntu::tools::add_site_command(app, run);
  yuntu::tools::add_user_command(app, run);
  yuntu::tools::add_device_command(app, run);
  yuntu::tools::add_staff_command(app, run);
  yuntu::tools::add_check_command(app, run);
  yuntu::tools::add_lexicon_command(app, run);
  yuntu::tools::add_verify_command(app, run);
  yuntu::tools::add_replay_command(app, run);
  yuntu::tools::add_figures_command(app, run);
  yuntu::tools::add_rankings_command(app, run);
  yuntu::tools::add_demo_command(app, run);
  yuntu::tools::add_photo_command(app, run);
  yuntu::tools::add_feed_command(app, run);
  yuntu::tools::add_simulate_command(app, run);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const &error) {
    return app.exit(error) == 0 ? yuntu::tools::exit_good : yuntu::tools::exit_error;
  }
  try {
    return run();
  } catch (std::exception const &error) {
    std::cerr << "yuntu: " << error.what() << "\n";
    return yuntu::tools::exit_error;
  }
}
