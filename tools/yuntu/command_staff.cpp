#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"
#include "tools/yuntu/staff/staff_reader.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct StaffOptions {
  std::string data;
  std::string file;
  std::string sheet;
  bool is_partial = false;
};

/// Sends what could be read and prints what became of every row.
template <typename Command, typename Sheet>
int hand_over(StaffOptions const &options, SheetTable const &table, ReadSheet<Sheet> read) {
  read.sheet.bad_rows =
      options.is_partial ? model::BadRows::keep_good : model::BadRows::keep_nothing;
  OperatorAccess const access(options.data, OperatorAccess::Directory::must_exist);
  auto const reply = access.ask(Command{std::move(read.sheet)});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  auto const &kept = std::get<protocol::SheetReply>(*reply);
  auto refused = std::move(read.refused);
  refused.insert(refused.end(), kept.refused.begin(), kept.refused.end());
  std::sort(refused.begin(), refused.end(),
            [](auto const &a, auto const &b) { return a.row < b.row; });
  nlohmann::json rows = nlohmann::json::array();
  for (auto const &row : refused) {
    rows.push_back({{"row", row.row}, {"reason", row.reason}});
  }
  if (!refused.empty() && !options.is_partial) {
    std::cerr << table.origin << ": " << refused.size()
              << " rows refused, nothing kept; mend them, or keep the good ones with --partial\n";
  }
  for (auto const *const what : {"posts_removed", "assignments_ended", "shifts_cancelled"}) {
    if (auto const found = kept.changes.find(what); found != kept.changes.end()) {
      std::cerr << table.origin << ": " << what << " " << found->second
                << ", as the sheet does not hold them\n";
    }
  }
  std::cout << nlohmann::json{{"sheet", table.origin},
                              {"encoding", table.encoding},
                              {"read", read.read},
                              {"written", kept.written},
                              {"refused", std::move(rows)},
                              {"changes", kept.changes},
                              {"notes", std::move(read.notes)}}
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
  return refused.empty() ? exit_good : exit_findings;
}

int import_staff(StaffOptions const &options) {
  auto const table = read_sheet(options.file, options.sheet);
  return hand_over<protocol::ImportStaffCommand>(options, table, read_staff_sheet(table));
}

int import_roster(StaffOptions const &options) {
  auto const table = read_sheet(options.file, options.sheet);
  return hand_over<protocol::ImportRosterCommand>(options, table, read_roster_sheet(table));
}

} // namespace

void add_staff_command(CLI::App &app, Run &run) {
  auto *const staff = app.add_subcommand("staff", "posts, people and shifts: import, roster");
  staff->require_subcommand(1);
  auto const options = std::make_shared<StaffOptions>();
  auto const sub = [&](char const *name, char const *words, int (*work)(StaffOptions const &)) {
    auto *const command = staff->add_subcommand(name, words);
    command->add_option("--data", options->data, "data directory")->required();
    command->add_option("file", options->file, "CSV or .xlsx")->required();
    command->add_option("--sheet", options->sheet, "of a workbook with several");
    command->add_flag("--partial", options->is_partial, "keep the good rows when some are bad");
    command->callback([&run, options, work] { run = [options, work] { return work(*options); }; });
  };
  sub("import",
      "bring in the whole register: of the kinds of post it holds, what it leaves out ends now",
      import_staff);
  sub("roster",
      "bring in planned shifts: between its first and last day, what it leaves out is cancelled",
      import_roster);
}

} // namespace yuntu::tools
