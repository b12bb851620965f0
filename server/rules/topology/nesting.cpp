#include "server/rules/topology/nesting.hpp"

#include "geo/face.hpp"
#include "geo/inner_point.hpp"
#include "geo/noding.hpp"
#include "geo/shape_size.hpp"
#include "server/rules/topology/strip.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace yuntu::rules::topology {
namespace {

using model::to_string;

/// Land of an area outside the one it belongs to.
struct Outside {
  MeasuredShape size;
  geo::LonLat place;
  std::set<std::uint32_t> lies_in; ///< areas of the outer layer
};

class NestingCheck {
public:
  NestingCheck(CheckedLayer const &inner, AreaLookup const &inner_lookup, Around const &around,
               TilingReport const &inner_tiling, TilingReport const &outer_tiling,
               Thresholds const &thresholds)
      : inner_(inner), inner_lookup_(inner_lookup), around_(around), inner_tiling_(inner_tiling),
        outer_tiling_(outer_tiling), thresholds_(thresholds) {}

  [[nodiscard]] NestingReport run() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> children;
    report_.is_misplaced.assign(inner_.areas.size(), false);
    for (std::uint32_t area = 0; area < inner_.areas.size(); ++area) {
      auto const parent = around_.parents.parent[area];
      if (parent == AreaLayer::none) {
        add_homeless(area);
      } else if (!inner_.is_invalid[area]) {
        children[parent].push_back(area);
      }
    }
    for (auto const &[parent, members] : children) {
      check_children(parent, members);
    }
    report_.astray = Zone(std::move(astray_));
    return std::move(report_);
  }

private:
  void add_homeless(std::uint32_t area) {
    auto const place = inner_.areas.place_of(area);
    report_.is_misplaced[area] = true;
    if (inner_.is_invalid[area] || outer_tiling_.bare.holds(place)) {
      return;
    }
    Finding finding;
    finding.rule = Rule::wrong_nesting;
    finding.layer = inner_.areas.kind();
    finding.codes = {inner_.areas.code_of(area)};
    finding.place = place;
    finding.size_m2 = 0;
    for (auto const &part : inner_.areas.parts_of(area)) {
      *finding.size_m2 += geo::size_of(polygon_of(part)).area_m2;
      finding.shape.push_back(polygon_of(part));
    }
    finding.hint = "it lies in no " + std::string(to_string(around_.outer.areas.kind())) +
                   "; draw the one around it, or take it out";
    report_.findings.push_back(std::move(finding));
  }

  void check_children(std::uint32_t parent, std::vector<std::uint32_t> const &members) {
    geo::WindingSum sum;
    for (auto const area : members) {
      for (auto const &part : inner_.areas.parts_of(area)) {
        sum.add(polygon_of(part), 0);
      }
    }
    bool is_judged = true;
    for (auto const same : around_.outer.areas.with_code(around_.outer.areas.code_of(parent))) {
      is_judged = is_judged && !around_.outer.is_invalid[same];
      for (auto const &part : around_.outer.areas.parts_of(same)) {
        sum.add(polygon_of(part), 1);
      }
    }
    auto edges = sum.take();
    bool const is_tiled = std::all_of(
        edges.begin(), edges.end(), [](auto const &edge) { return edge.gain[0] == edge.gain[1]; });
    if (is_tiled || !is_judged) {
      return;
    }
    std::map<std::uint32_t, std::vector<Outside>> pieces;
    for (auto const &face : geo::faces_between(geo::noded(std::move(edges)))) {
      if (face.cover[0] > 0 && face.cover[1] == 0) {
        add_piece(face.shape, members, pieces);
      }
    }
    for (auto const &[area, outside] : pieces) {
      report_.is_misplaced[area] = true;
      add_misplaced(area, parent, outside);
    }
  }

  void add_piece(geo::Polygon const &shape, std::vector<std::uint32_t> const &members,
                 std::map<std::uint32_t, std::vector<Outside>> &pieces) const {
    auto const size = geo::size_of(shape);
    if (size.width_m() < thresholds_.tolerance_m) {
      return;
    }
    auto const place = geo::inner_point(shape);
    auto const lies_in = around_.lookup.all_at(place);
    if (lies_in.empty() && outer_tiling_.bare.holds(place)) {
      return; // the parent was drawn too small: said of the parent
    }
    if (around_.astray.holds(place)) {
      return; // another parent reaches in here: said of that
    }
    for (auto const area : inner_lookup_.all_at(place)) {
      bool const is_member = std::binary_search(members.begin(), members.end(), area);
      bool const is_claimed = inner_tiling_.shared.any_at(place, [&](Claim const &claim) {
        return std::find(claim.areas.begin(), claim.areas.end(), area) != claim.areas.end();
      });
      if (is_member && !is_claimed) {
        pieces[area].push_back(
            {{shape, size.area_m2, size.width_m()}, place, {lies_in.begin(), lies_in.end()}});
      }
    }
  }

  void add_misplaced(std::uint32_t area, std::uint32_t parent, std::vector<Outside> const &pieces) {
    auto const &largest =
        *std::max_element(pieces.begin(), pieces.end(), [](Outside const &x, Outside const &y) {
          return x.size.area_m2 < y.size.area_m2;
        });
    auto const kind = std::string(to_string(around_.outer.areas.kind()));
    auto const &parent_code = around_.outer.areas.code_of(parent);
    Finding finding;
    finding.rule = Rule::wrong_nesting;
    finding.severity =
        largest.size.width_m < thresholds_.sliver_width_m ? Severity::warning : Severity::error;
    finding.layer = inner_.areas.kind();
    finding.codes = {inner_.areas.code_of(area), parent_code};
    finding.place = largest.place;
    finding.size_m2 = 0;
    finding.width_m = largest.size.width_m;
    std::set<std::string> others;
    for (auto const &piece : pieces) {
      *finding.size_m2 += piece.size.area_m2;
      finding.shape.push_back(piece.size.shape);
      astray_.push_back({piece.size.shape, {area}});
      for (auto const outer : piece.lies_in) {
        others.insert(around_.outer.areas.code_of(outer));
      }
    }
    finding.codes.insert(finding.codes.end(), others.begin(), others.end());
    finding.hint = std::string(around_.parents.by[area] == ParentBy::field  ? "its parent field"
                               : around_.parents.by[area] == ParentBy::code ? "its code"
                                                                            : "most of its land") +
                   " puts it into " + kind + " " + parent_code + ", but it reaches into " +
                   (others.empty() ? "no " + kind + "'s land" : *others.begin()) +
                   "; correct the border, or whose it is";
    report_.findings.push_back(std::move(finding));
  }

  CheckedLayer const &inner_;
  AreaLookup const &inner_lookup_;
  Around const &around_;
  TilingReport const &inner_tiling_;
  TilingReport const &outer_tiling_;
  Thresholds const &thresholds_;
  NestingReport report_;
  std::vector<Claim> astray_;
};

} // namespace

NestingReport check_nesting(CheckedLayer const &inner, AreaLookup const &inner_lookup,
                            Around const &around, TilingReport const &inner_tiling,
                            TilingReport const &outer_tiling, Thresholds const &thresholds) {
  return NestingCheck(inner, inner_lookup, around, inner_tiling, outer_tiling, thresholds).run();
}

} // namespace yuntu::rules::topology
