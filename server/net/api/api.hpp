#pragma once

#include "server/model/city_state.hpp"
#include "server/model/staff.hpp"
#include "server/net/route.hpp"
#include "server/protocol/errors.hpp"
#include "server/rules/routing/routing_counts.hpp"
#include "server/services/area_tree.hpp"
#include "server/services/barrier_service.hpp"
#include "server/services/closure_service.hpp"
#include "server/services/coming_layers.hpp"
#include "server/services/coverage_service.hpp"
#include "server/services/figure_files.hpp"
#include "server/services/history_service.hpp"
#include "server/services/import_service.hpp"
#include "server/services/incident_policy.hpp"
#include "server/services/incident_service.hpp"
#include "server/services/known_incidents.hpp"
#include "server/services/photo_intake.hpp"
#include "server/services/photo_service.hpp"
#include "server/services/plan_keeper.hpp"
#include "server/services/position_service.hpp"
#include "server/services/session_service.hpp"
#include "server/services/shared_plans.hpp"
#include "server/services/similar_board.hpp"
#include "server/services/siting_jobs.hpp"
#include "server/services/tile_cache.hpp"
#include "server/services/tile_service.hpp"
#include "server/services/what_if_shelf.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::net {

using Post = std::function<void(std::function<void()>)>;

/// What the endpoints reach. Each group of routes takes the members it needs; services are touched
/// on the city thread only (through `to_city`), the published state on the live thread only.
struct Api {
  Post to_city;
  Post to_pool;
  Post to_tiles; ///< a thread of its own: making a layer ready for tiles may take a minute
  Post to_imports;
  Post to_photos;
  Post to_plans;
  std::function<void(std::function<void(model::CityState const &)>)> read_published;
  /// The published incidents as figures are made of them, on the pool; asking costs the live thread
  /// the same however many there are.
  std::function<void(std::function<void(services::KnownIncidents const &)>)> read_counted;
  /// How the published incidents got their categories; on the live thread.
  std::function<void(std::function<void(rules::RoutingCounts const &)>)> read_routings;
  std::function<std::shared_ptr<services::BaseMap const>()> base;
  /// On the history's own thread. False: enough are waiting, it will not be done.
  std::function<bool(std::function<void(services::HistoryService &)>)> ask_history;
  /// As published; never nullptr.
  std::function<std::shared_ptr<model::Staff const>()> staff;
  /// nullptr while there are no streets.
  std::function<std::shared_ptr<services::WalkCity const>()> walk_city;
  std::function<model::Time()> now;
  std::function<void(Respond)> write_metrics;
  std::function<bool()> is_ready;
  bool takes_owntracks = false;
  bool takes_osmand = false;
  /// The device with this secret id.
  std::function<std::optional<services::EnrolledDevice>(std::string const &)> enrolled;
  /// A version that is to come will not; any thread.
  std::function<void(services::ComingName, std::string actor,
                     services::Done<services::VersionOutcome>)>
      cancel_layer;
  services::PositionService *positions = nullptr;
  services::IncidentService *incidents = nullptr;
  services::SessionService *sessions = nullptr;
  services::ClosureService *closures = nullptr;
  services::ImportService *imports = nullptr; ///< through `to_imports`
  services::PhotoService *photos = nullptr;
  services::PhotoIntake *photo_intake = nullptr; ///< through `to_photos`
  std::function<std::filesystem::path(std::string const &digest)> photo_file;
  std::shared_ptr<services::TileCache> tiles;
  std::shared_ptr<services::AreaTreeCache> area_trees;
  services::IncidentPolicy incident_policy;
  services::FigurePolicy figure_policy;
  services::WhatIfShelf *what_ifs = nullptr;
  services::BarrierService *barriers = nullptr;
  services::SitingJobs *sitings = nullptr;
  services::SharedPlans *plans = nullptr;      ///< through `to_plans`
  services::PlanKeeper *plan_keeper = nullptr; ///< through `to_city`
  /// On a thread that may take its time. False: enough are waiting, it will not be done.
  std::function<bool(std::function<void()>)> look_for_barriers;
  /// On the thread of this lane of the sitings.
  std::function<void(std::size_t lane, std::function<void()>)> to_siting;
  services::SimilarBoard const *similar = nullptr; ///< in `read_published` only
};

/// The whole table. `api` is copied into the handlers.
[[nodiscard]] std::vector<Route> make_routes(Api const &api);

void add_health_routes(std::vector<Route> &routes, Api const &api);
void add_session_routes(std::vector<Route> &routes, Api const &api);
void add_map_routes(std::vector<Route> &routes, Api const &api);
void add_layer_routes(std::vector<Route> &routes, Api const &api);
void add_coverage_routes(std::vector<Route> &routes, Api const &api);
void add_worker_routes(std::vector<Route> &routes, Api const &api);
void add_tracker_routes(std::vector<Route> &routes, Api const &api);
void add_staff_routes(std::vector<Route> &routes, Api const &api);
void add_history_routes(std::vector<Route> &routes, Api const &api);
void add_figure_routes(std::vector<Route> &routes, Api const &api);
void add_incident_routes(std::vector<Route> &routes, Api const &api);
void add_routing_routes(std::vector<Route> &routes, Api const &api);
void add_batch_routes(std::vector<Route> &routes, Api const &api);
void add_photo_routes(std::vector<Route> &routes, Api const &api);
void add_closure_routes(std::vector<Route> &routes, Api const &api);
void add_import_routes(std::vector<Route> &routes, Api const &api);
void add_version_routes(std::vector<Route> &routes, Api const &api);
void add_supervision_routes(std::vector<Route> &routes, Api const &api);
void add_planning_routes(std::vector<Route> &routes, Api const &api);
void add_plan_routes(std::vector<Route> &routes, Api const &api);

/// Makes a route's handler of a function of (Api, Request, Respond); each keeps a copy of `api`.
[[nodiscard]] inline auto binder(Api const &api) {
  return [api](auto handler) {
    return [api, handler](Request const &request, Respond const &respond) {
      handler(api, request, respond);
    };
  };
}

// Answers.
[[nodiscard]] Response answer_json(unsigned status, std::string body);
[[nodiscard]] Response answer_geojson(std::string body); ///< 200
/// 200, to be saved under this name.
[[nodiscard]] Response answer_file(std::string body, std::string content_type,
                                   std::string const &name);
[[nodiscard]] Response answer_problem(protocol::Problem const &problem);
[[nodiscard]] Response answer_problem(unsigned status, std::string title, std::string detail);

/// Passes the value on, or answers with the problem.
template <typename Value, typename OnValue>
services::Done<Value> respond_with(Respond respond, OnValue on_value) {
  return [respond = std::move(respond),
          on_value = std::move(on_value)](tl::expected<Value, protocol::Problem> const &result) {
    respond(result ? on_value(*result) : answer_problem(result.error()));
  };
}

} // namespace yuntu::net
