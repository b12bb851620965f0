#pragma once

#include <functional>
#include <stdexcept>

namespace CLI {
class App;
}

namespace yuntu::tools {

/// A command that cannot go on: words for people on stderr, exit 2.
class CommandError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Each adds one sub-command; when it is chosen, `run` is set to what does the work and gives the
/// exit code. Parsing touches no file.
using Run = std::function<int()>;
void add_import_command(CLI::App &app, Run &run);
void add_layers_command(CLI::App &app, Run &run);
void add_locate_command(CLI::App &app, Run &run);
void add_coverage_command(CLI::App &app, Run &run);
void add_site_command(CLI::App &app, Run &run);
void add_user_command(CLI::App &app, Run &run);
void add_device_command(CLI::App &app, Run &run);
void add_staff_command(CLI::App &app, Run &run);
void add_check_command(CLI::App &app, Run &run);
void add_lexicon_command(CLI::App &app, Run &run);
void add_verify_command(CLI::App &app, Run &run);
void add_replay_command(CLI::App &app, Run &run);
void add_figures_command(CLI::App &app, Run &run);
void add_rankings_command(CLI::App &app, Run &run);
void add_demo_command(CLI::App &app, Run &run);
void add_photo_command(CLI::App &app, Run &run);
void add_feed_command(CLI::App &app, Run &run);
void add_simulate_command(CLI::App &app, Run &run);

} // namespace yuntu::tools
