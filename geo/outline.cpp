#include "geo/outline.hpp"

#include "geo/ring_thinning.hpp"

#include <stdexcept>

namespace yuntu::geo {
namespace {

void count(TargetCount &total, Target const &target) {
  ++total.targets;
  total.weight += target.weight;
}

} // namespace

MultiPolygon OutlineSketch::parts(ReachSearch &search) {
  field_.measure(search, *raster_);
  auto parts = contour_.trace(field_, *raster_);
  return options_.tolerance_m > 0 ? thinned(parts, options_.tolerance_m) : parts;
}

Outline OutlineSketch::outline(ReachSearch &search, TargetSet const &targets,
                               TargetPlaces const &places) {
  if (places.size() != targets.size()) {
    throw std::invalid_argument("an outline needs the place of every target");
  }
  Outline outline;
  outline.parts = parts(search);
  bands_.lay_out(outline.parts);
  is_reached_.resize(targets.size());
  auto const reached = search.targets(targets);
  for (auto const &[id, cost_mm] : reached) {
    is_reached_[id] = true;
    count(outline.reached, targets.target(id));
    if (!bands_.covers(places.place(id))) {
      count(outline.reached_outside, targets.target(id));
    }
  }
  places.visit_in(bands_.extent(), [&](TargetId id) {
    if (!is_reached_[id] && bands_.covers(places.place(id))) {
      count(outline.unreached_inside, targets.target(id));
    }
  });
  for (auto const &[id, cost_mm] : reached) {
    is_reached_[id] = false;
  }
  return outline;
}

} // namespace yuntu::geo
