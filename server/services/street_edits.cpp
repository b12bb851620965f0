#include "server/services/street_edits.hpp"

#include "geo/local_frame.hpp"
#include "server/services/station_places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace yuntu::services {
namespace {

using protocol::Problem;
using Edit = tl::expected<geo::StreetEdit, Problem>;

constexpr double street_within_m = 100;
constexpr double longest_link_m = 1000;

/// First the streets that edits close and open, then what is to stand at open ones.
class Translation {
public:
  Translation(WalkView const &view, geo::ServedTown const &town,
              std::vector<protocol::TownEdit> const &edits)
      : city_(*view.city), town_(town), edits_(edits),
        counts_(counted_stations(city_.base(), view.stations)),
        closed_edges_(city_.closed().edges().begin(), city_.closed().edges().end()) {}

  tl::expected<std::vector<geo::StreetEdit>, Problem> run() {
    if (auto problem = change_streets()) {
      return tl::unexpected(std::move(*problem));
    }
    if (!changes_.empty()) {
      std::vector<geo::EdgeId> const edges(closed_edges_.begin(), closed_edges_.end());
      closed_ = geo::ClosedEdges(edges);
      turn_doors();
    } else {
      closed_ = city_.closed();
    }
    for (index_ = 0; index_ < edits_.size(); ++index_) {
      auto edit = std::visit([this](auto const &kind) { return read(kind); }, edits_[index_]);
      if (!edit) {
        return tl::unexpected(std::move(edit.error()));
      }
      made_.push_back(*edit);
    }
    return std::move(made_);
  }

private:
  [[nodiscard]] Problem problem(unsigned status, std::string title,
                                std::string const &words) const {
    return {status, std::move(title), "edits[" + std::to_string(index_) + "]: " + words, {}};
  }
  [[nodiscard]] Problem no_street(std::string const &what, geo::LonLat place) const {
    return problem(422, "No street there",
                   "no open street lies within 100 m of " + what + ", " +
                       std::to_string(place.lon()) + " " + std::to_string(place.lat()));
  }

  std::optional<Problem> change_streets() {
    for (index_ = 0; index_ < edits_.size(); ++index_) {
      auto const *const close = std::get_if<protocol::CloseStreet>(&edits_[index_]);
      auto const *const open = std::get_if<protocol::OpenStreet>(&edits_[index_]);
      if (close == nullptr && open == nullptr) {
        continue;
      }
      auto const edge = city_.walk().snapper().nearest_edge(
          close != nullptr ? close->place : open->place, street_within_m);
      if (!edge) {
        return problem(422, "No street there", "no street lies within 100 m of the place");
      }
      if (close != nullptr) {
        if (!closed_edges_.insert(*edge).second) {
          return problem(422, "Closed already", "the street nearest to the place is closed");
        }
        changes_.emplace_back(geo::ClosedStreet{*edge});
      } else {
        if (closed_edges_.erase(*edge) == 0) {
          return problem(422, "Open already", "the street nearest to the place is open");
        }
        changes_.emplace_back(geo::OpenedStreet{*edge});
      }
    }
    return std::nullopt;
  }

  /// Edits of these stations come later and hold instead.
  void turn_doors() {
    auto const &stations = city_.base().stations();
    for (std::uint32_t i = 0; i < stations.size(); ++i) {
      if (!counts_[i]) {
        continue;
      }
      auto const at = city_.walk().attach(stations[i].place, closed_);
      if (at && at != town_.stations[i]) {
        made_.emplace_back(geo::MovedStation{i, *at});
      }
    }
  }

  [[nodiscard]] tl::expected<std::uint32_t, Problem> find_station(std::string const &code) const {
    auto const &stations = city_.base().stations();
    auto const found = std::find_if(stations.begin(), stations.end(),
                                    [&](Station const &station) { return station.code == code; });
    if (found == stations.end()) {
      return tl::unexpected(
          problem(404, "No such station", "there is no station \"" + code + "\""));
    }
    return static_cast<std::uint32_t>(found - stations.begin());
  }

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
    options.max_m = street_within_m;
    options.min_component = 1;
    options.closed = &closed_;
    auto const snap = city_.walk().snapper().snap(place, options);
    return snap ? std::optional(snap->point) : std::nullopt;
  }

  // See change_streets().
  Edit read(protocol::CloseStreet const & /*edit*/) { return changes_[next_change_++]; }
  Edit read(protocol::OpenStreet const & /*edit*/) { return changes_[next_change_++]; }

  WalkCity const &city_;
  geo::ServedTown const &town_;
  std::vector<protocol::TownEdit> const &edits_;
  std::vector<bool> counts_;             ///< by station
  std::size_t index_ = 0;                ///< of the edit that is read
  std::set<geo::EdgeId> closed_edges_;   ///< after the edits so far
  geo::ClosedEdges closed_;              ///< after all edits
  std::vector<geo::StreetEdit> changes_; ///< of streets, in order
  std::size_t next_change_ = 0;
  std::set<std::uint32_t> removed_; ///< stations, so far
  std::vector<geo::StreetEdit> made_;
};

} // namespace

tl::expected<std::vector<geo::StreetEdit>, Problem>
street_edits(WalkView const &view, geo::ServedTown const &town,
             std::vector<protocol::TownEdit> const &edits) {
  return Translation(view, town, edits).run();
}

} // namespace yuntu::services
