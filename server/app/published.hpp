#pragma once

#include "server/live/hub.hpp"
#include "server/model/city_state.hpp"
#include "server/rules/routing/routing_counts.hpp"
#include "server/services/area_locator.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::app {

/// What is stored and may be shown: the published state, its base map and the hub that streams it.
/// Live thread only, once the server runs.
class Published {
public:
  /// Called after a group with such a fact was folded.
  struct Observers {
    std::function<void(model::CityState const &)> users_changed;
    std::function<void(model::CityState const &)> closures_changed;
    std::function<void(std::shared_ptr<services::BaseMap const>)> base_changed;
    std::function<void(model::CityState const &)> staff_changed;
    std::function<void(model::CityState const &)> versions_changed; ///< in use or to come
  };

  Published(model::CityState loaded, std::shared_ptr<services::BaseMap const> base,
            std::string epoch, live::IncidentSigns signs = {});

  void observe(Observers observers) { observers_ = std::move(observers); }
  [[nodiscard]] model::CityState const &state() const { return state_; }
  [[nodiscard]] live::Hub &hub() { return hub_; }
  [[nodiscard]] rules::RoutingCounts const &routings() const { return routings_; }
  [[nodiscard]] services::BaseMap const &base() const { return locator_.base(); }

  /// The base map that a coming LayerPublished fact with this version brings.
  void await_base(std::string const &version, std::shared_ptr<services::BaseMap const> base);
  /// Base maps that somebody still holds, the one in use and those awaited included.
  [[nodiscard]] std::size_t count_bases();
  /// It will not come.
  void forget_base(std::string const &version) { awaited_.erase(version); }
  void commit(model::CommitGroup const &group);

private:
  std::shared_ptr<services::BaseMap const> take_base(model::CommitGroup const &group);
  void count_in_areas();
  void apply_rights(model::CommitGroup const &group);

  model::CityState state_;
  rules::RoutingCounts routings_;
  services::AreaLocator locator_;
  live::Hub hub_;
  std::vector<live::CountArea> areas_; ///< that the hub counts in
  std::map<std::string, std::shared_ptr<services::BaseMap const>> awaited_;
  std::vector<std::weak_ptr<services::BaseMap const>>
      bases_; ///< all there have been, to be counted
  Observers observers_;
};

} // namespace yuntu::app
