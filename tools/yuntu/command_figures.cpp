#include "server/services/figure_service.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/known_log.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

namespace yuntu::tools {
namespace {

struct FigureOptions {
  std::string data;
  std::string from;
  std::string to;
  std::string by;
  std::string format = "json";
  std::string out;
};

struct RankingOptions {
  std::string data;
  std::string month;
  std::optional<std::string> board;
};

model::Time time_of(std::string const &option, std::string const &text) {
  auto const time = model::parse_rfc3339(text);
  if (!time) {
    throw CommandError(option + " is \"" + text +
                       "\"; expected a time with zone, e.g. 2026-11-01T00:00:00+08:00");
  }
  return *time;
}

rules::FigureQuestion question_of(FigureOptions const &options, model::Time now) {
  rules::FigureQuestion question{time_of("--from", options.from), time_of("--to", options.to), {}};
  if (!options.by.empty()) {
    auto const grouping = rules::parse_grouping(options.by);
    if (!grouping) {
      throw CommandError("--by is \"" + options.by + "\"; expected " +
                         std::string(rules::grouping_words));
    }
    question.by = *grouping;
  }
  if (auto const fault = services::fault_of(question, now)) {
    throw CommandError(fault->detail);
  }
  return question;
}

std::string written(protocol::FigureTable const &table, std::string const &format) {
  if (format == "csv") {
    return protocol::figures_csv(table);
  }
  return format == "xlsx" ? protocol::figures_workbook(table)
                          : protocol::figures_json(table) + "\n";
}

void put(std::string const &text, std::string const &file) {
  if (file.empty()) {
    std::cout << text;
    return;
  }
  std::ofstream out(file, std::ios::binary);
  out << text << std::flush;
  if (!out) {
    throw CommandError(file + ": cannot be written");
  }
}

model::Principal operator_of_all() {
  return {"operator", model::Role::command, {}, {}};
}

int figures(FigureOptions const &options) {
  if (options.format != "json" && options.format != "csv" && options.format != "xlsx") {
    throw CommandError("--format is \"" + options.format + "\"; expected json, csv or xlsx");
  }
  if (options.format == "xlsx" && options.out.empty()) {
    throw CommandError("--format xlsx needs --out FILE");
  }
  auto const now = wall_clock();
  auto const question = question_of(options, now);
  auto const policy = figure_policy_of(options.data);
  auto const known = incidents_known(options.data, std::min(question.to, now));
  put(written(services::figure_table(known, question, operator_of_all(), policy, now),
              options.format),
      options.out);
  return exit_good;
}

int rankings(RankingOptions const &options) {
  auto const now = wall_clock();
  auto const month = services::month_of(options.month);
  if (!month) {
    throw CommandError("--month is \"" + options.month + "\"; expected a month, e.g. 2026-11");
  }
  if (auto const fault = services::fault_of(*month, now)) {
    throw CommandError(fault->detail);
  }
  auto const policy = figure_policy_of(options.data);
  auto const known = incidents_known(options.data, std::min(month->to, now));
  auto const table = services::ranking_table(known, *month, options.board, policy, now);
  if (!table) {
    throw CommandError(table.error().detail);
  }
  std::cout << protocol::rankings_json(*table) << "\n";
  return exit_good;
}

} // namespace

void add_figures_command(CLI::App &app, Run &run) {
  auto *const command =
      app.add_subcommand("figures", "counts and rates of the incidents of a period, from the log");
  auto const o = std::make_shared<FigureOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--from", o->from, "reported from this time on (RFC 3339)")->required();
  command->add_option("--to", o->to, "and before this one, as it was known then")->required();
  command->add_option("--by", o->by, std::string(rules::grouping_words));
  command->add_option("--format", o->format, "json, csv or xlsx");
  command->add_option("--out", o->out, "write to this file");
  command->callback([&run, o] { run = [o] { return figures(*o); }; });
}

void add_rankings_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("rankings", "the boards of a month, from the log");
  auto const o = std::make_shared<RankingOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--month", o->month, "e.g. 2026-11")->required();
  command->add_option("--board", o->board, "one of config/ranking.toml; default all");
  command->callback([&run, o] { run = [o] { return rankings(*o); }; });
}

} // namespace yuntu::tools
