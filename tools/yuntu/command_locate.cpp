#include "geo/datum_shift.hpp"
#include "server/services/department_file.hpp"
#include "server/services/owner_service.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/loaded_map.hpp"
#include "tools/yuntu/operator_access.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct LocateOptions {
  std::string data;
  std::vector<std::string> place; ///< LON LAT, or "-"
  double accuracy_m = 0;
  std::string datum = "wgs84";
  std::string category;
  std::string at;
  bool is_areas_only = false;
};

std::optional<double> number_of(std::string text) {
  text.erase(0, text.find_first_not_of(" \t"));
  text.erase(text.find_last_not_of(" \t\r") + 1);
  double value = 0;
  auto const *const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

/// Who holds the data directory sees names and phones in full.
model::Principal operator_principal() {
  model::Principal principal;
  principal.role = model::Role::administrator;
  return principal;
}

model::Staff read_staff(OperatorAccess const &access) {
  auto const reply = access.ask(protocol::ReadPostsCommand{true});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  auto const &register_ = std::get<protocol::PostsReply>(*reply);
  model::Staff::Posts posts;
  for (auto const &post : register_.posts) {
    posts[post.code] = post;
  }
  model::Staff::People people;
  for (auto const &person : register_.people) {
    people[person.code] = person;
  }
  return {std::move(posts), std::move(people)};
}

rules::DepartmentTable read_policy(store::DataDirectory const &directory) {
  try {
    return services::read_departments(services::department_file(directory.root));
  } catch (services::PolicyError const &error) {
    throw CommandError(error.what());
  }
}

/// Streets and stations; buildings are nothing to walk to.
std::unique_ptr<services::WalkCity const> load_walk(std::string const &data) {
  using model::LayerKind;
  auto const map = load_map(
      data,
      {LayerKind::walk, LayerKind::street, LayerKind::gate, LayerKind::water, LayerKind::station},
      services::BaseMap::Walking::included);
  if (map.base->walk() == nullptr) {
    return nullptr;
  }
  return std::make_unique<services::WalkCity const>(map.base, map.closures);
}

/// Beside the areas: posts, people, policy and the way to the stations.
struct Answerers {
  explicit Answerers(std::string const &data)
      : access(data, OperatorAccess::Directory::must_exist), staff(read_staff(access)),
        departments(read_policy(access.directory())), walk(load_walk(data)) {}

  OperatorAccess access;
  model::Staff staff;
  rules::DepartmentTable departments;
  std::unique_ptr<services::WalkCity const> walk;
};

std::shared_ptr<services::BaseMap const> load_areas(LocateOptions const &options, model::Time now) {
  if (options.at.empty()) {
    return load_map(options.data,
                    {model::LayerKind::subdistrict, model::LayerKind::community,
                     model::LayerKind::estate, model::LayerKind::grid, model::LayerKind::microgrid,
                     model::LayerKind::building},
                    services::BaseMap::Walking::left_out)
        .base;
  }
  auto const at = model::parse_rfc3339(options.at);
  if (!at) {
    throw CommandError("--at is \"" + options.at +
                       "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
  }
  return load_areas_at(options.data, *at, now);
}

class Locator {
public:
  Locator(LocateOptions const &options, geo::Datum datum, model::Time now)
      : areas_(load_areas(options, now)), datum_(datum) {
    if (!options.is_areas_only) {
      answerers_ = std::make_unique<Answerers const>(options.data);
    }
    question_.principal = operator_principal();
    question_.category = options.category;
    question_.at = options.at.empty() ? now : *model::parse_rfc3339(options.at);
    // The shifted datums agree with the public formula to some 4 m: it adds in quadrature.
    double const datum_m = datum == geo::Datum::wgs84 ? 0 : 4;
    question_.radius_m = std::hypot(options.accuracy_m, datum_m);
  }

  /// One object; or nullopt with what is wrong in `fault`.
  std::optional<std::string> answer(std::string const &lon_text, std::string const &lat_text,
                                    std::string &fault) const {
    auto const lon = number_of(lon_text);
    auto const lat = number_of(lat_text);
    if (!lon || !lat) {
      fault = "expected longitude and latitude in degrees, e.g. 118.52,35.00";
      return std::nullopt;
    }
    auto const shifted = geo::to_wgs84({*lon, *lat}, datum_);
    auto const place = geo::LonLat::from_degrees(shifted.lon, shifted.lat);
    if (!place) {
      fault = "longitude must lie in -180 to 180 and latitude in -90 to 90";
      return std::nullopt;
    }
    if (!answerers_) {
      return protocol::location_json(areas_->location_of(*place, question_.radius_m));
    }
    auto question = question_;
    question.place = *place;
    return protocol::owner_json(services::owner_of(
        {*areas_, answerers_->walk.get(), answerers_->staff, &answerers_->departments}, question));
  }

private:
  std::shared_ptr<services::BaseMap const> areas_; ///< of the time asked about
  geo::Datum datum_;
  std::unique_ptr<Answerers const> answerers_; ///< nullptr: areas only
  services::OwnerQuestion question_;           ///< but for the place
};

int locate_lines(Locator const &locator) {
  int code = exit_good;
  std::string line;
  for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
    auto const comma = line.find(',');
    std::string fault = "expected lon,lat";
    auto const answer = comma == std::string::npos
                            ? std::nullopt
                            : locator.answer(line.substr(0, comma), line.substr(comma + 1), fault);
    if (answer) {
      std::cout << *answer << "\n";
    } else {
      std::cout << nlohmann::json{{"error", fault}, {"line", number}}.dump() << "\n";
      code = exit_findings;
    }
  }
  return code;
}

int locate(LocateOptions const &options) {
  auto const datum = geo::parse_datum(options.datum);
  if (!datum) {
    throw CommandError("--datum is \"" + options.datum + "\"; expected wgs84, gcj02 or bd09");
  }
  if (!(options.accuracy_m >= 0)) {
    throw CommandError("--accuracy must be metres, 0 or more");
  }
  bool const is_stream = options.place.size() == 1 && options.place[0] == "-";
  if (!is_stream && options.place.size() != 2) {
    throw CommandError("expected LON LAT, or - to read lon,lat lines");
  }
  Locator const locator(options, *datum, wall_clock());
  if (is_stream) {
    return locate_lines(locator);
  }
  std::string fault;
  auto const answer = locator.answer(options.place[0], options.place[1], fault);
  if (!answer) {
    throw CommandError(fault);
  }
  std::cout << *answer << "\n";
  return exit_good;
}

} // namespace

void add_locate_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("locate", "who owns a point: areas, people, station");
  auto const o = std::make_shared<LocateOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("place", o->place, "LON LAT, or - for lon,lat lines on stdin")
      ->required()
      ->expected(1, 2);
  command->add_option("--accuracy", o->accuracy_m, "metres");
  command->add_option("--datum", o->datum, "of the place: wgs84, gcj02 or bd09");
  command->add_option("--category", o->category, "of an incident there: names its department");
  command->add_option(
      "--at", o->at,
      "who owned, or will own, it then (RFC 3339), and which station is open then, of "
      "those of today");
  command->add_flag("--areas-only", o->is_areas_only,
                    "no people, department and station: quicker for many places");
  command->callback([&run, o] { run = [o] { return locate(*o); }; });
}

} // namespace yuntu::tools
