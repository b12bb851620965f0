#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/station_filter.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/people_count.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// A room that could become a station.
struct SiteCandidate {
  std::string code;
  std::string name;
  geo::LonLat place; ///< WGS 84
  /// How much of what the question weighs by it can take; nullopt: no limit.
  std::optional<std::int64_t> capacity{};
};

/// What counts: households, people of 60 and more, or buildings.
enum class SitingWeight : unsigned char { households, older, buildings };
/// nullopt: no such weight.
[[nodiscard]] std::optional<SitingWeight> find_siting_weight(std::string_view name);

struct SitingQuestion {
  std::vector<SiteCandidate> candidates;
  std::size_t picks = 1;
  double limit_s = 900; ///< the longest walk, inclusive
  std::string profile = "standard";
  SitingWeight weight = SitingWeight::households;
  bool has_stations = true;           ///< those in use stay, and serve whom they serve
  model::StationFilter stations = {}; ///< which of those count
  std::uint64_t exact_s = 0;          ///< how long cbc may look for the best; 0: it is not asked
};

inline constexpr std::size_t most_candidates = 2000; ///< of a question that comes in
inline constexpr std::uint64_t most_picks = 100;
inline constexpr std::uint64_t most_exact_s = 300;
inline constexpr std::uint64_t most_siting_bytes = 1024 * 1024;
/// Each candidate has a code of its own.
[[nodiscard]] tl::expected<SitingQuestion, Problem> parse_siting(std::string_view bytes);

struct ChosenSite {
  std::size_t candidate = 0; ///< in the question's list
  PeopleCount adds;          ///< to the stations and the sites before it
  std::int64_t newly = 0;    ///< served by it besides those, by the question's weight
  /// What is assigned to it at the end; nullopt: no limit matters.
  std::optional<std::int64_t> load{};
};

/// A station in use that cannot take all who would come.
struct StationLoad {
  std::string code;
  std::int64_t capacity = 0;
  std::int64_t load = 0; ///< at the end
};

struct SitingResult {
  std::vector<ChosenSite> picks;       ///< the one that adds most first
  std::vector<std::size_t> off_street; ///< candidates with no street within 100 m: never chosen
  // Who lives within a walk, whether there is room or not:
  PeopleCount before; ///< of the stations in use
  PeopleCount after;
  PeopleCount total;
  bool tells_older = false;          ///< else no `older` is written
  bool is_capacity_ignored = false;  ///< of stations: theirs is of households, not of the weight
  bool has_limits = false;           ///< some site cannot take all who would come
  std::vector<StationLoad> stations; ///< those with a limit that matters, by code
  // By the question's weight:
  std::int64_t assigned_before = 0; ///< to the stations in use, as far as there is room
  std::int64_t newly = 0;
  std::int64_t bound = 0;   ///< no choice of as many candidates serves more anew
  double gap = 0;           ///< how far it can be from the best possible, as a part of the bound
  bool is_from_cbc = false; ///< the picks; else they are our own
  std::string exact_error;  ///< why cbc, which was asked, has no answer
  bool is_stopped = false;
};
[[nodiscard]] std::string siting_json(SitingQuestion const &question, SitingResult const &result);
/// The picks as points with their rank, from 1.
[[nodiscard]] std::string siting_geojson(SitingQuestion const &question,
                                         SitingResult const &result);
/// A byte order mark, a header and the picks with their rank, from 1.
[[nodiscard]] std::string siting_csv(SitingQuestion const &question, SitingResult const &result);

/// How a siting that runs beside everything else stands.
struct SitingJob {
  enum class State : unsigned char { running, done, cancelled, failed };

  std::string id;
  State state = State::running;
  double done = 0; ///< part of the work, 0 to 1
  std::shared_ptr<SitingQuestion const> question;
  std::shared_ptr<SitingResult const> result; ///< nullptr: none yet, or nothing was chosen yet
  std::optional<Problem> problem = {};        ///< why it failed
};
[[nodiscard]] std::string siting_job_json(SitingJob const &job);

} // namespace yuntu::protocol
