#pragma once

#include "server/model/principal.hpp"
#include "server/model/staff.hpp"
#include "server/protocol/resources.hpp"
#include "server/rules/routing/department_table.hpp"
#include "server/services/coverage_service.hpp"

#include <string>

namespace yuntu::services {

struct OwnerQuestion {
  model::Principal principal; ///< who asks: names and phones as they may be seen
  geo::LonLat place;
  double radius_m = 0;  ///< 68 % of such positions lie within it of the truth
  std::string category; ///< of an incident; empty: of none
  model::Time at;       ///< posts and people are those of then, stations open then
};

/// What tells who owns a point. Immutable; held by whoever asks.
struct OwnerSources {
  BaseMap const &areas;           ///< of the time asked about
  WalkCity const *walk = nullptr; ///< streets and stations as they are now; nullptr: no streets
  model::Staff const &staff;      ///< with its past
  rules::DepartmentTable const *departments = nullptr; ///< nullptr: no policy
};

/// The areas of a point, the posts and people responsible, the department of the category, the
/// nearest open station on foot within an hour, and the nearest of all when it is closed. Any
/// thread.
[[nodiscard]] protocol::OwnerAnswer owner_of(OwnerSources const &sources,
                                             OwnerQuestion const &question);

} // namespace yuntu::services
