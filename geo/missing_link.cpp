#include "geo/missing_link.hpp"

#include "geo/local_frame.hpp"
#include "geo/reach.hpp"
#include "geo/segment_distance.hpp"
#include "geo/segment_grid.hpp"
#include "geo/street_place.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace yuntu::geo {
namespace {

/// Where another street comes nearest.
struct Foot {
  EdgeId edge = 0;
  std::int64_t gap_mm = 0;
  std::uint32_t index = 0; ///< of the edge's straight piece
  double along = 0;

  [[nodiscard]] auto rank() const { return std::tie(edge, gap_mm, index, along); }
};

auto rank(MissingLink const &missing) {
  auto const &[from, to, length_mm] = missing.link;
  return std::tuple(-std::int64_t{missing.saved_mm}, length_mm, from.edge, from.offset_mm, to.edge,
                    to.offset_mm);
}

class Search {
public:
  Search(WhatIf const &what_if, MissingLinkOptions const &options)
      : what_if_(what_if), town_(what_if.town()), graph_(*town_.graph), options_(options),
        grid_(graph_), walks_(graph_) {}

  std::vector<MissingLink> run() {
    std::vector<bool> is_seen(graph_.vertex_count());
    for (EdgeId id = 0; id < graph_.edge_count(); ++id) {
      if (!is_street(id)) {
        continue;
      }
      auto const &edge = graph_.edge(id);
      if (!is_seen[edge.from]) {
        look_from({id, 0, 0});
      }
      if (!is_seen[edge.to]) {
        look_from({id, edge.length_mm, 0});
      }
      is_seen[edge.from] = true;
      is_seen[edge.to] = true;
      auto const pieces = static_cast<int>(edge.length_mm / (1000 * options_.sample_m));
      for (int i = 1; i < pieces; ++i) {
        look_from({id, static_cast<std::int32_t>(std::int64_t{edge.length_mm} * i / pieces), 0});
      }
    }
    std::sort(found_.begin(), found_.end(),
              [](MissingLink const &a, MissingLink const &b) { return rank(a) < rank(b); });
    return std::move(found_);
  }

private:
  [[nodiscard]] bool is_street(EdgeId edge) const {
    return graph_.edge(edge).street_class != StreetClass::ferry && !town_.closed.contains(edge);
  }

  void look_from(StreetPoint const &here) {
    place_ = street_place(graph_, here);
    find_feet(here.edge);
    candidates_.clear();
    auto const walk_mm = what_if_.walk_mm(here);
    for (auto const &foot : feet_) {
      consider(here, walk_mm, foot);
    }
    std::sort(candidates_.begin(), candidates_.end(),
              [](MissingLink const &a, MissingLink const &b) { return rank(a) < rank(b); });
    has_walked_ = false;
    auto const best =
        std::find_if(candidates_.begin(), candidates_.end(),
                     [this](MissingLink const &candidate) { return is_far_on_foot(candidate); });
    if (best != candidates_.end()) {
      found_.push_back(*best);
      found_.back().to = street_place(graph_, best->link.to);
    }
  }

  /// Of every other street within the gap its nearest point, by edge.
  void find_feet(EdgeId own) {
    feet_.clear();
    auto const frame = LocalFrame(place_);
    Envelope box;
    box.expand(frame.to_lon_lat({-options_.max_gap_m, -options_.max_gap_m}));
    box.expand(frame.to_lon_lat({options_.max_gap_m, options_.max_gap_m}));
    grid_.visit_near(box, [&](EdgeSegment segment) {
      if (segment.edge == own || !is_street(segment.edge)) {
        return;
      }
      auto const points = graph_.points(segment.edge);
      auto const found = approach({0, 0}, frame.to_metric(points[segment.index]),
                                  frame.to_metric(points[segment.index + 1]));
      if (found.distance_m <= options_.max_gap_m) {
        feet_.push_back(
            {segment.edge, std::llround(found.distance_m * 1000), segment.index, found.along});
      }
    });
    std::sort(feet_.begin(), feet_.end(),
              [](Foot const &a, Foot const &b) { return a.rank() < b.rank(); });
    feet_.erase(std::unique(feet_.begin(), feet_.end(),
                            [](Foot const &a, Foot const &b) { return a.edge == b.edge; }),
                feet_.end());
  }

  void consider(StreetPoint const &here, std::int32_t walk_mm, Foot const &foot) {
    if (static_cast<double>(foot.gap_mm) < options_.min_gap_m * 1000) {
      return;
    }
    auto const gap_mm = static_cast<std::int32_t>(foot.gap_mm);
    auto const there =
        StreetPoint{foot.edge, street_offset_mm(graph_, foot.edge, foot.index, foot.along), 0};
    auto const other_mm = what_if_.walk_mm(there);
    auto const near_mm = std::min(walk_mm, other_mm);
    auto const far_mm = std::min(std::max(walk_mm, other_mm), town_.limit_mm);
    // What an unserved near end comes to is below any saving, too.
    auto const saved_mm = std::int64_t{far_mm} - near_mm - gap_mm;
    if (saved_mm > 0 && static_cast<double>(saved_mm) >= options_.min_saved_m * 1000) {
      candidates_.push_back(
          {{here, there, gap_mm}, place_, {}, static_cast<std::int32_t>(saved_mm)});
    }
  }

  /// Between public streets a walk from end to end is no shorter than the difference of their walks
  /// to a station, which mostly answers it. From a compound people walk on where others may not.
  bool is_far_on_foot(MissingLink const &candidate) {
    auto const &[from, to, gap_mm] = candidate.link;
    double const far_mm = options_.min_detour * gap_mm;
    bool const is_public =
        !graph_.edge(from.edge).is_private() && !graph_.edge(to.edge).is_private();
    if (is_public && double{1} * candidate.saved_mm + gap_mm >= far_mm) {
      return true;
    }
    if (!has_walked_) {
      auto const limit = std::ceil(options_.min_detour * options_.max_gap_m * 1000);
      walks_.run_to(from, static_cast<std::int32_t>(std::min<double>(limit, max_cost_mm)),
                    town_.closed);
      has_walked_ = true;
    }
    auto const &edge = graph_.edge(to.edge);
    double const along_mm = graph_.cost_to_offset(to.edge, to.offset_mm);
    return along_mm + walks_.cost_mm(edge.from) >= far_mm &&
           edge.cost_mm - along_mm + walks_.cost_mm(edge.to) >= far_mm;
  }

  WhatIf const &what_if_;
  ServedTown const &town_;
  WalkGraph const &graph_;
  MissingLinkOptions const &options_;
  SegmentGrid grid_;
  ReachSearch walks_;
  bool has_walked_ = false; ///< from where it looks just now
  LonLat place_;            ///< where it looks from
  std::vector<Foot> feet_;
  std::vector<MissingLink> candidates_;
  std::vector<MissingLink> found_;
};

} // namespace

std::vector<MissingLink> missing_links(WhatIf const &what_if, MissingLinkOptions const &options) {
  if (!(options.sample_m >= 1) || !(options.max_gap_m >= 0 && options.max_gap_m <= 1000)) {
    throw std::invalid_argument("missing links: sample_m must be at least 1, max_gap_m 0 to 1000");
  }
  return Search(what_if, options).run();
}

} // namespace yuntu::geo
