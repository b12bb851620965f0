#include "server/app/walk_updater.hpp"

#include <algorithm>

namespace yuntu::app {

WalkUpdater::WalkUpdater(TaskThread &worker, double limit_s, OnReaches on_reaches)
    : worker_(worker), limit_s_(limit_s), on_reaches_(std::move(on_reaches)) {}

std::vector<services::StationReach>
WalkUpdater::compute(std::shared_ptr<services::BaseMap const> const &base,
                     std::map<std::string, model::Closure> const &closures) {
  if (base->walk() == nullptr) {
    city_.set(nullptr);
    return {};
  }
  auto const city = std::make_shared<services::WalkCity const>(base, closures);
  city_.set(city);
  return services::reaches_of(*city, limit_s_);
}

void WalkUpdater::update(std::shared_ptr<services::BaseMap const> base,
                         std::map<std::string, model::Closure> closures) {
  auto const mine = ++newest_;
  worker_.post([this, mine, base = std::move(base), closures = std::move(closures)] {
    if (mine == newest_) {
      on_reaches_(compute(base, closures));
    }
  });
}

std::vector<model::ReachChanged>
reach_changes(std::map<std::string, model::ReachChanged> const &known,
              std::vector<services::StationReach> const &reaches) {
  std::vector<model::ReachChanged> changes;
  for (auto const &reach : reaches) {
    model::ReachChanged const now{reach.upsert.station, reach.upsert.limit_s,
                                  reach.upsert.buildings, reach.upsert.households, reach.digest};
    auto const found = known.find(now.station);
    if (found == known.end() || found->second != now) {
      changes.push_back(now);
    }
  }
  for (auto const &reached : known) {
    auto const &station = reached.first;
    bool const is_here = std::any_of(reaches.begin(), reaches.end(),
                                     [&](auto const &r) { return r.upsert.station == station; });
    if (!is_here) {
      changes.push_back({station, 0, 0, 0, {}});
    }
  }
  return changes;
}

} // namespace yuntu::app
