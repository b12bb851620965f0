#pragma once

#include "server/services/recently_made.hpp"
#include "server/services/walk_map.hpp"
#include "server/services/walk_profiles.hpp"

#include <memory>
#include <optional>

namespace yuntu::services {

/// The walk network of one base map for everybody. Most share the standard map: only who takes
/// other ways (no steps, or steps that weigh otherwise), or to whom a ferry is another number of
/// millimetres, has a map apart. Such a map is made when first asked for, which takes as long as
/// loading the streets did; who asks for it meanwhile waits. Any thread.
class WalkMaps {
public:
  static constexpr std::size_t most_kept = 4; ///< maps apart

  WalkMaps(WalkLayers const &layers, geo::WalkProfile const &standard);

  [[nodiscard]] WalkMap const &standard() const { return standard_; }
  /// The profile that the map of `profile` is made for; nullopt: the standard map is its own.
  [[nodiscard]] std::optional<geo::WalkProfile> apart(geo::WalkProfile const &profile) const;
  /// The map made for a profile that apart() answered.
  [[nodiscard]] std::shared_ptr<WalkMap const> of(geo::WalkProfile const &apart) const;

private:
  WalkLayers layers_;
  WalkMap standard_;
  bool has_steps_ = false;
  bool has_ferries_ = false;
  mutable RecentlyMade<geo::WalkProfile, WalkMap> made_{most_kept};
};

} // namespace yuntu::services
