#pragma once

#include "geo/field_contour.hpp"
#include "geo/polygon.hpp"
#include "geo/reach.hpp"
#include "geo/ring_bands.hpp"
#include "geo/target_places.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_field.hpp"
#include "geo/walk_raster.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

struct TargetCount {
  std::size_t targets = 0;
  std::int64_t weight = 0;

  friend bool operator==(TargetCount const &, TargetCount const &) = default;
};

/// A picture of what a search reached, and how far it may be believed.
struct Outline {
  /// Valid and apart; holes where nobody can walk from in time. Empty when nothing is reached.
  MultiPolygon parts;
  TargetCount reached;          ///< exact: the search's own count, never the picture's
  TargetCount reached_outside;  ///< reached, yet not covered by the parts
  TargetCount unreached_inside; ///< covered by the parts, yet not reached

  friend bool operator==(Outline const &, Outline const &) = default;
};

struct OutlineOptions {
  double tolerance_m = 5; ///< how far the outline may stray to save corners; 0: not at all
};

/// Draws outlines: the contour of the walk field at the search's limit, thinned. A place is within
/// when its own nearest street is reached in time with the leg to it, so an unbridged river or a
/// wall of streets elsewhere is not jumped, and nothing farther than 100 m from a street is within.
/// It stays a picture: somebody's exact answer is ReachSearch::targets.
///
///     auto sketch = geo::OutlineSketch(raster);
///     search.run_to(origin, limit_mm, closed);
///     auto const outline = sketch.outline(search, buildings, building_places);
///
/// Measured in Vancouver at 1,200 m, 200 origins: 0.7 % of the reached buildings' entrances on the
/// wrong side, 2.2 % of their middles (a walk begins at the entrance); 0.7 ms with the counts.
///
/// The object is the workspace: one a thread, again and again. Keeps a reference to the raster.
class OutlineSketch {
public:
  explicit OutlineSketch(WalkRaster const &raster, OutlineOptions options = {})
      : raster_(&raster), options_(options) {}
  explicit OutlineSketch(WalkRaster &&, OutlineOptions = {}) = delete;

  /// Of the search's last run, on the raster's graph. The same run gives the same parts to the
  /// byte. Throws TooFarToDraw as WalkField does.
  [[nodiscard]] MultiPolygon parts(ReachSearch &search);
  /// With the counts. Throws std::invalid_argument when not every target has its place.
  [[nodiscard]] Outline outline(ReachSearch &search, TargetSet const &targets,
                                TargetPlaces const &places);

private:
  WalkRaster const *raster_;
  OutlineOptions options_;
  WalkField field_;
  FieldContour contour_;
  RingBands bands_;
  std::vector<bool> is_reached_; ///< by target; all false between calls
};

} // namespace yuntu::geo
