#pragma once

#include "server/model/audience.hpp"
#include "server/model/city_state.hpp"
#include "server/model/layer.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/staff_answers.hpp"

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuntu::protocol {

// Requests. Each parser checks sizes, ranges and known fields, and names what is wrong.

[[nodiscard]] tl::expected<model::PositionBatch, Problem>
parse_position_batch(std::string_view bytes);
[[nodiscard]] tl::expected<model::IncidentReport, Problem>
parse_incident_report(std::string_view bytes);

struct ActionRequest {
  model::Action action = model::Action::classify;
  std::string note;
  std::string evidence;
  std::optional<model::Time> time = {}; ///< when it was done; absent: now
  std::string category = {};            ///< with classify: what it is about
  std::string assignee = {};            ///< with assign or transfer: user who has it to do
  std::string into = {};                ///< with merge: incident that goes on for both
};
[[nodiscard]] tl::expected<ActionRequest, Problem> parse_action_request(std::string_view bytes);

/// Up or down the county's ladder.
struct EscalationRequest {
  int level = 0;
  std::string note; ///< why; never empty
};
[[nodiscard]] tl::expected<EscalationRequest, Problem>
parse_escalation_request(std::string_view bytes);

struct DutyRequest {
  bool is_on = false;
  std::optional<model::Time> time;
  std::string worker; ///< role gateway only
};
[[nodiscard]] tl::expected<DutyRequest, Problem> parse_duty_request(std::string_view bytes);

struct ClosureRequest {
  std::string id;
  geo::LonLat position;
  std::string reason;
  std::optional<model::Time> until;
  std::string incident = {}; ///< id; empty: none
};
[[nodiscard]] tl::expected<ClosureRequest, Problem> parse_closure_request(std::string_view bytes);
[[nodiscard]] tl::expected<std::string, Problem> parse_sign_in_code(std::string_view bytes);

// Answers.

struct NamedArea {
  std::string code;
  std::string name;
};
/// An area that the true place may lie in.
struct Candidate {
  model::AreaLevel level = model::AreaLevel::subdistrict;
  std::string code; ///< empty: in none of the level
  double probability = 0;
};
/// "Who owns this point" without what depends on rights.
struct Location {
  geo::LonLat place;
  std::array<std::optional<NamedArea>, model::area_level_count> areas;
  std::vector<Candidate> candidates; ///< of the levels that are in doubt, likeliest first
};
struct NearStation {
  std::string code;
  std::string name;
  double walk_s = 0;
  std::string hours = {};                   ///< as the layer has them; empty: it does not say
  std::optional<bool> is_open = {};         ///< at the time asked about; nullopt: not known
  std::optional<model::Time> opens_at = {}; ///< of one that is closed; nullopt: never
};
/// The shortest walks to a station.
struct NearStations {
  std::optional<NearStation> open;   ///< or whose hours are not known
  std::optional<NearStation> closed; ///< one that is nearer, and closed
};

[[nodiscard]] std::string location_json(Location const &location);
/// Whom the county's policy names for a category of incidents at a place.
struct ResponsibleDepartment {
  std::string code;
  std::string name;
  std::optional<model::PostKind> post; ///< whose holders there begin with it
};
struct OwnerAnswer {
  Location location;
  std::vector<ShownPost> people; ///< nearest level first
  NearStations stations;
  std::optional<ResponsibleDepartment> department;
  model::Time as_of;
};
[[nodiscard]] std::string owner_json(OwnerAnswer const &answer);
[[nodiscard]] std::string acknowledgement_json(model::Acknowledgement const &ack);
[[nodiscard]] std::string workers_json(std::vector<model::Worker> const &workers,
                                       std::vector<std::string> const &names);
[[nodiscard]] std::string duty_json(std::string const &worker, bool is_on, model::Time since);
[[nodiscard]] std::string session_json(model::User const &user, model::Time expires);

/// How one milestone of an incident stands.
struct ShownDue {
  /// open: to be reached by `at`; overdue: was to be; paused: nothing is due before it goes on;
  /// met, late: reached; skipped, missed: never reached, the incident was done before or after
  /// `at`.
  enum class State : unsigned char { open, overdue, paused, met, late, skipped, missed };

  model::Milestone milestone = model::Milestone::contact;
  State state = State::open;
  std::optional<model::Time> at;
  std::optional<model::Time> met;
  std::optional<model::DueTrace> why = {};
  std::string title = {}; ///< what the county calls it here; empty: by its own name
};
/// Another open incident that may be about the same thing.
struct ShownSimilar {
  std::string id;
  double distance_m = 0;
  std::int64_t minutes = 0;
  double score = 0;
  std::vector<std::string> reasons;
};
/// With the areas that its place lies in now, which another version of a layer may have changed
/// since it was reported, and with its deadlines.
struct ShownIncident {
  model::Incident incident;
  model::AreaCodes areas_now;
  bool is_paused = false;
  std::vector<ShownDue> due = {};
  std::vector<ShownSimilar> similar = {};        ///< best first
  std::optional<std::size_t> similar_count = {}; ///< by way of others too; absent: not asked
};
/// An action that is possible, and which of "note" and "evidence" must come with it.
struct ShownAction {
  model::Action action = model::Action::classify;
  std::vector<std::string> needs;
};
/// `receipt` is added when not empty: only the resident who reported gets it, once.
[[nodiscard]] std::string incident_json(ShownIncident const &shown,
                                        std::vector<ShownAction> const &allowed,
                                        std::string const &receipt = {});
[[nodiscard]] std::string incidents_json(std::vector<ShownIncident> const &incidents,
                                         std::string const &next);

/// The stages in use here, in order, and what they are called.
struct ShownStage {
  model::Stage stage = model::Stage::received;
  std::string title;
};
[[nodiscard]] std::string workflow_json(std::string const &name, std::string const &title,
                                        std::vector<ShownStage> const &stages);

struct MapStation {
  std::string code;
  std::string name;
  geo::LonLat place;
};
struct MapLayer {
  std::string layer;
  std::string version;
  std::int64_t features = 0;
};
/// A way of walking that questions may name.
struct MapProfile {
  std::string name;
  std::string title; ///< empty: none
  double speed_mps = 0;
  bool takes_steps = true;
};
[[nodiscard]] std::string map_json(geo::Envelope const &extent, std::vector<MapLayer> const &layers,
                                   std::vector<MapStation> const &stations,
                                   std::vector<MapProfile> const &profiles);
/// Where a layer's tiles are, for TileJSON.
struct TileSource {
  std::string layer;
  std::vector<std::string> names; ///< of the layers inside a tile
  std::string version;            ///< of the layer
  std::string tile_version;       ///< of its tiles: other layers may share in them
  std::string origin;             ///< e.g. "http://host:port"
  int first_zoom = 0;
};
[[nodiscard]] std::string tile_json(TileSource const &source, geo::Envelope const &extent);

/// GeoJSON properties: code, name, parent and the attributes; what is empty or absent is left out.
/// The layer's own code, name and parent win over attributes of that name.
[[nodiscard]] std::string properties_json(model::LayerFeature const &feature);

/// One origin of `yuntu coverage` and GET /api/v1/coverage.
struct CoverageOrigin {
  geo::LonLat place;
  std::string station; ///< code, when the origin is a station
  std::int64_t buildings = 0;
  std::int64_t households = 0;
  double street_m = 0;
  /// Crossings and ends of the small network that it stands on, which meets no other; 0: on no such
  /// island. Nobody walks onto one or off it.
  std::uint32_t island = 0;
};
struct CoverageAnswer {
  double limit_s = 0;
  double limit_m = 0;
  std::string profile = "standard";
  std::vector<CoverageOrigin> origins;
  std::int64_t covered_buildings = 0;
  std::int64_t covered_households = 0;
  std::int64_t total_buildings = 0;
  std::int64_t total_households = 0;
  /// Of the total, never covered: no open street within 100 m.
  std::int64_t off_street_buildings = 0;
  std::int64_t off_street_households = 0;
};
[[nodiscard]] std::string coverage_json(CoverageAnswer const &answer);

/// Shared by REST and the live stream's JSON form: {level: code}, levels without one left out
/// or null.
enum class EmptyLevels : unsigned char { left_out, null };
[[nodiscard]] nlohmann::json areas_json(model::AreaCodes const &areas, EmptyLevels empty);
[[nodiscard]] nlohmann::json acknowledgement_object(model::Acknowledgement const &ack);
/// Degrees with at most 7 decimals.
[[nodiscard]] double degrees_of(std::int32_t e7);

} // namespace yuntu::protocol
