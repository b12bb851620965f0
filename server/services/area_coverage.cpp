#include "server/services/area_coverage.hpp"

#include "server/services/building_walks.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace yuntu::services {
namespace {

using protocol::AreaService;

constexpr std::int64_t farthest_part = 20; ///< one household in so many
constexpr std::size_t most_farthest_areas = 3;
constexpr std::int32_t unreached = std::numeric_limits<std::int32_t>::max();

/// A building with its walk and its area, by its place in the walk map's list.
struct ServedBuilding {
  WalkBuilding const *building = nullptr;
  std::int32_t cost_mm = unreached;
  std::uint32_t area = AreaTree::nowhere; ///< in the tree's list of the level
};

std::vector<ServedBuilding> served_buildings(WalkView const &view, AreaTree const &areas,
                                             model::AreaLevel level) {
  auto const walks = station_walks(view);
  auto const &buildings = view.city->walk().buildings();
  std::vector<ServedBuilding> served;
  served.reserve(buildings.size());
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    auto const *const node = areas.find({model::AreaLevel::building, buildings[i].code});
    served.push_back(
        {&buildings[i], walks[i] ? walks[i]->cost_mm : unreached,
         node == nullptr ? AreaTree::nowhere : node->within[static_cast<std::size_t>(level)]});
  }
  return served;
}

void add(AreaService &area, ServedBuilding const &served, geo::WalkProfile const &profile) {
  area.all += people_of(*served.building);
  for (std::size_t i = 0; i < area.served.size(); ++i) {
    if (served.cost_mm <= geo::cost_within_mm(profile, protocol::served_minutes[i] * 60)) {
      area.served[i] += people_of(*served.building);
    }
  }
}

/// Of the households (of the buildings, where the town says nothing of households) within the
/// longest time; areas where nobody lives stand last.
double served_share(AreaService const &area, bool is_by_households) {
  auto const share = [](std::int64_t part, std::int64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  };
  auto const &served = area.served.back();
  if (is_by_households) {
    return area.all.households > 0 ? share(served.households, area.all.households) : 2;
  }
  return area.all.buildings > 0 ? share(served.buildings, area.all.buildings) : 2;
}

/// Sorts the areas; by their former place, the new one.
std::vector<std::size_t> sort_worst_first(std::vector<AreaService> &areas, bool is_by_households) {
  std::vector<std::size_t> order(areas.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { // they stand by code
    return served_share(areas[a], is_by_households) < served_share(areas[b], is_by_households);
  });
  std::vector<AreaService> sorted;
  std::vector<std::size_t> place(areas.size());
  for (auto const former : order) {
    place[former] = sorted.size();
    sorted.push_back(std::move(areas[former]));
  }
  areas = std::move(sorted);
  return place;
}

/// `served` comes sorted by falling walk; `place`: of the tree's areas in the answer's list.
protocol::FarthestPart farthest_of(std::vector<ServedBuilding> const &served,
                                   std::vector<std::size_t> const &place, WalkView const &view) {
  std::int64_t households = 0;
  for (auto const &one : served) {
    households += one.building->households;
  }
  protocol::FarthestPart part;
  part.households = (households + farthest_part - 1) / farthest_part;
  std::map<std::uint32_t, std::int64_t> by_area;
  double sum_s = 0;
  auto left = part.households;
  for (auto const &one : served) {
    auto const taken = std::min(left, one.building->households);
    left -= taken;
    if (one.cost_mm == unreached) {
      part.unreached_households += taken;
    } else {
      sum_s += static_cast<double>(taken) * geo::seconds_of(view.walker.profile, one.cost_mm);
    }
    if (taken > 0 && one.area != AreaTree::nowhere) {
      by_area[one.area] += taken;
    }
  }
  if (auto const reached = part.households - part.unreached_households; reached > 0) {
    part.mean_s = sum_s / static_cast<double>(reached);
  }
  std::vector<std::pair<std::uint32_t, std::int64_t>> most(by_area.begin(), by_area.end());
  std::stable_sort(most.begin(), most.end(),
                   [](auto const &a, auto const &b) { return a.second > b.second; });
  for (std::size_t i = 0; i < std::min(most.size(), most_farthest_areas); ++i) {
    part.areas.push_back(place[most[i].first]);
  }
  return part;
}

} // namespace

protocol::AreaCoverage area_coverage(WalkView const &view, AreaTree const &areas,
                                     model::AreaLevel level) {
  auto served = served_buildings(view, areas, level);
  protocol::AreaCoverage coverage;
  coverage.level = model::to_string(level);
  coverage.profile = view.walker.name;
  coverage.tells_older = view.city->walk().tells_older();
  for (auto const &node : areas.areas(level)) {
    coverage.areas.push_back({std::string(node.code), std::string(node.name), {}, {}});
  }
  for (auto const &one : served) {
    add(coverage.total, one, view.walker.profile);
    if (one.area != AreaTree::nowhere) {
      add(coverage.areas[one.area], one, view.walker.profile);
    }
    if (one.cost_mm != unreached) {
      auto const minute =
          static_cast<std::size_t>(geo::seconds_of(view.walker.profile, one.cost_mm) / 60);
      if (minute < coverage.histogram.size()) {
        coverage.histogram[minute] += one.building->households;
      }
    }
  }
  auto const place = sort_worst_first(coverage.areas, coverage.total.all.households > 0);
  std::stable_sort(served.begin(), served.end(),
                   [](auto const &a, auto const &b) { return a.cost_mm > b.cost_mm; });
  coverage.farthest = farthest_of(served, place, view);
  return coverage;
}

std::vector<geo::MultiPolygon> area_shapes(protocol::AreaCoverage const &coverage,
                                           BaseMap const &base, model::AreaLevel level) {
  std::map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < coverage.areas.size(); ++i) {
    place.emplace(coverage.areas[i].code, i);
  }
  std::vector<geo::MultiPolygon> shapes(coverage.areas.size());
  auto const *const layer = base.find_layer(static_cast<model::LayerKind>(level));
  if (layer == nullptr) {
    return shapes;
  }
  for (auto const &feature : layer->version->features) {
    if (auto const found = place.find(feature.code); found != place.end()) {
      shapes[found->second].push_back(std::get<geo::Polygon>(feature.geometry));
    }
  }
  return shapes;
}

} // namespace yuntu::services
