#pragma once

#include "server/services/base_map.hpp"
#include "server/services/recently_made.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

/// What walks are like just now: the base map with the closures applied. Immutable;
/// made once a change and used by every question until the next. Any thread.
class WalkCity {
public:
  /// `base` must have a walk map.
  WalkCity(std::shared_ptr<BaseMap const> base,
           std::map<std::string, model::Closure> const &closures);
  /// `city` on the map of another profile, with the same pieces of street closed.
  WalkCity(WalkCity const &city, std::shared_ptr<WalkMap const> walk);

  [[nodiscard]] BaseMap const &base() const { return *base_; }
  [[nodiscard]] std::shared_ptr<BaseMap const> const &shared_base() const { return base_; }
  [[nodiscard]] WalkMap const &walk() const { return *walk_; }
  [[nodiscard]] geo::ClosedEdges const &closed() const { return closed_; }
  /// The edges of the standard map that closures close, of which closed() are this one's.
  [[nodiscard]] geo::ClosedEdges const &closed_on_standard() const { return closed_on_standard_; }
  /// Whether a closure closes the station, of that code, whatever its hours; `at`: then, if the
  /// closure has its end before that, and nullopt: now.
  [[nodiscard]] bool is_closed(std::string const &station, std::optional<model::Time> at) const;
  /// By its hours and by closures.
  [[nodiscard]] bool is_open(Station const &station, model::Time at) const {
    return !is_closed(station.code, at) && station.is_open(at);
  }
  /// When one that is not opens next; nullopt: never, or when somebody ends its closure.
  [[nodiscard]] std::optional<model::Time> next_open(Station const &station, model::Time at) const;
  [[nodiscard]] geo::TargetSet const &targets() const { return attached_.targets; }
  /// See AttachedBuildings.
  [[nodiscard]] std::vector<geo::TargetId> const &across() const { return attached_.across; }
  /// Where the targets' walks begin; made when first asked for, and kept.
  [[nodiscard]] geo::TargetPlaces const &places() const;
  /// The same city for a profile whose map is another than that of this one, the standard;
  /// nullptr: it is the same. Made when first asked for, and kept.
  [[nodiscard]] std::shared_ptr<WalkCity const> variant(geo::WalkProfile const &profile) const;

private:
  std::shared_ptr<BaseMap const> base_;
  std::shared_ptr<WalkMap const> apart_; ///< nullptr: the base map's is walked on
  WalkMap const *walk_;
  /// By code: until when; nullopt: until somebody opens it.
  std::map<std::string, std::optional<model::Time>> closed_stations_;
  geo::ClosedEdges closed_on_standard_;
  geo::ClosedEdges closed_;
  AttachedBuildings attached_;
  mutable std::once_flag places_once_;
  mutable geo::TargetPlaces places_;
  mutable RecentlyMade<geo::WalkProfile, WalkCity> variants_{WalkMaps::most_kept};
};

} // namespace yuntu::services
