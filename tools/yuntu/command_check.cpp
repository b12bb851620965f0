#include "server/rules/staff_findings.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/loaded_map.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

using nlohmann::json;

struct Options {
  std::string data;
  std::string at;
};

model::Staff read_register(std::string const &data) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
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

model::Time time_of(std::string const &text) {
  if (text.empty()) {
    return std::chrono::time_point_cast<model::Duration>(std::chrono::system_clock::now());
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

/// Each grid once, where its label stands.
json unstaffed(services::MapLayer const &grids, model::Staff const &staff, model::Time at) {
  json findings = json::array();
  auto const &features = grids.version->features;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!grids.carries_label[i]) {
      continue;
    }
    if (auto const grid = rules::find_unstaffed(staff, features[i].code, at)) {
      findings.push_back(finding_json(*grid, grids.label_points[i]));
    }
  }
  return findings;
}

int check(Options const &options) {
  auto const at = time_of(options.at);
  auto const map =
      load_map(options.data, {model::LayerKind::grid}, services::BaseMap::Walking::left_out);
  auto const staff = read_register(options.data);
  auto const *const grids = map.base->find_layer(model::LayerKind::grid);
  json skipped = json::array(
      {{{"rule", "topology"}, {"reason", "the rules of shapes and codes are not here yet"}}});
  json findings = json::array();
  if (grids == nullptr) {
    skipped.push_back({{"rule", "unstaffed"}, {"reason", "no grid layer is loaded"}});
  } else {
    findings = unstaffed(*grids, staff, at);
  }
  json counts{{"grids", grids == nullptr ? 0
                                         : std::count(grids->carries_label.begin(),
                                                      grids->carries_label.end(), true)},
              {"posts", staff.posts().size()},
              {"unstaffed", findings.size()}};
  bool const is_ok = findings.empty();
  std::cout << json{{"ok", is_ok},
                    {"as_of", model::format_rfc3339(at)},
                    {"counts", std::move(counts)},
                    {"findings", std::move(findings)},
                    {"skipped", std::move(skipped)},
                    {"certificate", nullptr}}
                   .dump()
            << "\n";
  return is_ok ? exit_good : exit_findings;
}

} // namespace

void add_check_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("check", "what is wrong with the data");
  auto const o = std::make_shared<Options>();
  command->add_option("--data", o->data, "data directory")->required();
  command->add_option("--at", o->at, "as of this time; default now");
  command->callback([&run, o] { run = [o] { return check(*o); }; });
}

} // namespace yuntu::tools
