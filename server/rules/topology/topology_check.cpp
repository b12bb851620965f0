#include "server/rules/topology/topology_check.hpp"

#include "server/rules/topology/nesting.hpp"
#include "server/rules/topology/numbering.hpp"
#include "server/rules/topology/ownership.hpp"
#include "server/rules/topology/tiling.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <iterator>
#include <tuple>

namespace yuntu::rules::topology {
namespace {

using model::LayerKind;
using model::to_string;

/// Each should tile the one before it.
constexpr std::array<LayerKind, 4> tiling_layers{LayerKind::subdistrict, LayerKind::community,
                                                 LayerKind::grid, LayerKind::microgrid};

/// A layer of areas as far as it has been checked.
struct Level {
  explicit Level(model::LayerVersion const &version) : layer(version), lookup(layer.areas) {}

  CheckedLayer layer;
  AreaLookup lookup;
  Parents parents;
  TilingReport tiling;
  Zone astray;
};

/// A layer whose areas lie scattered, and where they overlap.
struct Scattered {
  Scattered(model::LayerVersion const &version, Thresholds const &thresholds)
      : layer(version), overlaps(check_scattered(layer, thresholds)) {}

  CheckedLayer layer;
  TilingReport overlaps;
};

std::size_t corners_of(model::LayerFeature const &feature) {
  auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry);
  if (polygon == nullptr) {
    return 1;
  }
  std::size_t corners = polygon->outer.size() - 1;
  for (auto const &hole : polygon->holes) {
    corners += hole.size() - 1;
  }
  return corners;
}

class TopologyCheck {
public:
  TopologyCheck(Layers const &layers, Thresholds const &thresholds)
      : layers_(layers), thresholds_(thresholds) {}

  TopologyReport run() {
    // Buildings are many, and what they say by themselves needs no areas.
    auto buildings = std::async(std::launch::async, [&] { return check_alone(); });
    Level const *outer = nullptr;
    for (auto const kind : tiling_layers) {
      if (auto const *const level = add_level(kind, outer)) {
        outer = level;
      } else {
        skip_absent(kind);
      }
    }
    add_estates();
    add_buildings(buildings.get());
    add_stations();
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](Finding const &x, Finding const &y) {
                       return std::tie(x.rule, x.layer, x.codes, x.place) <
                              std::tie(y.rule, y.layer, y.codes, y.place);
                     });
    return std::move(report_);
  }

private:
  [[nodiscard]] model::LayerVersion const *find(LayerKind kind) const {
    auto const found = layers_.find(kind);
    return found == layers_.end() ? nullptr : found->second.get();
  }

  void take(std::vector<Finding> findings) {
    std::move(findings.begin(), findings.end(), std::back_inserter(report_.findings));
  }

  void count(LayerKind kind, std::size_t areas) {
    LayerCount counted{kind, areas, 0, 0};
    for (auto const &feature : find(kind)->features) {
      ++counted.parts;
      counted.corners += corners_of(feature);
    }
    report_.counts.push_back(counted);
  }

  void skip(Rule rule, LayerKind kind, std::string reason) {
    report_.skipped.push_back({rule, std::string(to_string(kind)), std::move(reason)});
  }

  void skip_absent(LayerKind kind) {
    for (auto const rule : {Rule::gap, Rule::overlap, Rule::sliver, Rule::wrong_nesting}) {
      skip(rule, kind, "the layer is not loaded");
    }
  }

  Level *add_level(LayerKind kind, Level const *outer) {
    auto const *const version = find(kind);
    if (version == nullptr) {
      return nullptr;
    }
    auto &level = *levels_.emplace(kind, std::make_unique<Level>(*version)).first->second;
    count(kind, level.layer.areas.size());
    take(level.layer.findings);
    if (outer == nullptr) {
      level.tiling = check_tiling(level.layer, level.lookup, nullptr, thresholds_);
      if (kind != LayerKind::subdistrict) {
        skip(Rule::wrong_nesting, kind, "no layer around it is loaded");
      }
      if (kind == LayerKind::grid || kind == LayerKind::microgrid) {
        skip(Rule::code_order, kind, "no layer around it is loaded");
      }
    } else {
      level.parents = find_parents(level.layer, outer->layer, outer->lookup);
      Around const around{outer->layer, outer->lookup, level.parents, outer->astray};
      level.tiling = check_tiling(level.layer, level.lookup, &around, thresholds_);
      check_within(level, *outer);
    }
    take_tiling(level.tiling, kind);
    return &level;
  }

  void take_tiling(TilingReport const &tiling, LayerKind kind) {
    take(tiling.findings);
    report_.within_tolerance += tiling.within_tolerance;
    if (tiling.beside_invalid > 0) {
      skip(Rule::gap, kind,
           std::to_string(tiling.beside_invalid) + " places beside invalid geometry");
    }
  }

  void check_within(Level &level, Level const &outer) {
    Around const around{outer.layer, outer.lookup, level.parents, outer.astray};
    auto nesting =
        check_nesting(level.layer, level.lookup, around, level.tiling, outer.tiling, thresholds_);
    take(std::move(nesting.findings));
    level.astray = std::move(nesting.astray);
    auto prefixes = check_prefixes(level.layer, around, nesting.is_misplaced);
    take(std::move(prefixes.findings));
    auto &states = level.layer.code_states; // codes in doubt judge no others
    for (auto const area : prefixes.areas) {
      states[area] = CodeState::ill_formed;
    }
    for (std::uint32_t area = 0; area < states.size(); ++area) {
      states[area] = nesting.is_misplaced[area] ? CodeState::ill_formed : states[area];
    }
    if (level.layer.areas.kind() == LayerKind::grid ||
        level.layer.areas.kind() == LayerKind::microgrid) {
      take(check_numbering(level.layer, around, nesting.is_misplaced, thresholds_));
    }
  }

  /// The innermost layer up to the kind given.
  [[nodiscard]] Level const *innermost_up_to(LayerKind kind) const {
    Level const *found = nullptr;
    for (auto const &[each, level] : levels_) {
      found = each <= kind ? level.get() : found;
    }
    return found;
  }

  void add_estates() {
    auto const *const version = find(LayerKind::estate);
    if (version == nullptr) {
      return;
    }
    auto const *const outer = innermost_up_to(LayerKind::community);
    auto &level =
        *levels_.emplace(LayerKind::estate, std::make_unique<Level>(*version)).first->second;
    count(LayerKind::estate, level.layer.areas.size());
    take(level.layer.findings);
    level.tiling = check_scattered(level.layer, thresholds_);
    take_tiling(level.tiling, LayerKind::estate);
    if (outer == nullptr) {
      skip(Rule::wrong_nesting, LayerKind::estate, "no layer around it is loaded");
    } else {
      level.parents = find_parents(level.layer, outer->layer, outer->lookup);
      check_within(level, *outer);
    }
  }

  [[nodiscard]] std::vector<Owner> owners() const {
    std::vector<Owner> result;
    for (auto const &[kind, level] : levels_) {
      result.push_back(
          {level->layer, level->lookup, level->tiling.bare,
           kind == LayerKind::estate ? Owner::Reach::somewhere : Owner::Reach::everywhere});
    }
    return result;
  }

  /// The building layer by itself; nullptr: there is none.
  [[nodiscard]] std::unique_ptr<Scattered> check_alone() const {
    auto const *const version = find(LayerKind::building);
    return version == nullptr ? nullptr : std::make_unique<Scattered>(*version, thresholds_);
  }

  void add_buildings(std::unique_ptr<Scattered> const &buildings) {
    if (buildings == nullptr) {
      skip(Rule::cut_building, LayerKind::building, "the layer is not loaded");
      skip(Rule::orphan, LayerKind::building, "the layer is not loaded");
      return;
    }
    count(LayerKind::building, buildings->layer.areas.size());
    take(std::move(buildings->layer.findings));
    take_tiling(buildings->overlaps, LayerKind::building);
    if (levels_.empty()) {
      skip(Rule::cut_building, LayerKind::building, "no layer around it is loaded");
      skip(Rule::orphan, LayerKind::building, "no layer around it is loaded");
      return;
    }
    take(check_buildings(buildings->layer, owners(), thresholds_));
  }

  void add_stations() {
    auto const *const version = find(LayerKind::station);
    if (version == nullptr) {
      skip(Rule::orphan, LayerKind::station, "the layer is not loaded");
      return;
    }
    count(LayerKind::station, version->features.size());
    if (levels_.empty()) {
      skip(Rule::orphan, LayerKind::station, "no layer around it is loaded");
      return;
    }
    take(check_stations(*version, owners()));
  }

  Layers const &layers_;
  Thresholds thresholds_;
  std::map<LayerKind, std::unique_ptr<Level>> levels_;
  TopologyReport report_;
};

} // namespace

bool TopologyReport::is_clean() const {
  return std::all_of(findings.begin(), findings.end(),
                     [](Finding const &finding) { return finding.severity == Severity::note; });
}

TopologyReport check_topology(Layers const &layers, Thresholds const &thresholds) {
  return TopologyCheck(layers, thresholds).run();
}

} // namespace yuntu::rules::topology
