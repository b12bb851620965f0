#include "tools/yuntu/demo/estate_register.hpp"

#include "tools/yuntu/demo/numbering.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuntu::demo {
namespace {

geo::Polygon polygon_of(geo::LocalFrame const &frame, PlanRing const &ring) {
  geo::Polygon polygon;
  Chain const chain = to_chain(frame, ring);
  polygon.outer.assign(chain.begin(), chain.end());
  polygon.outer.push_back(chain.front());
  return polygon;
}

std::string const &suffix_of(NameSuffixes const &suffix, BuildingUse use) {
  switch (use) {
  case BuildingUse::house:
    return suffix.house;
  case BuildingUse::school:
    return suffix.school;
  case BuildingUse::market:
    return suffix.market;
  case BuildingUse::shop:
    return suffix.shop;
  case BuildingUse::works:
    return suffix.works;
  case BuildingUse::flats:
    break;
  }
  return suffix.building;
}

/// South, east, north or west of the middle, as gates are named.
std::size_t side_of(MetricPoint from_middle) {
  bool const is_vertical = std::abs(from_middle.northing) > std::abs(from_middle.easting);
  return is_vertical ? (from_middle.northing < 0 ? 0 : 2) : (from_middle.easting > 0 ? 1 : 3);
}

/// Where a place lies along a line, and on which side.
struct Address {
  double way_m = 0;
  bool is_left = false;
};

Address address_of(std::vector<PlanLine> const &lines, MetricPoint place) {
  MetricPoint const along = unit(lines.front().back() - lines.front().front());
  Address address{dot(place, along), false};
  double least = std::numeric_limits<double>::max();
  for (PlanLine const &line : lines) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      double const far = distance_to_segment(place, line[i], line[i + 1]);
      if (far < least) {
        least = far;
        MetricPoint const edge = line[i + 1] - line[i];
        address.is_left = (cross(edge, place - line[i]) > 0) == (dot(edge, along) > 0);
      }
    }
  }
  return address;
}

} // namespace

EstateRegister::EstateRegister(DemoDefinition const &definition, StreetPlan const &plan,
                               BuiltLand const &land, Random &random)
    : definition_(definition), plan_(plan), land_(land), blocks_of_site_(land.sites.size()),
      code_of_site_(land.sites.size()) {
  for (BlockQuota const &quota : definition.blocks) {
    BlockQuota &own = quotas_[quota.kind];
    own.label = quota.label;
    own.older_percent = quota.older_percent;
    own.names.insert(own.names.end(), quota.names.begin(), quota.names.end());
  }
  for (auto &[kind, quota] : quotas_) {
    random.shuffle(quota.names);
  }
  for (std::size_t i = 0; i < land.blocks.size(); ++i) {
    blocks_of_site_[land.blocks[i].site].push_back(i);
  }
}

std::string EstateRegister::take_name(BlockKind kind) {
  auto &names = quotas_.at(kind).names;
  std::string name = std::move(names.back());
  names.pop_back();
  return name;
}

void EstateRegister::add_community(std::size_t community, std::string const &code) {
  std::vector<std::size_t> sites;
  std::vector<MetricPoint> middles;
  double area = 0;
  for (std::size_t i = 0; i < plan_.sites.size(); ++i) {
    if (plan_.sites[i].community == community) {
      sites.push_back(i);
      middles.push_back(land_.sites[i].middle);
      area += area_m2(land_.sites[i].land);
    }
  }
  double const band_m = std::sqrt(area / static_cast<double>(sites.size())) / 2;
  std::size_t const first_estate = estates_.size();
  std::size_t const first_building = buildings_.size();
  for (std::size_t const k : reading_order(middles, plan_.east, band_m)) {
    std::size_t const site = sites[k];
    std::string const name = take_name(land_.sites[site].kind);
    if (land_.sites[site].kind == BlockKind::park) {
      parks_.push_back({"park", name, polygon_of(plan_.frame, land_.sites[site].land)});
      continue;
    }
    code_of_site_[site] = code + "X" + digits(estates_.size() - first_estate + 1, 2);
    add_estate(site, code, name);
    add_buildings(site, code);
  }
  for (std::size_t i = first_building; i < buildings_.size(); ++i) {
    buildings_[i].code = code + digits(i - first_building + 1, 5);
  }
}

void EstateRegister::add_estate(std::size_t site, std::string const &community,
                                std::string const &name) {
  Estate estate;
  estate.area.code = code_of_site_[site];
  estate.area.name = name;
  estate.area.parent = community;
  estate.area.polygon = polygon_of(plan_.frame, land_.sites[site].land);
  BlockQuota const &quota = quotas_.at(land_.sites[site].kind);
  estate.kind = quota.label;
  estate.older_percent = quota.older_percent;
  add_gates(estate, site);
  estates_.push_back(std::move(estate));
}

void EstateRegister::add_gates(Estate &estate, std::size_t site) {
  for (std::size_t const block : blocks_of_site_[site]) {
    if (auto const &place = land_.blocks[block].gate) {
      estate.gates.push_back(*place);
      MetricPoint const aside = plan_.frame.to_metric(*place) - land_.sites[site].middle;
      MetricPoint const own{dot(aside, plan_.east), dot(aside, left_of(plan_.east))};
      gates_.push_back({estate.area.code + "G" + std::to_string(estate.gates.size()),
                        definition_.names.gates.at(side_of(own)), estate.area.code, *place});
    }
  }
}

void EstateRegister::add_buildings(std::size_t site, std::string const &community) {
  std::vector<PlotId> ids;
  std::vector<MetricPoint> middles;
  for (std::size_t const block : blocks_of_site_[site]) {
    for (std::size_t i = 0; i < land_.blocks[block].layout.plots.size(); ++i) {
      ids.emplace_back(block, i);
      middles.push_back(centroid(plot(ids.back()).ring));
    }
  }
  std::map<BuildingUse, std::size_t> numbers;
  for (std::size_t const k : reading_order(middles, plan_.east, 9)) {
    Plot const &built = plot(ids[k]);
    Building building;
    building.code = community;
    building.name =
        std::to_string(++numbers[built.use]) + suffix_of(definition_.names.suffix, built.use);
    building.polygon = polygon_of(plan_.frame, built.ring);
    building.floors = built.floors;
    building.units = built.units;
    building.households = built.households;
    building.estate = code_of_site_[site];
    buildings_.push_back(std::move(building));
    plots_.push_back(ids[k]);
  }
}

void EstateRegister::number_shops() {
  std::map<std::string, std::vector<PlanLine>> lines;
  std::map<std::string, std::vector<std::size_t>> shops;
  for (Street const &street : plan_.streets) {
    lines[street.name].push_back(to_plan(plan_.frame, street.line));
  }
  for (std::size_t i = 0; i < plots_.size(); ++i) {
    if (plot(plots_[i]).use == BuildingUse::shop) {
      shops[plot(plots_[i]).street].push_back(i);
    }
  }
  for (auto const &[street, members] : shops) {
    std::vector<std::pair<Address, std::size_t>> row;
    for (std::size_t const i : members) {
      row.emplace_back(address_of(lines.at(street), centroid(plot(plots_[i]).ring)), i);
    }
    std::stable_sort(row.begin(), row.end(),
                     [](auto const &a, auto const &b) { return a.first.way_m < b.first.way_m; });
    std::size_t odd = 1;
    std::size_t even = 2;
    for (auto const &[address, i] : row) {
      std::size_t &number = address.is_left ? odd : even;
      buildings_[i].name = street + std::to_string(number) + definition_.names.suffix.shop;
      number += 2;
    }
  }
}

} // namespace yuntu::demo
