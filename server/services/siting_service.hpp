#pragma once

#include "geo/siting.hpp"
#include "server/services/coverage_service.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yuntu::services {

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
  double limit_s = fifteen_minutes_s; ///< the longest walk, inclusive
  SitingWeight weight = SitingWeight::households;
  bool has_stations = true; ///< those in use stay, and serve whom they serve
};

struct ServedCounts {
  std::int64_t buildings = 0;
  std::int64_t households = 0;
};

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

/// Which of the candidates to open so that most is served within the walk. Any thread; may take
/// seconds for thousands of candidates: `progress` is told and may stop it.
[[nodiscard]] SitingResult site(WalkCity const &city, SitingQuestion const &question,
                                geo::SitingProgress const &progress = {});

} // namespace yuntu::services
