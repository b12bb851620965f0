#include "server/services/what_if_shelf.hpp"

#include "server/services/station_places.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {

geo::ServedTown served_town(WalkView const &view, std::int32_t limit_mm) {
  auto const &city = *view.city;
  geo::ServedTown town;
  town.graph = &city.walk().graph();
  town.targets = &city.targets();
  town.stations = station_points(city, view.stations);
  town.limit_mm = limit_mm;
  town.closed = city.closed();
  return town;
}

void WhatIfShelf::use(WalkView const &view, std::int32_t limit_mm,
                      std::function<void(geo::WhatIf &)> const &ask) {
  auto stations = counted_stations(*view.city, view.stations);
  auto what_if = take(view.city, stations, limit_mm);
  if (!what_if) {
    what_if = std::make_unique<geo::WhatIf>(served_town(view, limit_mm));
  }
  ask(*what_if);
  give_back({view.city, std::move(stations), std::move(what_if)});
}

std::unique_ptr<geo::WhatIf> WhatIfShelf::take(std::shared_ptr<WalkCity const> const &city,
                                               std::vector<bool> const &stations,
                                               std::int32_t limit_mm) {
  std::lock_guard const lock(mutex_);
  std::erase_if(kept_, [](Workspace const &kept) { return kept.city.expired(); });
  auto const found = std::find_if(kept_.begin(), kept_.end(), [&](Workspace const &kept) {
    return kept.city.lock() == city && kept.stations == stations &&
           kept.what_if->town().limit_mm == limit_mm;
  });
  if (found == kept_.end()) {
    return nullptr;
  }
  auto what_if = std::move(found->what_if);
  kept_.erase(found);
  return what_if;
}

void WhatIfShelf::give_back(Workspace workspace) {
  std::lock_guard const lock(mutex_);
  kept_.push_front(std::move(workspace));
  if (kept_.size() > most_kept) {
    kept_.pop_back();
  }
}

std::size_t WhatIfShelf::size() const {
  std::lock_guard const lock(mutex_);
  return kept_.size();
}

} // namespace yuntu::services
