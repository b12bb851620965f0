#include "geo/walk_repair.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {

WalkRepair::WalkRepair(EditedStreets const &streets, std::int32_t limit_mm)
    : graph_(&streets.graph()), limit_mm_(std::min(limit_mm, max_cost_mm)),
      vertex_count_(static_cast<std::uint32_t>(graph_->vertex_count())), labels_(vertex_count_) {
  for (EdgeId id = 0; id < graph_->edge_count(); ++id) {
    if (!streets.is_open(id) || streets.has_stops(id)) {
      auto const &edge = graph_->edge(id);
      labels_[edge.from].marks |= is_special;
      labels_[edge.to].marks |= is_special;
    }
  }
  search_all(streets);
}

void WalkRepair::search_all(EditedStreets const &streets) {
  for (EdgeId id = 0; id < graph_->edge_count(); ++id) {
    auto const &edge = graph_->edge(id);
    for (auto const &stop : streets.stops_before(id)) {
      if (stop.access_mm <= limit_mm_) {
        offer_first(edge.from, stop.access_mm + stop.along_mm, by_station | stop.station);
        offer_first(edge.to, stop.access_mm + edge.cost_mm - stop.along_mm,
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
    touch(graph_->edge(id).from, is_edited);
    touch(graph_->edge(id).to, is_edited);
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
  auto const needed = vertex_count_ + streets.landings().size();
  if (labels_.size() < needed) {
    labels_.resize(needed);
  }
}

void WalkRepair::lose_support(EditedStreets const &streets) {
  for (auto const id : streets.edited_edges()) {
    auto const &edge = graph_->edge(id);
    bool const is_closing = streets.was_open(id) && !streets.is_open(id);
    for (auto const &stop : streets.stops_before(id)) {
      if (is_closing || streets.is_removed(stop.station)) {
        lose_if(edge.from, by_station | stop.station);
        lose_if(edge.to, by_station | stop.station);
      }
    }
    if (is_closing) {
      lose_if(edge.from, id);
      lose_if(edge.to, id);
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
    bool const is_plain = !labels_[vertex].has(is_special | is_edited);
    for (auto const &arc : graph_->arcs(vertex)) {
      if (!is_plain) {
        streets.visit_stops(arc.edge, [this](StationStop const &stop) { offer_stop(stop); });
        if (!streets.is_open(arc.edge)) {
          continue;
        }
      }
      auto const &head = labels_[arc.head];
      if (head.now != unreached && !head.has(is_lost)) {
        offer(vertex, head.now + arc.cost_mm);
      }
    }
  }
}

void WalkRepair::gain_by_edits(EditedStreets const &streets) {
  for (auto const id : streets.edited_edges()) {
    if (!streets.is_open(id)) {
      continue;
    }
    streets.visit_stops(id, [this](StationStop const &stop) { offer_stop(stop); });
    auto const &edge = graph_->edge(id);
    // The search goes on from those that change, not from those that an opened edge finds waiting.
    for (auto const vertex : {edge.from, edge.to}) {
      if (labels_[vertex].now != unreached) {
        spread_past_edits(streets, vertex, labels_[vertex].now);
      }
    }
  }
  for (std::uint32_t i = 0; i < streets.landings().size(); ++i) {
    auto const &landing = streets.landings()[i];
    streets.visit_stops(landing.edge, [&](StationStop const &stop) {
      if (stop.access_mm <= limit_mm_) {
        offer(vertex_count_ + i, stop.access_mm + std::abs(stop.along_mm - landing.along_mm));
      }
    });
  }
}

void WalkRepair::spread(EditedStreets const &streets) {
  queue_.drain([&](auto const &entry) {
    if (entry.vertex >= vertex_count_) {
      if (entry.key == labels_[entry.vertex].now) {
        leave_landing(streets, entry.vertex - vertex_count_, entry.key);
      }
      return;
    }
    auto const &label = labels_[entry.vertex];
    if (entry.key != label.now) {
      return; // improved since it was queued
    }
    if (label.has(is_special | is_edited)) {
      spread_past_edits(streets, entry.vertex, entry.key);
      return;
    }
    for (auto const &arc : graph_->arcs(entry.vertex)) {
      offer(arc.head, entry.key + arc.cost_mm);
    }
  });
}

/// From a vertex at an edge that may be closed or have landings on it.
void WalkRepair::spread_past_edits(EditedStreets const &streets, VertexId vertex,
                                   std::int32_t cost_mm) {
  for (auto const &arc : graph_->arcs(vertex)) {
    if (!streets.is_open(arc.edge)) {
      continue;
    }
    offer(arc.head, cost_mm + arc.cost_mm);
    if (!streets.has_landings(arc.edge)) {
      continue;
    }
    auto const &edge = graph_->edge(arc.edge);
    auto const landings = streets.landings();
    for (std::uint32_t i = 0; i < landings.size(); ++i) {
      if (landings[i].edge != arc.edge) {
        continue;
      }
      if (edge.from == vertex) {
        offer(vertex_count_ + i, cost_mm + landings[i].along_mm);
      }
      if (edge.to == vertex) { // of a loop too
        offer(vertex_count_ + i, cost_mm + edge.cost_mm - landings[i].along_mm);
      }
    }
  }
}

void WalkRepair::leave_landing(EditedStreets const &streets, std::uint32_t landing,
                               std::int32_t cost_mm) {
  auto const landings = streets.landings();
  auto const &here = landings[landing];
  auto const &edge = graph_->edge(here.edge);
  offer(vertex_count_ + Landing::other_end(landing), cost_mm + here.link_mm);
  offer(edge.from, cost_mm + here.along_mm);
  offer(edge.to, cost_mm + edge.cost_mm - here.along_mm);
  for (std::uint32_t i = 0; i < landings.size(); ++i) {
    if (landings[i].edge == here.edge && i != landing) {
      offer(vertex_count_ + i, cost_mm + std::abs(landings[i].along_mm - here.along_mm));
    }
  }
}

void WalkRepair::offer_stop(StationStop const &stop) {
  if (stop.access_mm <= limit_mm_) {
    auto const &edge = graph_->edge(stop.edge);
    offer(edge.from, stop.access_mm + stop.along_mm);
    offer(edge.to, stop.access_mm + edge.cost_mm - stop.along_mm);
  }
}

} // namespace yuntu::geo
