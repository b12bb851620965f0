#pragma once

#include "server/model/city_state.hpp"
#include "server/protocol/dispatch_answers.hpp"
#include "server/rules/dispatch/dispatch_order.hpp"
#include "server/rules/escalation/ladder.hpp"
#include "server/services/area_tree.hpp"
#include "server/services/coverage_service.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuntu::services {

/// Open incidents that each worker has to do, by user.
using Loads = std::map<std::string, std::vector<model::Incident const *>>;
[[nodiscard]] Loads loads_of(model::CityState const &state);

/// Seconds on foot by the streets between `from` and each place, within `limit_s`; the standard
/// profile. nullopt: farther, or no street near. Any thread.
[[nodiscard]] std::vector<std::optional<double>> walk_seconds(WalkCity const &city,
                                                              geo::LonLat from,
                                                              std::span<geo::LonLat const> to,
                                                              double limit_s);
/// As the crow flies, where no street is near: at the pace of the county's standard profile, and
/// 1.1 m/s where nothing can be walked at all (`walk` is nullptr).
[[nodiscard]] double crow_seconds(geo::LonLat from, geo::LonLat to, WalkCity const *walk);

/// Whom to send to an incident, asked of the published state and answered anywhere.
struct DispatchQuestion {
  struct Worker {
    std::string id;
    std::string name;
    geo::LonLat place;
    std::vector<std::string> areas; ///< of the account: what the worker answers for
    std::size_t open = 0;
  };
  geo::LonLat place;
  std::vector<Worker> workers; ///< with a fix that is new enough: who is off duty has none
};
[[nodiscard]] DispatchQuestion dispatch_question(model::CityState const &state,
                                                 model::Incident const &incident,
                                                 rules::DispatchPolicy const &policy,
                                                 model::Time now);

/// `areas` are those of the place now. `walk` may be nullptr: then by the crow. Any thread.
[[nodiscard]] protocol::SuggestionsAnswer suggest(DispatchQuestion const &question,
                                                  model::AreaCodes const &areas,
                                                  rules::DispatchPolicy const &policy,
                                                  WalkCity const *walk, AreaTree const &tree);

} // namespace yuntu::services
