#include "geo/target_set.hpp"

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
    : targets_(std::move(targets)), first_street_(graph.vertex_count() + 1, 0),
      first_on_edge_(graph.edge_count() + 1, 0) {
  for (auto const &target : targets_) {
    total_weight_ += target.weight;
  }
  lay_out_targets(graph);
  lay_out_streets(graph);
}

void TargetSet::lay_out_targets(WalkGraph const &graph) {
  for (auto const &target : targets_) {
    if (target.at) {
      ++first_on_edge_[target.at->edge + 1];
    }
  }
  sum_up(first_on_edge_);
  by_edge_.resize(first_on_edge_.back());
  legs_.resize(first_on_edge_.back());
  auto next = first_on_edge_;
  for (TargetId id = 0; id < targets_.size(); ++id) {
    if (auto const &at = targets_[id].at) {
      auto const &edge = graph.edge(at->edge);
      auto const along_mm = graph.cost_to_offset(at->edge, at->offset_mm);
      TargetLegs legs{at->access_mm + along_mm, at->access_mm + edge.cost_mm - along_mm};
      if (edge.from > edge.to) {
        std::swap(legs.low_mm, legs.high_mm);
      }
      auto const slot = next[at->edge]++;
      by_edge_[slot] = id;
      legs_[slot] = legs;
    }
  }
}

void TargetSet::lay_out_streets(WalkGraph const &graph) {
  auto const visit_ends = [&](auto visit) {
    for (EdgeId id = 0; id < graph.edge_count(); ++id) {
      if (on_edge(id).empty()) {
        continue;
      }
      auto const &edge = graph.edge(id);
      visit(edge.from, Street{edge.to, id});
      if (edge.to != edge.from) {
        visit(edge.to, Street{edge.from, id});
      }
    }
  };
  visit_ends([this](VertexId vertex, Street const &) { ++first_street_[vertex + 1]; });
  sum_up(first_street_);
  streets_.resize(first_street_.back());
  auto next = first_street_;
  visit_ends([&](VertexId vertex, Street const &street) { streets_[next[vertex]++] = street; });
}

TargetSet moved(WalkGraph const &graph, TargetSet const &targets,
                std::span<MovedTarget const> elsewhere) {
  std::vector<Target> list;
  list.reserve(targets.size());
  for (TargetId id = 0; id < targets.size(); ++id) {
    list.push_back(targets.target(id));
  }
  for (auto const &each : elsewhere) {
    list[each.target].at = each.at;
  }
  return {graph, std::move(list)};
}

TargetSet reattached(WalkGraph const &graph, TargetSet const &open, ClosedEdges const &closed,
                     std::function<std::optional<StreetPoint>(TargetId)> const &snap_again) {
  std::vector<MovedTarget> elsewhere;
  for (auto const edge : closed.edges()) {
    for (auto const id : open.on_edge(edge)) {
      elsewhere.push_back({id, snap_again(id)});
    }
  }
  return moved(graph, open, elsewhere);
}

} // namespace yuntu::geo
