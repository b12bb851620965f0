#include "server/rules/topology/ownership.hpp"

#include "geo/border_grid.hpp"
#include "geo/box_clip.hpp"
#include "geo/face.hpp"
#include "geo/inner_point.hpp"
#include "geo/noding.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <iterator>
#include <optional>

namespace yuntu::rules::topology {
namespace {

using model::to_string;

geo::Envelope grown(geo::Envelope box, std::int32_t units) {
  return {box.west - units, box.south - units, box.east + units, box.north + units};
}

/// What a building has to do with one layer.
struct Standing {
  std::uint32_t owner = AreaLayer::none; ///< of most of it
  std::vector<std::uint32_t> others;     ///< that hold some of it
  std::vector<geo::Polygon> rest;        ///< of it, outside the owner
  bool is_excused = false;               ///< it stands in a gap
};

class OwnerBorders {
public:
  OwnerBorders(Owner const &owner, Thresholds const &thresholds)
      : owner_(owner), tolerance_m_(thresholds.tolerance_m), borders_(borders_of(owner)) {}

  [[nodiscard]] Owner const &owner() const { return owner_; }

  [[nodiscard]] bool has_border_in(geo::Envelope const &box) const { return borders_.any_in(box); }

  /// Of something inside the box, into which a border comes.
  [[nodiscard]] Standing measured(std::span<model::LayerFeature const> parts,
                                  geo::Envelope const &box) const;

private:
  static geo::BorderGrid borders_of(Owner const &owner) {
    std::vector<geo::Polygon const *> shapes;
    auto const &areas = owner.layer.areas;
    for (std::uint32_t area = 0; area < areas.size(); ++area) {
      for (auto const &part : areas.parts_of(area)) {
        shapes.push_back(&polygon_of(part));
      }
    }
    return geo::BorderGrid(shapes);
  }

  [[nodiscard]] std::vector<geo::Face> faces_with(std::span<model::LayerFeature const> parts,
                                                  std::uint32_t area,
                                                  geo::Envelope const &box) const {
    constexpr std::int32_t margin = 1'000; // units, some 10 m: cuts lie far from the building
    geo::WindingSum sum;
    for (auto const &part : parts) {
      sum.add(polygon_of(part), 0);
    }
    for (auto const &part : owner_.layer.areas.parts_of(area)) {
      sum.add(geo::clipped(polygon_of(part), grown(box, margin)), 1);
    }
    return geo::faces_between(geo::noded(sum.take()));
  }

  Owner owner_;
  double tolerance_m_;
  geo::BorderGrid borders_;
};

Standing OwnerBorders::measured(std::span<model::LayerFeature const> parts,
                                geo::Envelope const &box) const {
  Standing result;
  double most_m2 = 0;
  for (auto const area : owner_.lookup.near(box)) {
    double shared_m2 = 0;
    std::vector<geo::Polygon> rest;
    for (auto const &face : faces_with(parts, area, box)) {
      auto const size = geo::size_of(face.shape);
      if (face.cover[0] == 0 || size.width_m() < tolerance_m_) {
        continue;
      }
      if (face.cover[1] > 0) {
        shared_m2 += size.area_m2;
      } else {
        rest.push_back(face.shape);
      }
    }
    if (shared_m2 == 0) {
      continue;
    }
    auto holder = area;
    if (shared_m2 > most_m2) {
      most_m2 = shared_m2;
      std::swap(holder, result.owner);
      result.rest = std::move(rest);
    }
    if (holder != AreaLayer::none) {
      result.others.push_back(holder);
    }
  }
  auto const in_gap = [&](geo::Polygon const &shape) {
    return owner_.bare.holds(geo::inner_point(shape));
  };
  result.is_excused =
      result.owner == AreaLayer::none
          ? in_gap(polygon_of(parts.front()))
          : !result.rest.empty() && std::all_of(result.rest.begin(), result.rest.end(), in_gap);
  return result;
}

/// Goes from building to building: where no border comes between two, the owner is the same. Each
/// thread has its own.
class OwnerWalk {
public:
  explicit OwnerWalk(OwnerBorders const &borders) : borders_(&borders) {}

  [[nodiscard]] OwnerBorders const &borders() const { return *borders_; }

  [[nodiscard]] Standing standing_of(std::span<model::LayerFeature const> parts,
                                     geo::Envelope const &box) {
    if (borders_->has_border_in(box)) {
      return borders_->measured(parts, box);
    }
    auto const corner = polygon_of(parts.front()).outer.front(); // all of it lies where this lies
    Standing result;
    result.owner = owner_at(corner);
    result.is_excused = result.owner == AreaLayer::none && borders_->owner().bare.holds(corner);
    return result;
  }

private:
  std::uint32_t owner_at(geo::LonLat corner) {
    if (!last_ || !is_near(*last_, corner) || borders_->has_border_in(between(*last_, corner))) {
      last_owner_ = borders_->owner().lookup.first_at(corner);
    }
    last_ = corner;
    return last_owner_;
  }
  static geo::Envelope between(geo::LonLat one, geo::LonLat other) {
    geo::Envelope box;
    box.expand(one);
    box.expand(other);
    return box;
  }
  /// So that the box between is looked through quickly.
  static bool is_near(geo::LonLat one, geo::LonLat other) {
    constexpr std::int64_t near = 20'000; // units, some 200 m
    return std::abs(std::int64_t{one.lon_e7()} - other.lon_e7()) < near &&
           std::abs(std::int64_t{one.lat_e7()} - other.lat_e7()) < near;
  }

  OwnerBorders const *borders_;
  std::optional<geo::LonLat> last_;
  std::uint32_t last_owner_ = AreaLayer::none;
};

std::string listed(std::vector<std::string> const &words) {
  std::string text;
  for (auto const &word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

std::string layer_name(Owner const &owner) {
  return std::string(to_string(owner.layer.areas.kind()));
}

class BuildingCheck {
public:
  BuildingCheck(CheckedLayer const &buildings, std::vector<Owner> const &owners,
                Thresholds const &thresholds)
      : buildings_(buildings) {
    for (auto const &owner : owners) {
      owners_.emplace_back(owner, thresholds);
    }
  }

  /// In two threads where it pays; the answer is the same.
  [[nodiscard]] std::vector<Finding> run() const {
    constexpr std::uint32_t many = 20'000;
    auto const count = buildings_.areas.size();
    if (count < many) {
      return run(0, count);
    }
    auto rest = std::async(std::launch::async, [&] { return run(count / 2, count); });
    auto findings = run(0, count / 2);
    auto others = rest.get();
    std::move(others.begin(), others.end(), std::back_inserter(findings));
    return findings;
  }

private:
  [[nodiscard]] std::vector<Finding> run(std::uint32_t begin, std::uint32_t end) const {
    std::vector<OwnerWalk> walks(owners_.begin(), owners_.end());
    std::vector<Finding> findings;
    for (auto building = begin; building < end; ++building) {
      if (!buildings_.is_invalid[building]) {
        if (auto finding = check(building, walks)) {
          findings.push_back(std::move(*finding));
        }
      }
    }
    return findings;
  }

  [[nodiscard]] std::optional<Finding> check(std::uint32_t building,
                                             std::vector<OwnerWalk> &walks) const {
    auto const parts = buildings_.areas.parts_of(building);
    geo::Envelope box;
    for (auto const &part : parts) {
      box.expand(geo::envelope_of(polygon_of(part)));
    }
    std::vector<std::string> cut_by;
    std::vector<std::string> missing;
    std::optional<Standing> cut;
    Owner const *cutter = nullptr;
    std::optional<Finding> foreign;
    for (auto &walk : walks) {
      auto const &owner = walk.borders().owner();
      auto standing = walk.standing_of(parts, box);
      if (standing.is_excused) {
        continue;
      }
      if (standing.owner == AreaLayer::none) {
        if (owner.reach == Owner::Reach::everywhere) {
          missing.push_back(layer_name(owner));
        }
      } else if (!standing.rest.empty()) {
        cut_by.push_back(layer_name(owner));
        cut = std::move(standing);
        cutter = &owner;
      } else if (auto finding = check_code(building, owner.layer, standing.owner)) {
        foreign = std::move(finding);
      }
    }
    if (cut) {
      return cut_finding(building, *cut, cutter->layer.areas, cut_by);
    }
    return missing.empty() ? foreign : orphan_finding(building, missing);
  }

  /// Its code must repeat that of the area it stands in, where codes of its form do.
  [[nodiscard]] std::optional<Finding> check_code(std::uint32_t building, CheckedLayer const &layer,
                                                  std::uint32_t owner) const {
    auto const *const form = buildings_.form;
    auto const &code = buildings_.areas.code_of(building);
    if (form == nullptr || form->outer != layer.areas.kind() || layer.form == nullptr ||
        buildings_.code_states[building] != CodeState::sound || !layer.is_trusted(owner) ||
        outer_code(code, *form) == layer.areas.code_of(owner)) {
      return std::nullopt;
    }
    auto finding = finding_on(building, Rule::bad_code);
    finding.codes.push_back(layer.areas.code_of(owner));
    finding.hint = "it stands in " + std::string(to_string(layer.areas.kind())) + " " +
                   layer.areas.code_of(owner) + ", but its code says " + outer_code(code, *form) +
                   "; give it a code that was never used";
    return finding;
  }

  [[nodiscard]] Finding finding_on(std::uint32_t building, Rule rule) const {
    Finding finding;
    finding.rule = rule;
    finding.layer = buildings_.areas.kind();
    finding.codes = {buildings_.areas.code_of(building)};
    finding.place = buildings_.areas.place_of(building);
    return finding;
  }

  [[nodiscard]] Finding cut_finding(std::uint32_t building, Standing const &cut,
                                    AreaLayer const &areas,
                                    std::vector<std::string> const &cut_by) const {
    auto finding = finding_on(building, Rule::cut_building);
    finding.size_m2 = 0;
    double largest_m2 = 0;
    for (auto const &piece : cut.rest) {
      auto const size = geo::size_of(piece);
      *finding.size_m2 += size.area_m2;
      if (size.area_m2 > largest_m2) {
        largest_m2 = size.area_m2;
        finding.place = geo::inner_point(piece);
      }
    }
    finding.shape = cut.rest;
    finding.codes.push_back(areas.code_of(cut.owner));
    for (auto const other : cut.others) {
      finding.codes.push_back(areas.code_of(other));
    }
    finding.hint = "the border of its " + listed(cut_by) + " cuts it; draw the border around it, " +
                   "most of it lies in " + areas.code_of(cut.owner);
    return finding;
  }

  [[nodiscard]] Finding orphan_finding(std::uint32_t building,
                                       std::vector<std::string> const &missing) const {
    auto finding = finding_on(building, Rule::orphan);
    finding.size_m2 = 0;
    for (auto const &part : buildings_.areas.parts_of(building)) {
      *finding.size_m2 += geo::size_of(polygon_of(part)).area_m2;
      finding.shape.push_back(polygon_of(part));
    }
    finding.hint = "it stands in no " + listed(missing) +
                   ": nobody answers for it. Is it of this county, and in the right datum?";
    return finding;
  }

  CheckedLayer const &buildings_;
  std::vector<OwnerBorders> owners_;
};

} // namespace

std::vector<Finding> check_buildings(CheckedLayer const &buildings,
                                     std::vector<Owner> const &owners,
                                     Thresholds const &thresholds) {
  return BuildingCheck(buildings, owners, thresholds).run();
}

std::vector<Finding> check_stations(model::LayerVersion const &stations,
                                    std::vector<Owner> const &owners) {
  std::vector<Finding> findings;
  for (auto const &station : stations.features) {
    auto const place = std::get<geo::LonLat>(station.geometry);
    std::vector<std::string> missing;
    for (auto const &owner : owners) {
      if (owner.reach == Owner::Reach::everywhere &&
          owner.lookup.first_at(place) == AreaLayer::none && !owner.bare.holds(place)) {
        missing.push_back(layer_name(owner));
      }
    }
    if (!missing.empty()) {
      Finding finding;
      finding.rule = Rule::orphan;
      finding.layer = stations.layer;
      finding.codes = {station.code};
      finding.place = place;
      finding.hint = "it stands in no " + listed(missing) +
                     ": nobody answers for it. Is it of this county, and in the right datum?";
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

} // namespace yuntu::rules::topology
