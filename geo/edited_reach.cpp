#include "geo/edited_reach.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <variant>

namespace yuntu::geo {
namespace {

constexpr auto never = std::numeric_limits<std::int64_t>::max();

/// Walks on over links and through opened compounds until nobody comes anywhere sooner.
class Onward {
public:
  Onward(ReachSearch &search, EditedWays const &ways)
      : search_(search), graph_(search.graph()), ways_(ways),
        shared_(ways.shared.begin(), ways.shared.end()) {
    for (auto const &origin : search.origins()) {
      arrivals_.push_back({origin, first_part(origin.edge)});
    }
  }

  void run() {
    for (bool has_gained = true; has_gained;) {
      has_gained = false;
      for (auto const &link : ways_.links) {
        if (!ways_.closed.contains(link.from.edge) && !ways_.closed.contains(link.to.edge)) {
          auto const length_mm =
              std::int64_t{link.from.access_mm} + link.length_mm + link.to.access_mm;
          has_gained |= cross(link.from, link.to, length_mm);
          has_gained |= cross(link.to, link.from, length_mm);
        }
      }
      for (auto const compound : ways_.shared) {
        has_gained |= pass(compound);
      }
    }
  }

private:
  struct Arrival {
    StreetPoint at; ///< its access is the walk from the origin
    WalkPart part;
  };

  [[nodiscard]] bool is_private(EdgeId edge) const { return graph_.edge(edge).is_private(); }
  [[nodiscard]] bool is_street(EdgeId edge) const {
    return !is_private(edge) || shared_.contains(graph_.edge(edge).compound);
  }
  [[nodiscard]] WalkPart first_part(EdgeId edge) const {
    return is_private(edge) ? WalkPart::origin : WalkPart::street;
  }
  [[nodiscard]] WalkPart last_part(EdgeId edge) const {
    return is_private(edge) ? WalkPart::target : WalkPart::street;
  }

  /// Of coming to a point of a street in that part of a walk, which the street is of.
  [[nodiscard]] std::int64_t cost_at(StreetPoint const &point, WalkPart part) const {
    auto const ends = graph_.ends(point.edge, part);
    auto const along_mm = graph_.cost_to_offset(point.edge, point.offset_mm);
    auto best = never;
    if (search_.cost_mm(ends.from) != ReachSearch::unreached) {
      best = std::int64_t{search_.cost_mm(ends.from)} + along_mm;
    }
    if (search_.cost_mm(ends.to) != ReachSearch::unreached) {
      best = std::min(best, std::int64_t{search_.cost_mm(ends.to)} +
                                graph_.edge(point.edge).cost_mm - along_mm);
    }
    for (auto const &[at, arrived] : arrivals_) {
      if (at.edge == point.edge && arrived <= part) {
        auto const there_mm = graph_.cost_to_offset(at.edge, at.offset_mm);
        best = std::min(best, std::int64_t{at.access_mm} + std::abs(there_mm - along_mm));
      }
    }
    return best;
  }

  /// A link between streets is a street; another is a gate of the compounds at its ends.
  bool cross(StreetPoint const &from, StreetPoint const &to, std::int64_t length_mm) {
    bool has_gained = false;
    if (is_street(from.edge) && is_street(to.edge)) {
      has_gained |= arrive(from, WalkPart::street, to, WalkPart::street, length_mm);
    }
    if (is_private(from.edge)) {
      has_gained |= arrive(from, WalkPart::origin, to, first_part(to.edge), length_mm);
    }
    if (is_private(to.edge)) {
      has_gained |= arrive(from, last_part(from.edge), to, WalkPart::target, length_mm);
    }
    return has_gained;
  }

  bool arrive(StreetPoint const &from, WalkPart leaving, StreetPoint const &to, WalkPart coming,
              std::int64_t length_mm) {
    auto const here_mm = cost_at(from, leaving);
    if (here_mm == never || here_mm + length_mm > search_.limit_mm() ||
        here_mm + length_mm >= cost_at(to, coming)) {
      return false;
    }
    auto const cost_mm = static_cast<std::int32_t>(here_mm + length_mm);
    arrivals_.push_back({{to.edge, to.offset_mm, cost_mm}, coming});
    search_.go_on_from(arrivals_.back().at, coming);
    return true;
  }

  /// Along each of its streets, one after the other.
  bool pass(CompoundId compound) {
    bool has_gained = false;
    for (auto const edge : graph_.edges_in(compound)) {
      if (!ways_.closed.contains(edge)) {
        auto const [from, to] = graph_.ends(edge, WalkPart::street);
        has_gained |= pass(from, to, graph_.edge(edge).cost_mm);
        has_gained |= pass(to, from, graph_.edge(edge).cost_mm);
      }
    }
    return has_gained;
  }
  bool pass(VertexId from, VertexId to, std::int32_t cost_mm) {
    auto const here_mm = search_.cost_mm(from);
    bool const is_sooner = here_mm != ReachSearch::unreached &&
                           here_mm + cost_mm <= search_.limit_mm() &&
                           here_mm + cost_mm < search_.cost_mm(to);
    if (is_sooner) {
      search_.go_on_from(to, here_mm + cost_mm);
    }
    return is_sooner;
  }

  ReachSearch &search_;
  WalkGraph const &graph_;
  EditedWays const &ways_;
  std::set<CompoundId> shared_;
  std::vector<Arrival> arrivals_;
};

} // namespace

EditedWays edited_ways(ClosedEdges const &closed, std::span<StreetEdit const> edits) {
  EditedWays ways;
  std::set<EdgeId> edges(closed.edges().begin(), closed.edges().end());
  std::set<CompoundId> shared;
  for (auto const &edit : edits) {
    if (auto const *const closing = std::get_if<ClosedStreet>(&edit)) {
      edges.insert(closing->edge);
    } else if (auto const *const opening = std::get_if<OpenedStreet>(&edit)) {
      edges.erase(opening->edge);
    } else if (auto const *const link = std::get_if<AddedLink>(&edit)) {
      ways.links.push_back(*link);
    } else if (auto const *const compound = std::get_if<OpenedCompound>(&edit)) {
      shared.insert(compound->compound);
    }
  }
  ways.closed = ClosedEdges(std::vector<EdgeId>(edges.begin(), edges.end()));
  ways.shared.assign(shared.begin(), shared.end());
  return ways;
}

void run_edited(ReachSearch &search, StreetPoint const &origin, std::int32_t limit_mm,
                EditedWays const &ways) {
  search.run_to(origin, limit_mm, ways.closed);
  Onward(search, ways).run();
}

} // namespace yuntu::geo
