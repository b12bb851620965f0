#include "geo/walk_repair.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {

WalkRepair::WalkRepair(EditedStreets const &streets, std::int32_t limit_mm)
    : graph_(&streets.graph()), limit_mm_(std::min(limit_mm, max_cost_mm)),
      vertex_count_(static_cast<std::uint32_t>(graph_->vertex_count())), labels_(vertex_count_) {
  queue_.limit_to(limit_mm_);
  for (EdgeId id = 0; id < graph_->edge_count(); ++id) {
    if (!streets.is_open(id) || streets.has_stops(id) || graph_->edge(id).is_private()) {
      visit_ends(id, [this](VertexId vertex) { labels_[vertex].marks |= is_special; });
    }
  }
  search_all(streets);
}

/// In every part of a walk; each perhaps more than once.
template <typename Visit>
void WalkRepair::visit_ends(EdgeId edge, Visit visit) const {
  for (auto const part : walk_parts) {
    auto const ends = graph_->ends(edge, part);
    visit(ends.from);
    visit(ends.to);
    if (!graph_->edge(edge).is_private()) {
      return;
    }
  }
}

void WalkRepair::search_all(EditedStreets const &streets) {
  for (EdgeId id = 0; id < graph_->edge_count(); ++id) {
    auto const ends = graph_->ends(id, WalkPart::origin);
    for (auto const &stop : streets.stops_before(id)) {
      if (stop.access_mm <= limit_mm_) {
        offer_first(ends.from, stop.access_mm + stop.along_mm, by_station | stop.station);
        offer_first(ends.to, stop.access_mm + graph_->edge(id).cost_mm - stop.along_mm,
                    by_station | stop.station);
      }
    }
  }
  queue_.drain([&](auto const &entry) {
    if (entry.key != labels_[entry.vertex].now) {
      return; // improved since it was queued
    }
    for (auto const &arc : graph_->arcs(entry.vertex)) {
      if (streets.is_open(arc.edge)) {
        offer_first(arc.head, entry.key + arc.cost_mm, arc.edge);
      }
    }
  });
  for (auto &label : labels_) {
    label.before = label.now;
  }
}

void WalkRepair::offer_first(VertexId vertex, std::int32_t cost_mm, std::uint32_t support) {
  auto &label = labels_[vertex];
  if (cost_mm <= limit_mm_ && cost_mm < label.now) {
    label.now = cost_mm;
    label.support = support;
    queue_.push(vertex, cost_mm);
  }
}

void WalkRepair::repair(EditedStreets const &streets) {
  undo(streets);
  for (auto const id : streets.edited_edges()) {
    visit_ends(id, [this](VertexId vertex) { touch(vertex, is_edited); });
  }
  lose_support(streets);
  regain_from_border(streets);
  gain_by_edits(streets);
  spread(streets);
}

void WalkRepair::undo(EditedStreets const &streets) {
  for (auto const vertex : touched_) {
    auto &label = labels_[vertex];
    label.now = label.before;
    label.marks &= is_special;
  }
  touched_.clear();
  lost_.clear();
  auto const needed = vertex_count_ + streets.landings().size() * walk_parts.size();
  if (labels_.size() < needed) {
    labels_.resize(needed);
  }
}

void WalkRepair::lose_support(EditedStreets const &streets) {
  for (auto const id : streets.edited_edges()) {
    auto const ends = graph_->ends(id, WalkPart::origin);
    bool const is_closing = streets.was_open(id) && !streets.is_open(id);
    for (auto const &stop : streets.stops_before(id)) {
      if (is_closing || streets.is_removed(stop.station)) {
        lose_if(ends.from, by_station | stop.station);
        lose_if(ends.to, by_station | stop.station);
      }
    }
    if (is_closing) {
      visit_ends(id, [&](VertexId vertex) { lose_if(vertex, id); });
    }
  }
  for (std::size_t i = 0; i < lost_.size(); ++i) {
    for (auto const &arc : graph_->arcs(lost_[i])) {
      lose_if(arc.head, arc.edge); // an edge that supports its head leads there from here
    }
  }
}

void WalkRepair::lose_if(VertexId vertex, std::uint32_t support) {
  auto &label = labels_[vertex];
  if (label.support == support && !label.has(is_lost)) {
    touch(vertex, is_lost);
    label.now = unreached;
    lost_.push_back(vertex);
  }
}

void WalkRepair::regain_from_border(EditedStreets const &streets) {
  for (auto const vertex : lost_) {
    if (labels_[vertex].has(is_special | is_edited)) {
      regain_past_edits(streets, vertex);
      continue;
    }
    for (auto const &arc : graph_->arcs(vertex)) {
      regain(vertex, arc.head, arc.cost_mm);
    }
  }
}

/// At a vertex with an edge that may be closed, shared or have stations on it.
void WalkRepair::regain_past_edits(EditedStreets const &streets, VertexId vertex) {
  for (auto const &arc : graph_->arcs(vertex)) {
    if (graph_->is_gate(arc.edge)) {
      continue; // leads away only
    }
    streets.visit_stops(arc.edge, [this](StationStop const &stop) { offer_stop(stop); });
    if (streets.is_open(arc.edge)) {
      regain(vertex, arc.head, arc.cost_mm);
    }
  }
  graph_->visit_behind_gates(vertex, [&](VertexId behind) { regain(vertex, behind, 0); });
  visit_shared(streets, vertex, [&](WalkArc const &arc) { regain(vertex, arc.head, arc.cost_mm); });
}

void WalkRepair::regain(VertexId vertex, VertexId from, std::int32_t cost_mm) {
  auto const &label = labels_[from];
  if (label.now != unreached && !label.has(is_lost)) {
    offer(vertex, label.now + cost_mm);
  }
}

/// Calls `visit(WalkArc)` for the private streets at a vertex on the ground that are shared and
/// open, as arcs on the ground.
template <typename Visit>
void WalkRepair::visit_shared(EditedStreets const &streets, VertexId vertex, Visit visit) const {
  if (graph_->part_of(vertex) != WalkPart::street || !labels_[vertex].has(is_edited)) {
    return;
  }
  graph_->visit_copies(vertex, [&](VertexId copy) {
    for (auto const &arc : graph_->arcs(copy)) {
      if (streets.is_shared(arc.edge) && streets.is_open(arc.edge)) {
        visit(WalkArc{graph_->ground(arc.head), arc.cost_mm, arc.edge});
      }
    }
  });
}

void WalkRepair::gain_by_edits(EditedStreets const &streets) {
  for (auto const id : streets.edited_edges()) {
    if (!streets.is_open(id)) {
      continue;
    }
    streets.visit_stops(id, [this](StationStop const &stop) { offer_stop(stop); });
    // The search goes on from those that change, not from those that an opened edge finds waiting.
    visit_ends(id, [&](VertexId vertex) {
      if (labels_[vertex].now != unreached) {
        spread_past_edits(streets, vertex, labels_[vertex].now);
      }
    });
  }
  for (std::uint32_t i = 0; i < streets.landings().size(); ++i) {
    auto const &landing = streets.landings()[i];
    bool const is_private = graph_->edge(landing.edge).is_private();
    auto const here = landing_vertex(i, is_private ? WalkPart::origin : WalkPart::street);
    streets.visit_stops(landing.edge, [&](StationStop const &stop) {
      if (stop.access_mm <= limit_mm_) {
        offer(here, stop.access_mm + std::abs(stop.along_mm - landing.along_mm));
      }
    });
  }
}

void WalkRepair::spread(EditedStreets const &streets) {
  queue_.drain([&](auto const &entry) {
    auto const &label = labels_[entry.vertex];
    if (entry.key != label.now) {
      return; // improved since it was queued
    }
    if (entry.vertex >= vertex_count_) {
      auto const landing = entry.vertex - vertex_count_;
      leave_landing(streets, landing / walk_parts.size(), walk_parts[landing % walk_parts.size()],
                    entry.key);
      return;
    }
    if (label.has(is_special | is_edited)) {
      spread_past_edits(streets, entry.vertex, entry.key);
      return;
    }
    for (auto const &arc : graph_->arcs(entry.vertex)) {
      if (offer(arc.head, entry.key + arc.cost_mm)) {
        graph_->fetch_arcs(arc.head);
      }
    }
  });
}

/// From a vertex at an edge that may be closed, shared or have landings on it.
void WalkRepair::spread_past_edits(EditedStreets const &streets, VertexId vertex,
                                   std::int32_t cost_mm) {
  auto const part = graph_->part_of(vertex);
  for (auto const &arc : graph_->arcs(vertex)) {
    if (streets.is_open(arc.edge)) {
      offer(arc.head, cost_mm + arc.cost_mm);
      offer_landings(streets, arc.edge, part, vertex, cost_mm);
    }
  }
  visit_shared(streets, vertex, [&](WalkArc const &arc) {
    offer(arc.head, cost_mm + arc.cost_mm);
    offer_landings(streets, arc.edge, part, vertex, cost_mm);
  });
}

/// Those on an edge at the vertex.
void WalkRepair::offer_landings(EditedStreets const &streets, EdgeId edge_id, WalkPart part,
                                VertexId vertex, std::int32_t cost_mm) {
  if (!streets.has_landings(edge_id)) {
    return;
  }
  auto const ends = graph_->ends(edge_id, part);
  auto const landings = streets.landings();
  for (std::uint32_t i = 0; i < landings.size(); ++i) {
    if (landings[i].edge != edge_id) {
      continue;
    }
    if (ends.from == vertex) {
      offer(landing_vertex(i, part), cost_mm + landings[i].along_mm);
    }
    if (ends.to == vertex) { // of a loop too
      offer(landing_vertex(i, part),
            cost_mm + graph_->edge(edge_id).cost_mm - landings[i].along_mm);
    }
  }
}

void WalkRepair::leave_landing(EditedStreets const &streets, std::uint32_t landing, WalkPart part,
                               std::int32_t cost_mm) {
  auto const landings = streets.landings();
  auto const &here = landings[landing];
  if (streets.link_is_of(landing, part)) {
    offer(landing_vertex(Landing::other_end(landing), part), cost_mm + here.link_mm);
  }
  if (part != WalkPart::target && graph_->compound_count() > 0) {
    auto const next = part == WalkPart::origin ? WalkPart::street : WalkPart::target;
    offer(landing_vertex(landing, next), cost_mm);
  }
  if (!streets.is_of(here.edge, part)) {
    return;
  }
  auto const ends = graph_->ends(here.edge, part);
  offer(ends.from, cost_mm + here.along_mm);
  offer(ends.to, cost_mm + graph_->edge(here.edge).cost_mm - here.along_mm);
  for (std::uint32_t i = 0; i < landings.size(); ++i) {
    if (landings[i].edge == here.edge && i != landing) {
      offer(landing_vertex(i, part), cost_mm + std::abs(landings[i].along_mm - here.along_mm));
    }
  }
}

void WalkRepair::offer_stop(StationStop const &stop) {
  if (stop.access_mm <= limit_mm_) {
    auto const ends = graph_->ends(stop.edge, WalkPart::origin);
    offer(ends.from, stop.access_mm + stop.along_mm);
    offer(ends.to, stop.access_mm + graph_->edge(stop.edge).cost_mm - stop.along_mm);
  }
}

} // namespace yuntu::geo
