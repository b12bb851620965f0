#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct UserOptions {
  std::string data;
  std::string name;
  std::string role;
  std::vector<std::string> areas;
  bool is_device = false;
};

model::Role role_of(std::string const &word) {
  if (auto const role = model::parse_role(word)) {
    return *role;
  }
  std::string names;
  for (auto const name : model::role_names) {
    names += " " + std::string(name);
  }
  throw CommandError("--role is \"" + word + "\"; expected one of" + names);
}

protocol::UserReply ask(UserOptions const &options, protocol::ControlCommand const &command) {
  OperatorAccess const access(options.data, OperatorAccess::Directory::may_be_made);
  auto const reply = access.ask(command);
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  return std::get<protocol::UserReply>(*reply);
}

int add(UserOptions const &options) {
  auto const role = role_of(options.role);
  auto const reply =
      ask(options, protocol::AddUserCommand{options.name, role, options.areas, options.is_device});
  std::cout << nlohmann::json{{"user", reply.user},
                              {"role", options.role},
                              {"areas", options.areas},
                              {"token", reply.secret}}
                   .dump()
            << "\n";
  return exit_good;
}

int change_role(UserOptions const &options) {
  auto const reply =
      ask(options, protocol::ChangeRoleCommand{options.name, role_of(options.role), options.areas});
  std::cout << nlohmann::json{{"user", reply.user},
                              {"role", options.role},
                              {"areas", options.areas}}
                   .dump()
            << "\n";
  return exit_good;
}

int revoke(UserOptions const &options) {
  auto const reply = ask(options, protocol::RevokeUserCommand{options.name});
  std::cout << nlohmann::json{{"user", reply.user}, {"revoked", true}}.dump() << "\n";
  return exit_good;
}

int link(UserOptions const &options) {
  OperatorAccess const access(options.data, OperatorAccess::Directory::must_exist);
  auto const address = access.read_state().address;
  auto const reply = ask(options, protocol::IssueLinkCommand{options.name});
  auto const base = address.empty() ? std::string("http://127.0.0.1:8080") : address;
  std::cout << nlohmann::json{{"user", reply.user},
                              {"code", reply.secret},
                              {"url", base + "/#signin=" + reply.secret}}
                   .dump()
            << "\n";
  return exit_good;
}

} // namespace

void add_user_command(CLI::App &app, Run &run) {
  auto *const user = app.add_subcommand("user", "accounts: add, role, revoke, link");
  user->require_subcommand(1);
  auto const options = std::make_shared<UserOptions>();
  auto const sub = [&](char const *name, char const *words, int (*work)(UserOptions const &)) {
    auto *const command = user->add_subcommand(name, words);
    command->add_option("--data", options->data, "data directory")->required();
    command->add_option("--name", options->name, "the user's name (or id)")->required();
    command->callback([&run, options, work] { run = [options, work] { return work(*options); }; });
    return command;
  };
  for (auto *const command : {sub("add", "make an account; prints its token once", add),
                              sub("role", "give another role or other areas", change_role)}) {
    command
        ->add_option("--role", options->role,
                     "command, grid_worker, planner, steward, "
                     "administrator or gateway")
        ->required();
    command->add_option("--areas", options->areas, "codes of subdistricts, communities or grids")
        ->delimiter(',');
  }
  user->get_subcommand("add")->add_flag("--device", options->is_device, "a device, not a person");
  sub("revoke", "end an account; its open sockets are closed", revoke);
  sub("link", "a one-time sign-in link, good for 10 minutes", link);
}

} // namespace yuntu::tools
