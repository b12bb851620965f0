#include "server/rules/topology/tiling.hpp"

#include "geo/face.hpp"
#include "geo/inner_point.hpp"
#include "geo/noding.hpp"
#include "server/rules/topology/near_pairs.hpp"
#include "server/rules/topology/strip.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace yuntu::rules::topology {
namespace {

using model::to_string;

/// The faces of one layer, turned into findings.
class TilingCheck {
public:
  using AreasAt = std::function<std::vector<std::uint32_t>(geo::LonLat)>;

  TilingCheck(CheckedLayer const &layer, AreasAt areas_at, Thresholds const &thresholds)
      : layer_(layer), areas_at_(std::move(areas_at)), thresholds_(thresholds) {}

  void add_bare(std::uint32_t outer_area, Around const &around) {
    Finding finding;
    finding.layer = layer_.areas.kind();
    finding.codes = {around.outer.areas.code_of(outer_area)};
    finding.place = around.outer.areas.place_of(outer_area);
    finding.size_m2 = 0;
    for (auto const &part : around.outer.areas.parts_of(outer_area)) {
      finding.shape.push_back(polygon_of(part));
      *finding.size_m2 += geo::size_of(polygon_of(part)).area_m2;
      bare_.push_back({polygon_of(part), {}});
    }
    finding.hint = "this " + std::string(to_string(around.outer.areas.kind())) + " has no " +
                   std::string(to_string(layer_.areas.kind())) + " at all; draw them";
    report_.findings.push_back(std::move(finding));
  }

  void add_gap(geo::Face const &face, AreaLookup const &lookup, Around const *around) {
    auto strip = measured(face.shape);
    if (!strip || (around != nullptr && around->astray.holds(strip->place))) {
      return; // too thin, or land that the area around it should not have
    }
    strip->bordering = borders_with(face.shape, layer_.areas, lookup);
    for (auto const &[area, metres] : strip->bordering) {
      strip->areas.push_back(area);
    }
    take(std::move(*strip), Rule::gap, bare_);
  }

  void add_overlap(geo::Face const &face) {
    auto strip = measured(face.shape);
    if (!strip) {
      return;
    }
    strip->areas = areas_at_(strip->place);
    if (strip->areas.size() < 2) { // thinner than what rounding moves
      ++report_.within_tolerance;
      return;
    }
    std::set<std::string> codes;
    for (auto const area : strip->areas) {
      codes.insert(layer_.areas.code_of(area));
    }
    if (codes.size() == 1) { // one row given twice: found by its code
      shared_.push_back({strip->size.shape, strip->areas});
      return;
    }
    take(std::move(*strip), Rule::overlap, shared_);
  }

  [[nodiscard]] TilingReport finish() {
    for (auto const &group : grouped(slivers_)) {
      report_.findings.push_back(sliver_finding(group));
    }
    report_.bare = Zone(std::move(bare_));
    report_.shared = Zone(std::move(shared_));
    return std::move(report_);
  }

private:
  /// nullopt: too thin.
  std::optional<Strip> measured(geo::Polygon const &shape) {
    auto const size = geo::size_of(shape);
    if (size.width_m() < thresholds_.tolerance_m) {
      ++report_.within_tolerance;
      return std::nullopt;
    }
    return Strip{{shape, size.area_m2, size.width_m()}, geo::inner_point(shape), {}, {}, {}};
  }

  void take(Strip strip, Rule rule, std::vector<Claim> &claims) {
    bool const is_judged =
        std::none_of(strip.areas.begin(), strip.areas.end(),
                     [&](std::uint32_t area) { return layer_.is_invalid[area]; });
    claims.push_back({strip.size.shape, strip.areas});
    if (!is_judged) {
      ++report_.beside_invalid;
      return;
    }
    strip.rule = rule;
    if (strip.size.width_m < thresholds_.sliver_width_m) {
      slivers_.push_back(std::move(strip));
    } else {
      report_.findings.push_back(finding(strip));
    }
  }

  [[nodiscard]] Finding finding(Strip const &strip) const {
    Finding result;
    result.rule = strip.rule;
    result.layer = layer_.areas.kind();
    for (auto const area : strip.areas) {
      result.codes.push_back(layer_.areas.code_of(area));
    }
    std::sort(result.codes.begin(), result.codes.end());
    result.place = strip.place;
    result.size_m2 = strip.size.area_m2;
    result.width_m = strip.size.width_m;
    result.shape = {strip.size.shape};
    if (strip.rule == Rule::gap) {
      result.hint =
          "nobody's land" + (strip.bordering.empty()
                                 ? std::string()
                                 : "; give it to " + layer_.areas.code_of(longest_border(strip)) +
                                       ", which borders on most of it, or draw what is missing");
    } else {
      result.hint =
          "land of " + std::to_string(strip.areas.size()) + "; draw one border between them";
    }
    return result;
  }

  /// A stretch of border that was drawn twice, however often the two lines cross.
  [[nodiscard]] Finding sliver_finding(std::vector<Strip const *> const &group) const {
    auto const &widest =
        **std::max_element(group.begin(), group.end(), [](Strip const *one, Strip const *other) {
          return one->size.area_m2 < other->size.area_m2;
        });
    auto result = finding(widest);
    result.rule = Rule::sliver;
    result.severity = Severity::warning;
    result.size_m2 = 0;
    result.width_m = 0;
    result.shape.clear();
    std::size_t gaps = 0;
    for (auto const *const strip : group) {
      *result.size_m2 += strip->size.area_m2;
      result.width_m = std::max(*result.width_m, strip->size.width_m);
      result.shape.push_back(strip->size.shape);
      gaps += strip->rule == Rule::gap ? 1 : 0;
    }
    result.hint = std::string(gaps == group.size() ? "a thin gap"
                              : gaps == 0          ? "a thin overlap"
                                                   : "thin gaps and overlaps in turns") +
                  ": two lines where one border was meant; snap one to the other";
    return result;
  }

  CheckedLayer const &layer_;
  AreasAt areas_at_;
  Thresholds const &thresholds_;
  TilingReport report_;
  std::vector<Strip> slivers_;
  std::vector<Claim> bare_;
  std::vector<Claim> shared_;
};

/// Areas of the outer layer in which nothing of the layer lies, nor was meant to.
std::vector<bool> find_bare(AreaLookup const &lookup, Around const &around) {
  std::vector<bool> is_bare(around.outer.areas.size(), true);
  for (auto const parent : around.parents.parent) {
    if (parent != AreaLayer::none) {
      for (auto const same : around.outer.areas.with_code(around.outer.areas.code_of(parent))) {
        is_bare[same] = false;
      }
    }
  }
  for (std::uint32_t area = 0; area < is_bare.size(); ++area) {
    is_bare[area] =
        is_bare[area] && lookup.first_at(around.outer.areas.place_of(area)) == AreaLayer::none;
  }
  return is_bare;
}

void add_areas(geo::WindingSum &sum, AreaLayer const &areas, std::size_t set,
               std::vector<bool> const &is_left_out = {}) {
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    if (is_left_out.empty() || !is_left_out[area]) {
      for (auto const &part : areas.parts_of(area)) {
        sum.add(polygon_of(part), set);
      }
    }
  }
}

} // namespace

TilingReport check_tiling(CheckedLayer const &layer, AreaLookup const &lookup, Around const *around,
                          Thresholds const &thresholds) {
  TilingCheck check(
      layer, [&](geo::LonLat place) { return lookup.all_at(place); }, thresholds);
  geo::WindingSum sum;
  add_areas(sum, layer.areas, 0);
  if (around != nullptr) {
    auto const is_bare = find_bare(lookup, *around);
    for (std::uint32_t area = 0; area < is_bare.size(); ++area) {
      if (is_bare[area]) {
        check.add_bare(area, *around);
      }
    }
    add_areas(sum, around->outer.areas, 1, is_bare);
  }
  auto edges = sum.take();
  bool const is_tiled = around != nullptr &&
                        std::all_of(edges.begin(), edges.end(),
                                    [](auto const &edge) { return edge.gain[0] == edge.gain[1]; });
  if (!is_tiled) {
    for (auto const &face : geo::faces_between(geo::noded(std::move(edges)))) {
      if (face.cover[0] == 0 && (around == nullptr || face.cover[1] > 0)) {
        check.add_gap(face, lookup, around);
      } else if (face.cover[0] > std::max(1, face.cover[1])) { // what its parents share, it shares
        check.add_overlap(face);
      }
    }
  }
  return check.finish();
}

TilingReport check_scattered(CheckedLayer const &layer, Thresholds const &thresholds) {
  NearPairs const near(layer.areas);
  TilingCheck check(
      layer, [&](geo::LonLat place) { return near.all_at(place); }, thresholds);
  geo::WindingSum sum;
  for (auto const area : near.areas()) {
    for (auto const &part : layer.areas.parts_of(area)) {
      sum.add(polygon_of(part));
    }
  }
  for (auto const &face : geo::faces_between(geo::noded(sum.take()))) {
    if (face.cover[0] > 1) {
      check.add_overlap(face);
    }
  }
  return check.finish();
}

} // namespace yuntu::rules::topology
