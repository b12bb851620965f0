#include "server/rules/topology/ownership.hpp"

#include "geo/inner_point.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <optional>

namespace yuntu::rules::topology {
namespace {

using model::to_string;

/// Where nothing of a layer has an owner the layer lies elsewhere: one defect.
std::vector<Finding> misplaced_as_one(std::vector<Finding> findings, std::size_t things) {
  bool const is_elsewhere =
      things > 1 && findings.size() == things &&
      std::all_of(findings.begin(), findings.end(),
                  [](Finding const &finding) { return finding.rule == Rule::orphan; });
  if (!is_elsewhere) {
    return findings;
  }
  findings.resize(1);
  findings.front().size_m2 = std::nullopt;
  findings.front().shape.clear();
  findings.front().hint = "none of the " + std::to_string(things) +
                          " things of this layer (this is the first) stands in an area; is it of "
                          "this county, and in the right datum and coordinate system?";
  return findings;
}

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
      auto const &owner = walk.owner();
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
  return misplaced_as_one(BuildingCheck(buildings, owners, thresholds).run(),
                          buildings.areas.size());
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
  return misplaced_as_one(std::move(findings), stations.features.size());
}

} // namespace yuntu::rules::topology
