#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/what_if_messages.hpp"

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
};

enum class SitingWeight : unsigned char { households, buildings };

struct SitingQuestion {
  std::vector<SiteCandidate> candidates;
  std::size_t picks = 1;
  double limit_s = 900; ///< the longest walk, inclusive
  std::string profile = "standard";
  SitingWeight weight = SitingWeight::households;
  bool has_stations = true;           ///< those in use stay, and serve whom they serve
  std::optional<model::Time> at = {}; ///< of those, the ones open then; absent: all of them
};

inline constexpr std::size_t most_candidates = 2000; ///< of a question that comes in
inline constexpr std::uint64_t most_picks = 100;
inline constexpr std::uint64_t most_siting_bytes = 1024 * 1024;
/// Each candidate has a code of its own.
[[nodiscard]] tl::expected<SitingQuestion, Problem> parse_siting(std::string_view bytes);

struct ChosenSite {
  std::size_t candidate = 0; ///< in the question's list
  ServedCounts adds;         ///< to the stations and the sites before it
};

struct SitingResult {
  std::vector<ChosenSite> picks;       ///< the one that adds most first
  std::vector<std::size_t> off_street; ///< candidates with no street within 100 m: never chosen
  ServedCounts before;                 ///< by the stations in use
  ServedCounts after;
  ServedCounts total;
  std::int64_t newly = 0; ///< by the question's weight
  std::int64_t bound = 0; ///< no choice of as many candidates serves more anew
  double gap = 0;         ///< how far it can be from the best possible, as a part of the bound
  bool is_stopped = false;
};
[[nodiscard]] std::string siting_json(SitingQuestion const &question, SitingResult const &result);
/// The picks as points with their rank, from 1.
[[nodiscard]] std::string siting_geojson(SitingQuestion const &question,
                                         SitingResult const &result);

/// How a siting that runs beside everything else stands.
struct SitingJob {
  enum class State : unsigned char { running, done, cancelled };

  std::string id;
  State state = State::running;
  double done = 0; ///< part of the work, 0 to 1
  std::shared_ptr<SitingQuestion const> question;
  std::shared_ptr<SitingResult const> result; ///< nullptr: none yet, or nothing was chosen yet
};
[[nodiscard]] std::string siting_job_json(SitingJob const &job);

} // namespace yuntu::protocol
