#include "geo/nearest_origin.hpp"

#include "geo/walk_labels.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace yuntu::geo {
namespace {

/// Cost above, origin below: the smaller key is the nearer origin, of equally near ones the lower.
using NearKey = std::int64_t;
constexpr unsigned key_shift = 32;

NearKey key_of(std::int32_t cost_mm, std::uint32_t origin) {
  return (NearKey{cost_mm} << key_shift) | origin;
}

class NearestSearch {
public:
  NearestSearch(WalkGraph const &graph, TargetSet const &targets)
      : graph_(graph), targets_(targets), labels_(graph.vertex_count()),
        best_(targets.slot_count(), std::numeric_limits<NearKey>::max()) {}

  void run(std::span<std::optional<StreetPoint> const> origins, std::int32_t limit_mm,
           ClosedEdges const &closed) {
    labels_.reset(key_of(std::min(limit_mm, max_cost_mm), ~std::uint32_t{0}));
    for (std::uint32_t i = 0; i < origins.size(); ++i) {
      if (origins[i] && !closed.contains(origins[i]->edge)) {
        start_at(*origins[i], i);
      }
    }
    labels_.spread(graph_, closed);
    for (EdgeId id = 0; id < graph_.edge_count(); ++id) {
      auto const &edge = graph_.edge(id);
      auto const [low, high] = std::minmax(edge.from, edge.to);
      auto slot = targets_.first_slot(id);
      for (auto const &legs : targets_.legs_on(id)) {
        improve_from(low, legs.low_mm, slot);
        improve_from(high, legs.high_mm, slot);
        ++slot;
      }
    }
  }

  [[nodiscard]] std::optional<NearestOrigin> nearest(TargetSet::Slot slot, std::int32_t limit_mm,
                                                     ClosedEdges const &closed) const {
    auto const key = best_[slot];
    auto const cost_mm = static_cast<std::int32_t>(key >> key_shift);
    auto const &at = targets_.target(targets_.at_slot(slot)).at;
    bool const is_unreached = key == std::numeric_limits<NearKey>::max();
    if (is_unreached || cost_mm > limit_mm || closed.contains(at->edge)) {
      return std::nullopt;
    }
    return NearestOrigin{static_cast<std::uint32_t>(key & ~std::uint32_t{0}), cost_mm};
  }

private:
  void start_at(StreetPoint const &origin, std::uint32_t index) {
    auto const ends = graph_.ends(origin.edge, WalkPart::origin);
    auto const here = graph_.cost_to_offset(origin.edge, origin.offset_mm);
    auto const back = graph_.edge(origin.edge).cost_mm - here;
    labels_.offer(ends.from, key_of(origin.access_mm + here, index));
    labels_.offer(ends.to, key_of(origin.access_mm + back, index));
    auto slot = targets_.first_slot(origin.edge);
    for (auto const target : targets_.on_edge(origin.edge)) {
      auto const &at = *targets_.target(target).at;
      auto const there = graph_.cost_to_offset(at.edge, at.offset_mm);
      improve(slot++, key_of(origin.access_mm + std::abs(here - there) + at.access_mm, index));
    }
  }

  void improve_from(VertexId vertex, std::int32_t leg_mm, TargetSet::Slot slot) {
    if (labels_.is_reached(vertex)) {
      improve(slot, labels_.key(vertex) + key_of(leg_mm, 0));
    }
  }
  void improve(TargetSet::Slot slot, NearKey key) { best_[slot] = std::min(best_[slot], key); }

  WalkGraph const &graph_;
  TargetSet const &targets_;
  WalkLabels<NearKey, key_shift> labels_;
  std::vector<NearKey> best_;
};

} // namespace

std::vector<std::optional<NearestOrigin>>
nearest_origins(WalkGraph const &graph, TargetSet const &targets,
                std::span<std::optional<StreetPoint> const> origins, ClosedEdges const &closed,
                std::int32_t limit_mm) {
  std::vector<std::optional<NearestOrigin>> nearest(targets.size());
  if (targets.slot_count() == 0) {
    return nearest;
  }
  auto search = NearestSearch(graph, targets);
  search.run(origins, limit_mm, closed);
  for (TargetSet::Slot slot = 0; slot < targets.slot_count(); ++slot) {
    nearest[targets.at_slot(slot)] = search.nearest(slot, limit_mm, closed);
  }
  return nearest;
}

} // namespace yuntu::geo
