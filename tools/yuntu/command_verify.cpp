#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"

#include "server/store/log_store.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct VerifyOptions {
  std::string data;
  std::string head_file;
};

std::string read_head(std::string const &file) {
  std::string head;
  if (file.empty()) {
    return head;
  }
  if (std::ifstream in(file); !(in >> head)) {
    throw CommandError(file + ": expected the head hash that an earlier `yuntu verify` printed");
  }
  return head;
}

int verify(VerifyOptions const &options) {
  OperatorAccess const access(options.data, OperatorAccess::Directory::must_exist);
  store::LogOptions log_options;
  log_options.use = store::LogUse::inspect; // reads only, beside a running server too
  store::LogStore log(access.directory().log(), log_options);
  auto const report = log.verify(read_head(options.head_file));
  nlohmann::json out{
      {"ok", report.ok}, {"facts", report.facts}, {"head", report.head}, {"first_bad", nullptr}};
  out["expired"] = report.expired;
  out["tracks"] = {{"segments", report.segments}, {"positions", report.sealed_positions}};
  if (report.first_bad) {
    out["first_bad"] = {{"seq", report.first_bad->seq}, {"reason", report.first_bad->reason}};
  }
  std::cout << out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  return report.ok ? exit_good : exit_findings;
}

} // namespace

void add_verify_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("verify", "walk the hash chain of the log");
  auto const options = std::make_shared<VerifyOptions>();
  command->add_option("--data", options->data, "data directory")->required();
  command->add_option("--head", options->head_file, "file with a head hash noted down earlier");
  command->callback([&run, options] { run = [options] { return verify(*options); }; });
}

} // namespace yuntu::tools
