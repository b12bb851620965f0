#include "server/services/what_if_shelf.hpp"

#include "server/services/station_places.hpp"
#include "server/services/walk_buildings.hpp"

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

void WhatIfShelf::use(WalkView const &view, std::int32_t limit_mm, Ask const &ask) {
  auto stations = counted_stations(*view.city, view.stations);
  auto workspace = take(view.city, stations, limit_mm);
  if (!workspace) {
    workspace = made(view, std::move(stations), limit_mm);
  }
  ask(*workspace->what_if, workspace->served);
  give_back(std::move(*workspace));
}

WhatIfShelf::Workspace WhatIfShelf::made(WalkView const &view, std::vector<bool> stations,
                                         std::int32_t limit_mm) {
  Workspace workspace{view.city,
                      std::move(stations),
                      std::make_unique<geo::WhatIf>(served_town(view, limit_mm)),
                      {}};
  auto const &buildings = view.city->walk().buildings();
  for (geo::TargetId id = 0; id < buildings.size(); ++id) {
    if (workspace.what_if->walk_mm(id) != geo::WalkRepair::unreached) {
      workspace.served += people_of(buildings[id]);
    }
  }
  return workspace;
}

std::optional<WhatIfShelf::Workspace> WhatIfShelf::take(std::shared_ptr<WalkCity const> const &city,
                                                        std::vector<bool> const &stations,
                                                        std::int32_t limit_mm) {
  std::lock_guard const lock(mutex_);
  std::erase_if(kept_, [](Workspace const &kept) { return kept.city.expired(); });
  auto const found = std::find_if(kept_.begin(), kept_.end(), [&](Workspace const &kept) {
    return kept.city.lock() == city && kept.stations == stations &&
           kept.what_if->town().limit_mm == limit_mm;
  });
  if (found == kept_.end()) {
    return std::nullopt;
  }
  auto workspace = std::move(*found);
  kept_.erase(found);
  return workspace;
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
