#pragma once

#include "geo/border_grid.hpp"
#include "geo/face.hpp"
#include "server/rules/topology/checked_layer.hpp"
#include "server/rules/topology/thresholds.hpp"
#include "server/rules/topology/zone.hpp"

#include <optional>
#include <span>
#include <vector>

namespace yuntu::rules::topology {

/// A layer that should own what stands on it.
struct Owner {
  CheckedLayer const &layer;
  AreaLookup const &lookup;
  Zone const &bare; ///< its gaps: who stands there is not without an owner for a second reason
  /// Whether everything must stand in one of its areas: not so for estates.
  enum class Reach { everywhere, somewhere } reach;
};

/// What a building has to do with one layer.
struct Standing {
  std::uint32_t owner = AreaLayer::none; ///< of most of it
  std::vector<std::uint32_t> others;     ///< that hold some of it
  std::vector<geo::Polygon> rest;        ///< of it, outside the owner
  bool is_excused = false;               ///< it stands in a gap
};

/// An owner's borders, to tell the few buildings that a border comes near from the many.
/// Immutable, any thread.
class OwnerBorders {
public:
  OwnerBorders(Owner const &owner, Thresholds const &thresholds);

  [[nodiscard]] Owner const &owner() const { return owner_; }
  [[nodiscard]] bool any_in(geo::Envelope const &box) const { return borders_.any_in(box); }
  /// Of something inside the box, into which a border comes.
  [[nodiscard]] Standing measured(std::span<model::LayerFeature const> parts,
                                  geo::Envelope const &box) const;

private:
  [[nodiscard]] std::vector<geo::Face> faces_with(std::span<model::LayerFeature const> parts,
                                                  std::uint32_t area,
                                                  geo::Envelope const &box) const;

  Owner owner_;
  double tolerance_m_;
  geo::BorderGrid borders_;
};

/// Goes from building to building: where no border comes between two, the owner is the same. Each
/// thread has its own.
class OwnerWalk {
public:
  explicit OwnerWalk(OwnerBorders const &borders) : borders_(&borders) {}

  [[nodiscard]] Owner const &owner() const { return borders_->owner(); }
  [[nodiscard]] Standing standing_of(std::span<model::LayerFeature const> parts,
                                     geo::Envelope const &box);

private:
  [[nodiscard]] std::uint32_t owner_at(geo::LonLat corner);

  OwnerBorders const *borders_;
  std::optional<geo::LonLat> last_;
  std::uint32_t last_owner_ = AreaLayer::none;
};

} // namespace yuntu::rules::topology
