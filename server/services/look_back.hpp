#pragma once

#include "server/model/city_state.hpp"
#include "server/services/base_map.hpp"
#include "server/store/log_history.hpp"

#include <functional>
#include <map>
#include <memory>

namespace yuntu::services {

/// The areas as these layers have them.
using MapOf = std::function<std::shared_ptr<BaseMap const>(
    std::map<model::LayerKind, model::LayerPublished> const &)>;

/// What was live after `point`: equal to the published state then but for devices, links, sessions
/// and recent fixes, which are left out. From the keyframe before it and the commits between.
[[nodiscard]] model::CityState known_at(store::LogHistory &history,
                                        store::HistoryPoint const &point, MapOf const &map_of);

/// What was true at `time` as far as it was known at `known`: facts and fixes by the time they tell
/// of, however late they came. Sessions and the like are left out too.
[[nodiscard]] model::CityState true_at(store::LogHistory &history, model::Time time,
                                       store::HistoryPoint const &known, MapOf const &map_of);

} // namespace yuntu::services
