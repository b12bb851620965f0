#include "geo/target_set.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {
namespace {

void sum_up(std::vector<std::uint32_t> &counts) {
  for (std::size_t i = 1; i < counts.size(); ++i) {
    counts[i] += counts[i - 1];
  }
}

} // namespace

TargetSet::TargetSet(WalkGraph const &graph, std::vector<Target> targets)
    : targets_(std::move(targets)), first_leg_(graph.vertex_count() + 1, 0),
      first_on_edge_(graph.edge_count() + 1, 0) {
  for (auto const &target : targets_) {
    total_weight_ += target.weight;
    if (target.at) {
      auto const &edge = graph.edge(target.at->edge);
      ++first_leg_[edge.from + 1];
      ++first_leg_[edge.to + 1];
      ++first_on_edge_[target.at->edge + 1];
    }
  }
  sum_up(first_leg_);
  sum_up(first_on_edge_);
  legs_.resize(first_leg_.back());
  by_edge_.resize(first_on_edge_.back());
  auto next_leg = first_leg_;
  auto next_on_edge = first_on_edge_;
  for (TargetId id = 0; id < targets_.size(); ++id) {
    auto const &at = targets_[id].at;
    if (at) {
      auto const &edge = graph.edge(at->edge);
      auto const from_cost = graph.cost_to_offset(at->edge, at->offset_mm);
      auto const slot = next_on_edge[at->edge]++;
      legs_[next_leg[edge.from]++] = {at->access_mm + from_cost, slot};
      legs_[next_leg[edge.to]++] = {at->access_mm + edge.cost_mm - from_cost, slot};
      by_edge_[slot] = id;
    }
  }
  for (std::size_t vertex = 0; vertex + 1 < first_leg_.size(); ++vertex) {
    std::sort(legs_.begin() + first_leg_[vertex], legs_.begin() + first_leg_[vertex + 1],
              [](Leg const &a, Leg const &b) {
                return std::pair(a.cost_mm, a.slot) < std::pair(b.cost_mm, b.slot);
              });
  }
}

TargetSet reattached(WalkGraph const &graph, TargetSet const &open, ClosedEdges const &closed,
                     std::function<std::optional<StreetPoint>(TargetId)> const &snap_again) {
  std::vector<Target> targets;
  targets.reserve(open.size());
  for (TargetId id = 0; id < open.size(); ++id) {
    auto target = open.target(id);
    if (target.at && closed.contains(target.at->edge)) {
      target.at = snap_again(id);
    }
    targets.push_back(target);
  }
  return {graph, std::move(targets)};
}

} // namespace yuntu::geo
