#include "server/rules/routing/lexicon_trial.hpp"
#include "server/services/routing_files.hpp"
#include "tools/yuntu/classified_sheet.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

using nlohmann::json;

struct LexiconOptions {
  std::string file;
  ClassifiedColumns columns;
  std::string tree = "own";
  std::string out;
  std::string until;
  bool is_half = false;
  rules::LexiconMakerOptions maker;
};

/// How many of the rows are learned from; the rest are for the trial.
std::size_t learned_rows(LexiconOptions const &options, ClassifiedSheet const &sheet) {
  if (options.is_half) {
    return sheet.texts.size() / 2;
  }
  if (options.until.empty()) {
    return sheet.texts.size();
  }
  auto const until = sheet_time(options.until);
  if (!until) {
    throw CommandError("--until is \"" + options.until +
                       "\"; expected a time as in the file, e.g. 2025-03-14 01:20");
  }
  if (sheet.times.empty()) {
    throw CommandError("--until needs --time, the column that holds the time of each row");
  }
  return static_cast<std::size_t>(std::lower_bound(sheet.times.begin(), sheet.times.end(), *until) -
                                  sheet.times.begin());
}

json words_json(std::vector<rules::LexiconEntry> const &entries) {
  constexpr std::size_t most_shown = 8;
  json words = json::object();
  for (auto const &entry : entries) {
    auto &list = words[entry.category];
    if (list.size() < most_shown) {
      list.push_back({{"word", entry.word}, {"weight", entry.weight}});
    }
  }
  return words;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

json trial_json(rules::LexiconTrial const &trial) {
  json confusion = json::array();
  for (auto const &[pair, count] : trial.confusion) {
    confusion.push_back({{"people", pair.first},
                         {"lexicon", pair.second.empty() ? json(nullptr) : json(pair.second)},
                         {"count", count}});
  }
  return {{"texts", trial.texts},
          {"agreed", trial.agreed},
          {"agreement", share(trial.agreed, trial.texts)},
          {"undecided", trial.undecided},
          {"control", trial.control},
          {"control_agreement", share(trial.control_agreed, trial.texts)},
          {"confusion", std::move(confusion)}};
}

int learn(LexiconOptions const &options) {
  auto const sheet = read_classified(options.file, options.columns);
  auto const border =
      sheet.texts.begin() + static_cast<std::ptrdiff_t>(learned_rows(options, sheet));
  std::vector<rules::ClassifiedText> const learned(sheet.texts.begin(), border);
  std::vector<rules::ClassifiedText> const rest(border, sheet.texts.end());
  auto const entries = rules::make_lexicon(learned, options.maker);
  json answer{{"learned", learned.size()},
              {"skipped", sheet.skipped},
              {"entries", entries.size()},
              {"words", words_json(entries)},
              {"trial", nullptr}};
  if (!rest.empty()) {
    answer["trial"] = trial_json(
        rules::try_lexicon(rules::Lexicon(entries), rest, rules::commonest_category(learned)));
  }
  std::ofstream out(options.out, std::ios::binary);
  out << services::lexicon_text(
             entries, options.tree,
             {"Made by yuntu lexicon of " + std::to_string(learned.size()) + " classified texts.",
              "A weight is the logarithm of how much more of a category's texts hold the word."})
      << std::flush;
  if (!out) {
    throw CommandError(options.out + ": cannot be written");
  }
  std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  return entries.empty() ? exit_findings : exit_good;
}

} // namespace

void add_lexicon_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand(
      "lexicon", "make the words that speak for categories of incidents that were classified "
                 "before, and try them on the rest");
  auto const o = std::make_shared<LexiconOptions>();
  command->add_option("--learn", o->file, "sheet of classified incidents: CSV or a workbook")
      ->required();
  command->add_option("--text", o->columns.text, "columns with what was reported")
      ->required()
      ->delimiter(',');
  command->add_option("--category", o->columns.category, "column with the category")->required();
  command->add_option("--time", o->columns.time, "column with the time, by which rows are sorted");
  command->add_option("--out", o->out, "file to write, e.g. config/lexicon_own.toml")->required();
  command->add_option("--tree", o->tree, "name of the tree that the categories are of");
  auto *const until = command->add_option("--until", o->until,
                                          "learn from what is older than this, try on the rest");
  command->add_flag("--half", o->is_half, "learn from the older half, try on the newer")
      ->excludes(until);
  command->add_option("--most-words", o->maker.most_words, "kept for a category")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--least-texts", o->maker.least_texts, "that a word must stand in")
      ->check(CLI::Range(1, 1'000'000));
  command->callback([&run, o] { run = [o] { return learn(*o); }; });
}

} // namespace yuntu::tools
