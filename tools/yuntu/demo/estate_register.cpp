#include "tools/yuntu/demo/estate_register.hpp"

#include "tools/yuntu/demo/numbering.hpp"

#include <algorithm>
#include <cmath>

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
  case BuildingUse::flats:
    break;
  }
  return suffix.building;
}

} // namespace

EstateRegister::EstateRegister(DemoDefinition const &definition, StreetPlan const &plan,
                               std::vector<BuiltBlock> const &blocks, Random &random)
    : definition_(definition), plan_(plan), blocks_(blocks) {
  std::map<BlockKind, BlockQuota> left;
  for (BlockQuota const &quota : definition.blocks) {
    left[quota.kind] = quota;
    random.shuffle(left[quota.kind].names);
  }
  std::vector<MetricPoint> middles;
  for (BuiltBlock const &block : blocks) {
    middles.push_back(block.frame.origin);
  }
  for (std::size_t const i : reading_order(middles, plan.east, definition.height_m / 8)) {
    if (blocks[i].kind != BlockKind::park) {
      BlockQuota &quota = left[blocks[i].kind];
      add_estate(i, quota.names.back(), quota.label);
      quota.names.pop_back();
    }
  }
  number_shops();
}

std::string EstateRegister::code_of_block(std::size_t block) const {
  auto const found = code_of_block_.find(block);
  return found == code_of_block_.end() ? std::string() : found->second;
}

void EstateRegister::add_estate(std::size_t block, std::string const &name,
                                std::string const &kind) {
  Estate estate;
  estate.area.code = definition_.community_code + "X" + digits(estates_.size() + 1, 2);
  estate.area.name = name;
  estate.area.parent = definition_.community_code;
  estate.area.polygon = polygon_of(plan_.frame, blocks_[block].parcel);
  estate.kind = kind;
  if (blocks_[block].gate) {
    estate.gates.push_back(*blocks_[block].gate);
  }
  code_of_block_[block] = estate.area.code;
  add_buildings(block, estate.area.code);
  estates_.push_back(std::move(estate));
}

void EstateRegister::add_buildings(std::size_t block, std::string const &estate) {
  auto const &plots = blocks_[block].layout.plots;
  std::vector<MetricPoint> middles;
  for (Plot const &plot : plots) {
    middles.push_back(centroid(plot.ring));
  }
  std::map<BuildingUse, std::size_t> numbers;
  for (std::size_t const i : reading_order(middles, blocks_[block].frame.east, 9)) {
    Plot const &plot = plots[i];
    Building building;
    building.code = definition_.community_code + digits(buildings_.size() + 1, 5);
    building.name =
        std::to_string(++numbers[plot.use]) + suffix_of(definition_.names.suffix, plot.use);
    building.polygon = polygon_of(plan_.frame, plot.ring);
    building.floors = plot.floors;
    building.units = plot.units;
    building.households = plot.households;
    building.estate = estate;
    buildings_.push_back(std::move(building));
    plots_.emplace_back(block, i);
  }
}

void EstateRegister::number_shops() {
  for (Street const &street : plan_.streets) {
    PlanLine const line = to_plan(plan_.frame, street.line);
    MetricPoint const along = unit(line.back() - line.front());
    std::vector<std::pair<double, std::size_t>> shops; // way along the street, building
    for (std::size_t i = 0; i < plots_.size(); ++i) {
      Plot const &plot = blocks_[plots_[i].first].layout.plots[plots_[i].second];
      if (plot.use == BuildingUse::shop && plot.street == street.name) {
        shops.emplace_back(dot(centroid(plot.ring) - line.front(), along), i);
      }
    }
    std::sort(shops.begin(), shops.end());
    std::size_t odd = 1;
    std::size_t even = 2;
    for (auto const &[way, i] : shops) {
      MetricPoint const place =
          centroid(blocks_[plots_[i].first].layout.plots[plots_[i].second].ring);
      auto const nearest = std::min_element(line.begin(), line.end() - 1,
                                            [place](MetricPoint const &a, MetricPoint const &b) {
                                              return distance_to_segment(place, a, *(&a + 1)) <
                                                     distance_to_segment(place, b, *(&b + 1));
                                            });
      bool const is_left = cross(*(nearest + 1) - *nearest, place - *nearest) > 0;
      std::size_t &number = is_left ? odd : even;
      buildings_[i].name = street.name + std::to_string(number) + definition_.names.suffix.shop;
      number += 2;
    }
  }
}

} // namespace yuntu::demo
