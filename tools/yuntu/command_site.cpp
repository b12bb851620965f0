#include "server/protocol/csv_records.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/siting_service.hpp"
#include "tools/yuntu/candidate_sheet.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/loaded_map.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

using nlohmann::json;

struct SiteOptions {
  std::string data;
  std::string candidates;
  std::int64_t picks = 1;
  double minutes = 15;
  std::string weight = "households";
  bool is_without_stations = false;
  std::string format = "json";
};

services::SitingQuestion question_of(SiteOptions const &options) {
  constexpr double longest_minutes = 120;
  services::SitingQuestion question;
  if (!(options.minutes > 0) || options.minutes > longest_minutes) {
    throw CommandError("--minutes must be more than 0 and at most 120");
  }
  if (options.picks < 1) {
    throw CommandError("--picks must be 1 or more");
  }
  if (options.weight != "households" && options.weight != "buildings") {
    throw CommandError("--weight is \"" + options.weight + "\"; expected households or buildings");
  }
  if (options.format != "json" && options.format != "csv" && options.format != "geojson") {
    throw CommandError("--format is \"" + options.format + "\"; expected json, csv or geojson");
  }
  question.candidates = read_candidates(options.candidates);
  question.picks = static_cast<std::size_t>(options.picks);
  question.limit_s = options.minutes * 60;
  question.weight = options.weight == "households" ? services::SitingWeight::households
                                                   : services::SitingWeight::buildings;
  question.has_stations = !options.is_without_stations;
  return question;
}

void print_csv(services::SitingQuestion const &question, services::SitingResult const &result) {
  std::cout << "rank,code,lon,lat,buildings,households\n";
  std::size_t rank = 0;
  for (auto const &pick : result.picks) {
    auto const &candidate = question.candidates[pick.candidate];
    std::cout << ++rank << "," << protocol::csv_field(candidate.code) << ","
              << json(candidate.place.lon()) << "," << json(candidate.place.lat()) << ","
              << pick.adds.buildings << "," << pick.adds.households << "\n";
  }
}

int choose(SiteOptions const &options) {
  auto const question = question_of(options);
  auto const map = load_map(options.data,
                            {model::LayerKind::walk, model::LayerKind::street,
                             model::LayerKind::building, model::LayerKind::station},
                            services::BaseMap::Walking::included);
  if (map.base->walk() == nullptr) {
    throw CommandError("no streets to walk on: import some with --layer walk");
  }
  if (question.weight == services::SitingWeight::households &&
      map.base->walk()->households() == 0) {
    throw CommandError("the buildings say nothing of households; give --weight buildings");
  }
  auto const city = std::make_shared<services::WalkCity const>(map.base, map.closures);
  auto const result =
      services::site(services::view_of(city, services::ProfileName::standard), question);
  if (options.format == "csv") {
    print_csv(question, result);
  } else if (options.format == "geojson") {
    std::cout << protocol::siting_geojson(question, result) << "\n";
  } else {
    std::cout << protocol::siting_json(question, result) << "\n";
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
  command->add_option("--picks", o->picks, "how many to open (1)");
  command->add_option("--minutes", o->minutes, "longest walk (15)");
  command->add_option("--weight", o->weight, "households (the default) or buildings");
  command->add_flag("--without-stations", o->is_without_stations,
                    "as if there were none of those in use");
  command->add_option("--format", o->format, "json, csv or geojson");
  command->callback([&run, o] { run = [o] { return choose(*o); }; });
}

} // namespace yuntu::tools
