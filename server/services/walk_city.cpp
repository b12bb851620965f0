#include "server/services/walk_city.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

std::map<std::string, std::optional<model::Time>>
stations_in(std::map<std::string, model::Closure> const &closures) {
  std::map<std::string, std::optional<model::Time>> stations;
  for (auto const &[id, closure] : closures) {
    if (closure.station.empty()) {
      continue;
    }
    auto const [station, is_first] = stations.try_emplace(closure.station, closure.until);
    auto &until = station->second;
    if (!is_first) { // the one that lasts longest holds
      until = until && closure.until ? std::max(until, closure.until) : std::nullopt;
    }
  }
  return stations;
}

} // namespace

WalkCity::WalkCity(std::shared_ptr<BaseMap const> base,
                   std::map<std::string, model::Closure> const &closures)
    : base_(std::move(base)), walk_(base_->walk()), closed_stations_(stations_in(closures)),
      closed_on_standard_(walk_->closed_edges(closures)), closed_(closed_on_standard_),
      attached_(walk_->attached_with(closed_)) {}

WalkCity::WalkCity(WalkCity const &city, std::shared_ptr<WalkMap const> walk)
    : base_(city.base_), apart_(std::move(walk)), walk_(apart_.get()),
      closed_stations_(city.closed_stations_), closed_on_standard_(city.closed_on_standard()),
      closed_(walk_->edges_of(city.walk(), city.closed())),
      attached_(walk_->attached_with(closed_)) {}

bool WalkCity::is_closed(std::string const &station, std::optional<model::Time> at) const {
  auto const closed = closed_stations_.find(station);
  return closed != closed_stations_.end() && (!at || !closed->second || *at < *closed->second);
}

std::optional<model::Time> WalkCity::next_open(Station const &station, model::Time at) const {
  if (is_closed(station.code, at)) {
    auto const until = closed_stations_.at(station.code);
    if (!until || station.is_open(*until)) {
      return until;
    }
    at = *until;
  }
  return station.hours ? station.hours->next_open(at) : std::nullopt;
}

geo::TargetPlaces const &WalkCity::places() const {
  std::call_once(places_once_, [this] { places_ = walk_->places_of(targets()); });
  return places_;
}

std::shared_ptr<WalkCity const> WalkCity::variant(geo::WalkProfile const &profile) const {
  auto const &maps = *base_->walks();
  auto const apart = maps.apart(profile);
  return apart
             ? variants_.get(
                   *apart, [&] { return std::make_shared<WalkCity const>(*this, maps.of(*apart)); })
             : nullptr;
}

} // namespace yuntu::services
