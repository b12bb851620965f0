#include "server/protocol/siting_messages.hpp"
#include "server/protocol/walk_limits.hpp"
#include "server/services/exact_siting.hpp"
#include "server/services/siting_service.hpp"
#include "tools/yuntu/candidate_sheet.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/loaded_map.hpp"
#include "tools/yuntu/station_options.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

namespace yuntu::tools {
namespace {

struct SiteOptions {
  std::string data;
  std::string candidates;
  std::int64_t picks = 1;
  double minutes = 15;
  std::string profile = "standard";
  std::string weight = "households";
  std::int64_t exact_s = 0;
  bool is_without_stations = false;
  std::string at;   ///< empty: stations count whatever their hours
  std::string kind; ///< empty: of any
  std::string format = "json";
};

services::SitingQuestion question_of(SiteOptions const &options) {
  constexpr std::int64_t most_exact_s = 86'400; // who sits before it may wait longer than a server
  services::SitingQuestion question;
  if (!(options.minutes > 0) || options.minutes > protocol::longest_walk_min) {
    throw CommandError("--minutes must be more than 0 and at most " +
                       std::to_string(protocol::longest_walk_min));
  }
  if (options.picks < 1) {
    throw CommandError("--count must be 1 or more");
  }
  auto const weight = protocol::find_siting_weight(options.weight);
  if (!weight) {
    throw CommandError("--weight is \"" + options.weight +
                       "\"; expected households, older or buildings");
  }
  if (options.exact_s < 0 || options.exact_s > most_exact_s) {
    throw CommandError("--exact must be 1 to " + std::to_string(most_exact_s) + " seconds");
  }
  if (options.format != "json" && options.format != "csv" && options.format != "geojson") {
    throw CommandError("--format is \"" + options.format + "\"; expected json, csv or geojson");
  }
  question.candidates = read_candidates(options.candidates);
  question.picks = static_cast<std::size_t>(options.picks);
  question.limit_s = options.minutes * 60;
  question.profile = options.profile;
  question.weight = *weight;
  question.exact_s = static_cast<std::uint64_t>(options.exact_s);
  question.has_stations = !options.is_without_stations;
  question.stations = read_station_filter(options.at, options.kind);
  return question;
}

std::filesystem::path cbc_for(services::SitingQuestion const &question) {
  auto cbc = services::find_cbc();
  if (question.exact_s > 0 && cbc.empty()) {
    throw CommandError("--exact needs cbc, which is not installed: apt-get install coinor-cbc");
  }
  return cbc;
}

int choose(SiteOptions const &options) {
  auto const question = question_of(options);
  auto const walker = read_walker(options.data, question.profile);
  auto const cbc = cbc_for(question);
  std::vector<model::LayerKind> kinds(services::walk_layer_kinds.begin(),
                                      services::walk_layer_kinds.end());
  kinds.push_back(model::LayerKind::station);
  auto const map = load_map(options.data, kinds, services::BaseMap::Walking::included);
  if (map.base->walk() == nullptr) {
    throw CommandError("no streets to walk on: import some with --layer walk");
  }
  if (services::total_weight(*map.base->walk(), question.weight) == 0) {
    throw CommandError(std::string(services::words_for_missing(question.weight)) +
                       "; give another --weight");
  }
  expect_kind(question.stations, *map.base);
  auto const city = std::make_shared<services::WalkCity const>(map.base, map.closures);
  services::SitingOptions siting;
  siting.cbc = cbc;
  auto const found = services::site(services::view_of(city, walker), question, {}, siting);
  if (!found) {
    throw CommandError(found.error().detail);
  }
  auto const &result = *found;
  if (options.format == "csv") {
    std::cout << protocol::siting_csv(question, result);
  } else if (options.format == "geojson") {
    std::cout << protocol::siting_geojson(question, result) << "\n";
  } else {
    std::cout << protocol::siting_json(question, result) << "\n";
  }
  if (!result.exact_error.empty()) {
    throw CommandError("--exact: " + result.exact_error + "; what was printed is our own choice");
  }
  return exit_good;
}

} // namespace

void add_site_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand(
      "site", "which candidates to open so that a walk to a station serves most");
  auto const o = std::make_shared<SiteOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--candidates", o->candidates, "table with longitude and latitude, WGS 84")
      ->required();
  command->add_option("--count,--picks", o->picks, "how many to open (1)");
  command->add_option("--minutes", o->minutes, "longest walk (15)");
  command->add_option("--profile", o->profile, profile_help);
  command->add_option("--weight", o->weight, "households (the default), older or buildings");
  command->add_option("--at", o->at, "only stations open then count, RFC 3339 with zone");
  command->add_option("--kind", o->kind, "only stations of this kind count");
  command->add_flag("--without-stations", o->is_without_stations,
                    "as if there were none of those in use");
  command->add_option("--exact", o->exact_s, "seconds that cbc may look for the best choice");
  command->add_option("--format", o->format, "json, csv or geojson");
  command->callback([&run, o] { run = [o] { return choose(*o); }; });
}

} // namespace yuntu::tools
