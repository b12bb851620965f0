#include "geo/edited_streets.hpp"

#include <stdexcept>
#include <string>
#include <variant>

namespace yuntu::geo {

EditedStreets::EditedStreets(ServedTown const &town)
    : graph_(town.graph), marks_(town.graph->edge_and_gate_count(), 0),
      station_edge_(town.stations.size()), removed_(town.stations.size(), 0) {
  for (EdgeId edge = 0; edge < graph_->edge_count(); ++edge) {
    if (town.closed.contains(edge)) {
      marks_[edge] = was_closed | is_closed;
    }
  }
  for (std::uint32_t i = 0; i < town.stations.size(); ++i) {
    if (auto const &at = town.stations[i]) {
      check_point(*at);
      present_.push_back(stop_at(*at, i));
      station_edge_[i] = at->edge;
      marks_[at->edge] |= has_present_stop;
    }
  }
  std::stable_sort(present_.begin(), present_.end(),
                   [](StationStop const &a, StationStop const &b) { return a.edge < b.edge; });
}

void EditedStreets::apply(std::span<StreetEdit const> edits) {
  forget();
  try {
    for (auto const &edit : edits) {
      std::visit([this](auto const &kind) { apply_one(kind); }, edit);
    }
  } catch (...) {
    forget();
    throw;
  }
  land_links();
}

void EditedStreets::forget() {
  for (auto const edge : edited_) {
    auto const kept = static_cast<std::uint8_t>(marks_[edge] & (was_closed | has_present_stop));
    marks_[edge] = static_cast<std::uint8_t>(kept | ((kept & was_closed) != 0 ? is_closed : 0));
  }
  for (auto const station : removed_list_) {
    removed_[station] = 0;
  }
  edited_.clear();
  removed_list_.clear();
  added_.clear();
  links_.clear();
  landings_.clear();
}

void EditedStreets::apply_one(AddedStation const &edit) {
  check_point(edit.at);
  added_.push_back(stop_at(edit.at, StationStop::added));
  mark(edit.at.edge, has_added_stop);
}

void EditedStreets::apply_one(MovedStation const &edit) {
  check_point(edit.to);
  remove(edit.station);
  added_.push_back(stop_at(edit.to, edit.station));
  mark(edit.to.edge, has_added_stop);
}

void EditedStreets::apply_one(RemovedStation const &edit) {
  remove(edit.station);
}

void EditedStreets::apply_one(ClosedStreet const &edit) {
  check_edge(edit.edge);
  mark(edit.edge, is_closed);
}

void EditedStreets::apply_one(OpenedStreet const &edit) {
  check_edge(edit.edge);
  mark(edit.edge, 0);
  marks_[edit.edge] &= static_cast<std::uint8_t>(~unsigned{is_closed});
}

void EditedStreets::apply_one(AddedLink const &edit) {
  check_point(edit.from);
  check_point(edit.to);
  if (edit.length_mm < 0) {
    throw std::invalid_argument("link of " + std::to_string(edit.length_mm) +
                                " mm: must not be negative");
  }
  links_.push_back(edit);
}

void EditedStreets::apply_one(OpenedCompound const &edit) {
  if (edit.compound >= graph_->compound_count()) {
    throw std::invalid_argument("compound " + std::to_string(edit.compound) + ": there are " +
                                std::to_string(graph_->compound_count()));
  }
  for (auto const edge : graph_->edges_in(edit.compound)) {
    mark(edge, is_shared_now);
  }
}

/// From where it stands now, which an earlier edit may have changed.
void EditedStreets::remove(std::uint32_t station) {
  if (station >= removed_.size()) {
    throw std::invalid_argument("station " + std::to_string(station) + ": there are " +
                                std::to_string(removed_.size()));
  }
  added_.erase(std::remove_if(added_.begin(), added_.end(),
                              [&](StationStop const &stop) { return stop.station == station; }),
               added_.end());
  if (station_edge_[station] && !removed_[station]) {
    removed_[station] = 1;
    removed_list_.push_back(station);
    mark(*station_edge_[station], 0);
  }
}

/// After all other edits, which decide what is open.
void EditedStreets::land_links() {
  for (auto const &link : links_) {
    if (!is_open(link.from.edge) || !is_open(link.to.edge)) {
      continue;
    }
    auto const cost =
        std::int64_t{link.length_mm} + link.from.access_mm + std::int64_t{link.to.access_mm};
    auto const cost_mm = static_cast<std::int32_t>(std::min<std::int64_t>(cost, max_cost_mm));
    for (auto const &end : {link.from, link.to}) {
      landings_.push_back({end.edge, graph_->cost_to_offset(end.edge, end.offset_mm), cost_mm});
      mark(end.edge, has_landing);
    }
  }
}

void EditedStreets::mark(EdgeId edge, std::uint8_t marks) {
  if ((marks_[edge] & is_edited) == 0) {
    edited_.push_back(edge);
  }
  marks_[edge] = static_cast<std::uint8_t>(marks_[edge] | is_edited | marks);
}

void EditedStreets::check_edge(EdgeId edge) const {
  if (edge >= graph_->edge_count()) {
    throw std::invalid_argument("edge " + std::to_string(edge) + ": there are " +
                                std::to_string(graph_->edge_count()));
  }
}

void EditedStreets::check_point(StreetPoint const &point) const {
  check_edge(point.edge);
  if (point.offset_mm < 0 || point.offset_mm > graph_->edge(point.edge).length_mm ||
      point.access_mm < 0) {
    throw std::invalid_argument("point " + std::to_string(point.offset_mm) + " mm along edge " +
                                std::to_string(point.edge) + ", " +
                                std::to_string(point.access_mm) + " mm beside it: outside it");
  }
}

StationStop EditedStreets::stop_at(StreetPoint const &point, std::uint32_t station) const {
  return {point.edge, graph_->cost_to_offset(point.edge, point.offset_mm), point.access_mm,
          station};
}

std::span<StationStop const> EditedStreets::present_on(EdgeId edge) const {
  if ((marks_[edge] & has_present_stop) == 0) {
    return {};
  }
  auto const first = std::partition_point(
      present_.begin(), present_.end(), [&](StationStop const &stop) { return stop.edge < edge; });
  auto const last = std::find_if(first, present_.end(),
                                 [&](StationStop const &stop) { return stop.edge != edge; });
  return {first, last};
}

} // namespace yuntu::geo
