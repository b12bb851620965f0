#include "server/services/street_edits.hpp"

#include "geo/local_frame.hpp"
#include "server/services/station_places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace yuntu::services {
namespace {

using protocol::Problem;
using Edit = tl::expected<geo::StreetEdit, Problem>;

constexpr double link_end_within_m = 100; ///< from its street
constexpr double gate_within_m = 5;
constexpr double longest_link_m = 1000;

std::string words_of(geo::LonLat place) {
  return std::to_string(place.lon()) + " " + std::to_string(place.lat());
}

/// First the streets that edits close and open, then what is to stand at open ones.
class Translation {
public:
  Translation(WalkView const &view, geo::ServedTown const &town,
              std::vector<protocol::TownEdit> const &edits)
      : view_(view), city_(*view.city), town_(town), edits_(edits),
        counts_(counted_stations(city_, view.stations)),
        closed_edges_(city_.closed_on_standard().edges().begin(),
                      city_.closed_on_standard().edges().end()) {}

  tl::expected<geo::WhatIfQuestion, Problem> run() {
    auto const were_closed = closed_edges_;
    if (auto problem = change_streets()) {
      return tl::unexpected(std::move(*problem));
    }
    if (closed_edges_ != were_closed) {
      std::vector<geo::EdgeId> const edges(closed_edges_.begin(), closed_edges_.end());
      closed_ = here(geo::ClosedEdges(edges));
      auto turned = turned_with(view_, town_, closed_);
      // Edits of these stations come later and hold instead.
      made_.insert(made_.end(), turned.edits.begin(), turned.edits.end());
      moved_ = std::move(turned.moved);
    } else {
      closed_ = city_.closed();
    }
    for (index_ = 0; index_ < edits_.size(); ++index_) {
      if (auto problem =
              std::visit([this](auto const &edit) { return add(edit); }, edits_[index_])) {
        return tl::unexpected(std::move(*problem));
      }
    }
    return geo::WhatIfQuestion{std::move(made_), std::move(moved_)};
  }

private:
  [[nodiscard]] Problem problem(unsigned status, std::string title,
                                std::string const &words) const {
    return {status, std::move(title), "edits[" + std::to_string(index_) + "]: " + words, {}};
  }
  [[nodiscard]] Problem no_street(std::string const &what, geo::LonLat place) const {
    return problem(422, "No street there",
                   "no open street lies within 100 m of " + what + ", " + words_of(place));
  }

  std::optional<Problem> change_streets() {
    for (index_ = 0; index_ < edits_.size(); ++index_) {
      auto const *const close = std::get_if<protocol::CloseStreet>(&edits_[index_]);
      auto const *const open = std::get_if<protocol::OpenStreet>(&edits_[index_]);
      if (close == nullptr && open == nullptr) {
        continue;
      }
      auto const place = close != nullptr ? close->place : open->place;
      auto const edge = edge_at(place, open != nullptr);
      if (!edge) {
        return problem(422, "No street there", "no street lies within 20 m of " + words_of(place));
      }
      auto refused = close != nullptr ? close_street(*edge) : open_street(*edge);
      if (refused) {
        return refused;
      }
    }
    return std::nullopt;
  }

  /// The street at a place. The passage of a locked gate is none, but one to be opened goes before
  /// the streets that it joins.
  [[nodiscard]] std::optional<geo::EdgeId> edge_at(geo::LonLat place, bool is_to_open) const {
    if (is_to_open) {
      if (auto const gate = locked_gate_at(place)) {
        return gate;
      }
    }
    return standard().street_to_close(place);
  }

  [[nodiscard]] std::optional<geo::EdgeId> locked_gate_at(geo::LonLat place) const {
    std::optional<geo::EdgeId> nearest;
    double nearest_m = gate_within_m;
    for (auto const edge : standard().locked().edges()) {
      auto const points = standard().graph().points(edge);
      auto const away_m =
          std::min(geo::distance_m(place, points.front()), geo::distance_m(place, points.back()));
      if (away_m <= nearest_m && closed_edges_.contains(edge)) {
        nearest = edge;
        nearest_m = away_m;
      }
    }
    return nearest;
  }

  std::optional<Problem> close_street(geo::EdgeId edge) {
    if (!closed_edges_.insert(edge).second) {
      return problem(422, "Closed already", "the street nearest to the place is closed");
    }
    if (auto const same = find_here(edge)) {
      made_.emplace_back(geo::ClosedStreet{*same});
    }
    return std::nullopt;
  }

  /// One that is closed to all; else one that only lets in who lives there or visits, with its
  /// whole compound.
  std::optional<Problem> open_street(geo::EdgeId edge) {
    if (closed_edges_.erase(edge) > 0) {
      if (auto const same = find_here(edge)) {
        made_.emplace_back(geo::OpenedStreet{*same});
      }
      return std::nullopt;
    }
    auto const compound = standard().graph().edge(edge).compound;
    if (compound == geo::no_compound) {
      return problem(422, "Open already", "the street nearest to the place is open");
    }
    if (!opened_compounds_.insert(compound).second) {
      return problem(422, "Open already",
                     "the compound of the street nearest to the place is open to everybody");
    }
    made_.emplace_back(geo::OpenedCompound{compound}); // the same for every profile
    return std::nullopt;
  }

  /// Streets are named on the standard map, so that those which a profile does not take are found
  /// too, and not one beside them.
  [[nodiscard]] WalkMap const &standard() const { return *city_.base().walk(); }
  [[nodiscard]] geo::ClosedEdges here(geo::ClosedEdges const &edges) const {
    return &city_.walk() == &standard() ? edges : city_.walk().edges_of(standard(), edges);
  }

  /// nullopt: steps that this map leaves out.
  [[nodiscard]] std::optional<geo::EdgeId> find_here(geo::EdgeId edge) const {
    auto const same = here(geo::ClosedEdges{edge});
    return same.empty() ? std::nullopt : std::optional(same.edges().front());
  }

  [[nodiscard]] tl::expected<std::uint32_t, Problem> find_station(std::string const &code) const {
    auto const *const found = city_.base().station(code);
    if (found == nullptr) {
      return tl::unexpected(
          problem(404, "No such station", "there is no station \"" + code + "\""));
    }
    return static_cast<std::uint32_t>(found - city_.base().stations().data());
  }

  template <typename Kind>
  std::optional<Problem> add(Kind const &edit) {
    auto made = read(edit);
    if (!made) {
      return std::move(made.error());
    }
    made_.push_back(*made);
    return std::nullopt;
  }
  // See change_streets().
  static std::optional<Problem> add(protocol::CloseStreet const & /*edit*/) { return std::nullopt; }
  static std::optional<Problem> add(protocol::OpenStreet const & /*edit*/) { return std::nullopt; }

  Edit read(protocol::AddStation const &edit) const {
    auto const at = city_.walk().attach(edit.place, closed_);
    return at ? Edit(geo::AddedStation{*at}) : tl::unexpected(no_street("the place", edit.place));
  }

  Edit read(protocol::MoveStation const &edit) {
    auto const station = find_station(edit.station);
    if (!station) {
      return tl::unexpected(station.error());
    }
    auto const at = city_.walk().attach(edit.place, closed_);
    if (!at) {
      return tl::unexpected(no_street("the place", edit.place));
    }
    removed_.erase(*station);
    if (!counts_[*station]) {
      return geo::RemovedStation{*station}; // stands nowhere, wherever it is moved
    }
    return geo::MovedStation{*station, *at};
  }

  Edit read(protocol::RemoveStation const &edit) {
    auto const station = find_station(edit.station);
    if (!station) {
      return tl::unexpected(station.error());
    }
    if (!removed_.insert(*station).second) {
      return tl::unexpected(
          problem(422, "Removed already", "station \"" + edit.station + "\" is removed before"));
    }
    return geo::RemovedStation{*station};
  }

  Edit read(protocol::AddLink const &edit) const {
    auto const length_m = geo::distance_m(edit.from, edit.to);
    if (length_m > longest_link_m) {
      return tl::unexpected(problem(422, "Too long",
                                    "a link is at most 1 km long, this one " +
                                        std::to_string(std::lround(length_m)) + " m"));
    }
    auto const from = end_of_link(edit.from);
    auto const to = end_of_link(edit.to);
    if (!from || !to) {
      return tl::unexpected(from ? no_street("\"to\"", edit.to) : no_street("\"from\"", edit.from));
    }
    return geo::AddedLink{*from, *to, static_cast<std::int32_t>(std::lround(length_m * 1000))};
  }

  /// A link may well be what joins a few streets to the others.
  [[nodiscard]] std::optional<geo::StreetPoint> end_of_link(geo::LonLat place) const {
    geo::SnapOptions options;
    options.max_m = link_end_within_m;
    options.min_component = 1;
    options.closed = &closed_;
    auto const snap = city_.walk().snapper().snap(place, options);
    return snap ? std::optional(snap->point) : std::nullopt;
  }

  WalkView const &view_;
  WalkCity const &city_;
  geo::ServedTown const &town_;
  std::vector<protocol::TownEdit> const &edits_;
  std::vector<bool> counts_;           ///< by station
  std::size_t index_ = 0;              ///< of the edit that is read
  std::set<geo::EdgeId> closed_edges_; ///< of the standard map, after the edits so far
  std::set<geo::CompoundId> opened_compounds_;
  geo::ClosedEdges closed_;         ///< after all edits
  std::set<std::uint32_t> removed_; ///< stations, so far
  std::vector<geo::StreetEdit> made_;
  std::vector<geo::MovedTarget> moved_;
};

/// Edges that are closed in one and open in the other.
std::vector<geo::EdgeId> differing(geo::ClosedEdges const &one, geo::ClosedEdges const &other) {
  std::vector<geo::EdgeId> edges;
  auto const add = [&](geo::ClosedEdges const &from, geo::ClosedEdges const &without) {
    std::copy_if(from.edges().begin(), from.edges().end(), std::back_inserter(edges),
                 [&](geo::EdgeId edge) { return !without.contains(edge); });
  };
  add(one, other);
  add(other, one);
  return edges;
}

/// Whether a door there may turn when the edge is closed or opened: it stands on it, or near it.
bool may_turn(WalkMap const &walk, geo::LonLat place, std::optional<geo::StreetPoint> const &at,
              geo::EdgeId edge) {
  auto const away_m = geo::distance_m(place, walk.graph().points(edge).front());
  return (at && at->edge == edge) ||
         away_m <= geo::SnapOptions{}.max_m + walk.graph().edge(edge).length_mm / 1000.0 + 1;
}

} // namespace

geo::WhatIfQuestion turned_with(WalkView const &view, geo::ServedTown const &town,
                                geo::ClosedEdges const &closed) {
  auto const &city = *view.city;
  auto const changed = differing(city.closed(), closed);
  auto const counts = counted_stations(city, view.stations);
  auto const &stations = city.base().stations();
  geo::WhatIfQuestion turned;
  for (std::uint32_t i = 0; i < stations.size(); ++i) {
    bool const may = std::any_of(changed.begin(), changed.end(), [&](geo::EdgeId edge) {
      return may_turn(city.walk(), stations[i].place, town.stations[i], edge);
    });
    if (!counts[i] || !may) {
      continue;
    }
    auto const at = city.walk().attach(stations[i].place, closed);
    if (at && at != town.stations[i]) {
      turned.edits.emplace_back(geo::MovedStation{i, *at});
    }
  }
  turned.moved = city.walk().moved_with(city.targets(), city.closed(), closed);
  return turned;
}

tl::expected<geo::WhatIfQuestion, Problem>
street_edits(WalkView const &view, geo::ServedTown const &town,
             std::vector<protocol::TownEdit> const &edits) {
  return Translation(view, town, edits).run();
}

} // namespace yuntu::services
