#include "geo/label_point.hpp"
#include "server/rules/staff_findings.hpp"
#include "server/services/deadline_files.hpp"
#include "server/services/department_file.hpp"
#include "server/services/dispatch_file.hpp"
#include "server/services/figure_files.hpp"
#include "server/services/incident_policy.hpp"
#include "server/services/ladder_file.hpp"
#include "server/services/layer_loader.hpp"
#include "server/services/policy_files.hpp"
#include "server/services/routing_files.hpp"
#include "server/services/walking_file.hpp"
#include "server/services/workflow_files.hpp"
#include "tools/yuntu/check/certificate.hpp"
#include "tools/yuntu/check/check_report.hpp"
#include "tools/yuntu/check/finding_json.hpp"
#include "tools/yuntu/check/threshold_file.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/confined.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/operator_access.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

using nlohmann::json;
namespace topology = rules::topology;

/// What of the county's policy reads well and will hardly do what was meant.
struct PolicyDoubts {
  std::vector<std::string> unknown_categories; ///< of rules, that no tree has
  std::vector<std::string> out_of_reach;       ///< see services::out_of_reach
};

struct CheckOptions {
  std::string data;
  std::string at;
  std::string with;
  std::string thresholds;
  std::string geojson;
  std::string report;
};

/// What the server, or the log, says: asked before what came from outside is looked at.
struct Register {
  std::filesystem::path base;
  services::LayersInUse in_use; ///< of the layers that are checked
  model::Staff staff;
  rules::DepartmentTable departments;
  PolicyDoubts doubts;
};

/// The layers that are checked, and the staff, as the data directory holds them.
struct Holdings {
  topology::Layers layers;
  services::LayersInUse in_use;
  services::LayersInUse versions; ///< of `layers`
  model::Staff staff;
  rules::DepartmentTable departments;
  PolicyDoubts doubts;
};

model::Staff read_staff(OperatorAccess const &access) {
  auto const reply = access.ask(protocol::ReadPostsCommand{});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  model::Staff::Posts posts;
  for (auto const &post : std::get<protocol::PostsReply>(*reply).posts) {
    posts[post.code] = post;
  }
  return {std::move(posts), {}};
}

/// Refuses content that is not what its version says: nothing can be certified about it.
void verify_content(model::LayerVersion const &layer) {
  if (store::content_version(layer.layer, layer.features) != layer.version) {
    throw CommandError("layer " + std::string(model::to_string(layer.layer)) + ", version " +
                       layer.version +
                       ": the stored rows are not those that were imported; import the file again "
                       "or bring back a backup");
  }
}

/// As if the versions of `file`, staged by `yuntu import --stage`, were in use.
void put_staged(std::string const &file, Holdings &held) {
  if (!std::filesystem::exists(file)) {
    throw CommandError(file + ": there is no such file; `yuntu import --stage` makes one");
  }
  store::BaseStore const staged(file);
  for (auto const &[kind, version] : staged.versions()) {
    if (services::is_checked(kind)) {
      held.versions[kind] = version;
      held.layers[kind] = std::make_shared<model::LayerVersion const>(staged.read(kind, version));
    }
  }
}

/// The deadlines, the ladder, the order of dispatch, how people walk, and every workflow, ladder,
/// tree and lexicon of the county's own: which of them runs is the server's configuration to say.
PolicyDoubts check_incident_policy(std::filesystem::path const &data) {
  PolicyDoubts doubts;
  auto const deadlines = services::read_deadlines(data);
  static_cast<void>(services::read_ladder(data));
  static_cast<void>(services::read_dispatch(data));
  static_cast<void>(services::read_walking(data));
  static_cast<void>(services::read_counting(data));
  static_cast<void>(services::read_boards(data));
  for (auto const &name : services::own_policies(data, services::workflow_kind())) {
    auto const found = services::out_of_reach(services::read_workflow(data, name), deadlines);
    doubts.out_of_reach.insert(doubts.out_of_reach.end(), found.begin(), found.end());
  }
  for (auto const &name : services::own_policies(data, services::ladder_kind())) {
    static_cast<void>(services::read_ladder(data, name));
  }
  for (auto const &kind : {services::category_kind(), services::lexicon_kind()}) {
    for (auto const &name : services::own_policies(data, kind)) {
      static_cast<void>(services::read_router(data, name));
    }
  }
  doubts.unknown_categories = services::unknown_categories(data);
  return doubts;
}

Register read_register(std::string const &data) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
  Register known;
  known.base = access.directory().base();
  known.in_use = versions_of(access.read_state());
  std::erase_if(known.in_use, [](auto const &entry) { return !services::is_checked(entry.first); });
  known.staff = read_staff(access);
  try {
    known.departments =
        services::read_departments(services::department_file(access.directory().root));
    known.doubts = check_incident_policy(access.directory().root);
  } catch (services::PolicyError const &error) {
    throw CommandError(error.what());
  }
  return known;
}

Holdings read_holdings(Register const &known, std::string const &with) {
  Holdings held;
  held.in_use = held.versions = known.in_use;
  held.layers = services::read_layers(store::BaseStore(known.base), held.versions);
  if (!with.empty()) {
    put_staged(with, held);
  }
  held.staff = known.staff;
  held.departments = known.departments;
  held.doubts = known.doubts;
  return held;
}

/// Beside the check itself, which takes as long.
std::future<void> start_verifying(topology::Layers const &layers) {
  return std::async(std::launch::async, [&layers] {
    for (auto const &[kind, layer] : layers) {
      verify_content(*layer);
    }
  });
}

model::Time time_of(std::string const &text) {
  if (text.empty()) {
    return wall_clock();
  }
  auto const time = model::parse_rfc3339(text);
  if (!time) {
    throw CommandError("--at is \"" + text +
                       "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
  }
  return *time;
}

json finding_json(rules::UnstaffedGrid const &grid, geo::LonLat place) {
  auto hint = grid.is_held_by_others ? "no grid worker is in post here, only others"
                                     : "nobody is in post here";
  return {
      {"rule", "unstaffed"},
      {"level", grid.is_held_by_others ? "warning" : "error"},
      {"layer", "grid"},
      {"codes", json::array({grid.code})},
      {"lon", place.lon()},
      {"lat", place.lat()},
      {"size_m2", nullptr},
      {"hint", grid.vacant_posts.empty()
                   ? std::string(hint) + "; make a grid worker's post and fill it"
                   : std::string(hint) + "; fill the vacant post " + grid.vacant_posts.front()}};
}

/// Each grid once, by code.
json unstaffed(model::LayerVersion const &grids, model::Staff const &staff, model::Time at) {
  std::map<std::string, geo::Polygon const *> by_code;
  for (auto const &feature : grids.features) {
    by_code.try_emplace(feature.code, &std::get<geo::Polygon>(feature.geometry));
  }
  json findings = json::array();
  for (auto const &[code, polygon] : by_code) {
    if (auto const grid = rules::find_unstaffed(staff, code, at)) {
      findings.push_back(finding_json(*grid, geo::label_point(*polygon)));
    }
  }
  return findings;
}

/// "" when grids and staff are there to be compared.
std::string why_not_staffed(Holdings const &held) {
  if (!held.layers.contains(model::LayerKind::grid)) {
    return "no grid layer is loaded";
  }
  return held.staff.posts().empty() ? "no staff has been imported" : "";
}

json counts_of(topology::TopologyReport const &report, json const &findings,
               model::Staff const &staff) {
  json layers = json::object();
  for (auto const &count : report.counts) {
    layers[std::string(model::to_string(count.layer))] = count.areas;
  }
  json by_rule{{"unstaffed", 0}};
  for (auto const rule : topology::rule_names) {
    by_rule[std::string(rule)] = 0;
  }
  for (auto const &finding : findings) {
    auto &count = by_rule[finding.at("rule").get<std::string>()];
    count = count.get<std::size_t>() + 1;
  }
  return {{"grids", layers.value("grid", 0)},  {"posts", staff.posts().size()},
          {"unstaffed", by_rule["unstaffed"]}, {"layers", std::move(layers)},
          {"findings", std::move(by_rule)},    {"within_tolerance", report.within_tolerance}};
}

/// The versions in use that were looked at, that of a layer checked in its place too.
json against_json(services::LayersInUse const &in_use) {
  json against = json::object();
  for (auto const &[kind, version] : in_use) {
    against[std::string(model::to_string(kind))] = version;
  }
  return against;
}

json answer_of(Holdings const &held, topology::Thresholds const &thresholds, model::Time at,
               topology::TopologyReport const &report) {
  json findings = json::array();
  bool is_ok = report.is_clean();
  for (auto const &finding : report.findings) {
    findings.push_back(to_json(finding));
  }
  json skipped = json::array();
  for (auto const &one : report.skipped) {
    skipped.push_back(to_json(one));
  }
  if (auto const reason = why_not_staffed(held); !reason.empty()) {
    skipped.push_back({{"rule", "unstaffed"}, {"reason", reason}});
  } else {
    for (auto &finding : unstaffed(*held.layers.at(model::LayerKind::grid), held.staff, at)) {
      findings.push_back(std::move(finding));
      is_ok = false;
    }
  }
  bool const is_certified = report.is_clean() && !report.counts.empty();
  json answer{{"ok", is_ok},
              {"as_of", model::format_rfc3339(at)},
              {"counts", counts_of(report, findings, held.staff)},
              {"policy",
               {{"department_rules", held.departments.rules().size()},
                {"unknown_categories", held.doubts.unknown_categories},
                {"out_of_reach", held.doubts.out_of_reach}}},
              {"findings", std::move(findings)},
              {"skipped", std::move(skipped)},
              {"data_hash", data_hash(held.versions)},
              {"against", against_json(held.in_use)},
              {"certificate", nullptr}};
  if (is_certified) {
    answer["certificate"] = certificate_of(report, thresholds, held.versions);
  }
  return answer;
}

std::string dumped(json const &value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void write_file(std::string const &file, std::string const &text) {
  if (file.empty()) {
    return;
  }
  std::ofstream out(file, std::ios::binary);
  out << text << std::flush;
  if (!out) {
    throw CommandError(file + ": cannot be written");
  }
}

int check(CheckOptions const &options, Register const &known) {
  auto const at = time_of(options.at);
  auto const thresholds =
      options.thresholds.empty() ? topology::Thresholds{} : read_thresholds(options.thresholds);
  auto const held = read_holdings(known, options.with);
  auto verified = start_verifying(held.layers);
  auto const report = topology::check_topology(held.layers, thresholds);
  verified.get();
  auto const answer = answer_of(held, thresholds, at, report);
  if (!options.geojson.empty()) {
    write_file(options.geojson, dumped(to_feature_collection(report.findings)) + "\n");
  }
  if (!options.report.empty()) {
    write_file(options.report, readable_report(answer));
  }
  std::cout << dumped(answer) << "\n";
  return answer.at("ok") == true ? exit_good : exit_findings;
}

/// What was staged came from outside: areas may be made to take long.
int check_staged(CheckOptions const &options) {
  auto limits = usual_limits();
  limits.cpu *= 5;
  limits.memory_bytes *= 2;
  auto const known = read_register(options.data);
  auto const done = run_confined(limits, [&] { return check(options, known); });
  std::cout << done.out;
  return done.code;
}

} // namespace

void add_check_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand(
      "check", "what is wrong with areas, buildings, codes and staff; a certificate when nothing "
               "is wrong with the map");
  auto const o = std::make_shared<CheckOptions>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--at", o->at, "staff as of this time; default now");
  command->add_option("--with", o->with,
                      "check as if the layer in this file, made by import --stage, were in use");
  command->add_option("--thresholds", o->thresholds,
                      "TOML file; data/config/check.toml explains the keys and has the defaults");
  command->add_option("--geojson", o->geojson, "write the findings for a map to this file");
  command->add_option("--report", o->report, "write a report to read and print to this file");
  command->callback([&run, o] {
    run = [o] { return o->with.empty() ? check(*o, read_register(o->data)) : check_staged(*o); };
  });
}

} // namespace yuntu::tools
