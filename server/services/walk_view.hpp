#pragma once

#include "server/model/station_filter.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/walk_city.hpp"
#include "server/services/walk_profiles.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>

namespace yuntu::services {

/// A city as somebody walks it. The city's graph may have been made for another profile: seconds
/// and limits are reckoned with this one.
struct WalkView {
  std::shared_ptr<WalkCity const> city;
  Walker walker;
  model::StationFilter stations = {}; ///< which of the city's one walks to
};

/// `city` is the standard one and not null. The first question of a walker for whom there is a map
/// apart makes it (some seconds for a county): ask on a pool thread. Any thread.
[[nodiscard]] inline WalkView view_of(std::shared_ptr<WalkCity const> city, Walker walker,
                                      model::StationFilter stations = {}) {
  auto variant = city->variant(walker.profile);
  return {variant ? std::move(variant) : std::move(city), std::move(walker), std::move(stations)};
}

/// 400 for a name that is none, which "profile" of a body has. For questions by HTTP.
[[nodiscard]] tl::expected<Walker, protocol::Problem> read_profile(WalkProfiles const &profiles,
                                                                   std::string const &name);
/// 409.
[[nodiscard]] protocol::Problem no_streets();

} // namespace yuntu::services
