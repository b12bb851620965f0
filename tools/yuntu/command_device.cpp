#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct DeviceOptions {
  std::string data;
  std::string device;
  std::string datum = "wgs84";
  std::uint32_t radius = 68;
  std::string user;
};

protocol::UserReply ask(DeviceOptions const &options, protocol::ControlCommand const &command) {
  OperatorAccess const access(options.data, OperatorAccess::Directory::must_exist);
  auto const reply = access.ask(command);
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  return std::get<protocol::UserReply>(*reply);
}

int set(DeviceOptions const &options) {
  ask(options, protocol::ProfileDeviceCommand{options.device, options.datum, options.radius});
  std::cout << nlohmann::json{{"device", options.device},
                              {"datum", options.datum},
                              {"radius", options.radius}}
                   .dump()
            << "\n";
  return exit_good;
}

/// One line a device; exit 1 when the datum of one is suspected.
int list(std::string const &data) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
  auto const reply = access.ask(protocol::ReadDevicesCommand{});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  int code = exit_good;
  for (auto const &row : std::get<protocol::DevicesReply>(*reply).devices) {
    auto const suspect =
        row.datum_suspect.empty() ? nlohmann::json() : nlohmann::json(row.datum_suspect);
    std::cout << nlohmann::json{{"device", row.device},        {"user", row.user},
                                {"datum", row.datum},          {"radius", row.radius_percent},
                                {"enrolled", row.is_enrolled}, {"datum_suspect", suspect}}
                     .dump()
              << "\n";
    if (!row.datum_suspect.empty()) {
      std::cerr << row.device << ": its fixes, declared " << row.datum << ", fit as "
                << row.datum_suspect << "; look at the app's settings, or yuntu device set\n";
      code = exit_findings;
    }
  }
  return code;
}

int enrol(DeviceOptions const &options) {
  auto const reply = ask(options, protocol::EnrolDeviceCommand{options.device, options.user});
  std::cout << nlohmann::json{{"device", options.device},
                              {"user", reply.user},
                              {"id", reply.secret}}
                   .dump()
            << "\n";
  return exit_good;
}

} // namespace

void add_device_command(CLI::App &app, Run &run) {
  auto *const device = app.add_subcommand("device", "devices: set, enrol, list");
  device->require_subcommand(1);
  auto const options = std::make_shared<DeviceOptions>();
  auto const sub = [&](char const *name, char const *words, int (*work)(DeviceOptions const &)) {
    auto *const command = device->add_subcommand(name, words);
    command->add_option("--data", options->data, "data directory")->required();
    command->add_option("--device", options->device, "the device's name")->required();
    command->callback([&run, options, work] { run = [options, work] { return work(*options); }; });
    return command;
  };
  auto *const profile = sub("set", "what its fixes refer to when they do not say", set);
  profile->add_option("--datum", options->datum, "wgs84, gcj02 or bd09");
  profile->add_option("--radius", options->radius,
                      "percent of its fixes within the radius it reports, 68 or 95");
  sub("enrol", "a secret id for a tracker app (/osmand); prints it once", enrol)
      ->add_option("--user", options->user, "the grid worker's name or id")
      ->required();
  auto *const all = device->add_subcommand("list", "every device with its profile and findings");
  all->add_option("--data", options->data, "data directory")->required();
  all->callback([&run, options] { run = [options] { return list(options->data); }; });
}

} // namespace yuntu::tools
