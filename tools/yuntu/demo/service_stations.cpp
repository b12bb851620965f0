#include "tools/yuntu/demo/service_stations.hpp"

#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/footprint.hpp"
#include "tools/yuntu/demo/name_pattern.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr double least_floor_m2 = 80;
constexpr double behind_wall_m = 2;
constexpr double far_m = 3000; ///< nobody walks farther: so bad is it to have no station at all
constexpr double apart_m = 60; ///< between two stations of any kinds

struct Site {
  std::size_t building = 0;
  Wall wall;
  std::string street; ///< name; may be empty
  MetricPoint at;
  bool is_on_street = false;
};

/// The households of one micro-grid.
struct Demand {
  std::string community;
  MetricPoint at; ///< their middle
  double households = 0;
  double liking = 1;    ///< of the kind being placed
  double way_m = far_m; ///< straight to the nearest station of the kind being placed
};

class StationPlacer {
public:
  StationPlacer(DemoTown const &town, EstateUses const &uses, Random &random)
      : town_(town), random_(random), frame_(middle_of_town(town)) {
    note_estates(uses);
    find_demands();
  }

  void find_sites(WalkSides const &sides) {
    for (std::size_t i = 0; i < town_.buildings.size(); ++i) {
      Building const &building = town_.buildings[i];
      if (closed_.contains(building.estate) || floor_area_m2(building) < least_floor_m2) {
        continue;
      }
      auto const fronts = sides.street_fronts(building);
      auto const widest = std::max_element(fronts.begin(), fronts.end(),
                                           [](StreetFront const &a, StreetFront const &b) {
                                             return length_m(a.wall) < length_m(b.wall);
                                           });
      bool const has_front = widest != fronts.end();
      Wall const wall = has_front ? widest->wall : sides.door_wall(building);
      sites_.push_back({i, wall, has_front ? town_.walks[widest->street.walk].name : "",
                        frame_.to_metric(middle_of(wall)),
                        has_front && !walled_.contains(building.estate)});
    }
  }

  void place(StationKind const &kind) {
    // Communities differ in what they want most: else all kinds would crowd together.
    std::map<std::string, double> liking;
    for (Area const &community : town_.communities) {
      liking[community.code] = random_.between(0.3, 1.7);
    }
    for (Demand &demand : demands_) {
      demand.way_m = far_m;
      demand.liking = liking[demand.community];
    }
    for (Area const &community : town_.communities) {
      for (int i = 0; i < kind.per_community; ++i) {
        place_one(kind, community);
      }
    }
    for (int i = 0; i < kind.count; ++i) {
      place_one(kind, Area{});
    }
  }

  [[nodiscard]] std::vector<Station> take() { return std::move(stations_); }

private:
  static geo::LonLat middle_of_town(DemoTown const &town) {
    geo::Envelope box;
    for (Area const &community : town.communities) {
      box.expand(geo::envelope_of(community.polygon));
    }
    return geo::LonLat::from_units(box.west + (box.east - box.west) / 2,
                                   box.south + (box.north - box.south) / 2)
        .value();
  }

  /// Walled ones, and schools and works, which are for their own people.
  void note_estates(EstateUses const &uses) {
    for (Estate const &estate : town_.estates) {
      estate_names_[estate.area.code] = estate.area.name;
      if (!estate.gates.empty()) {
        walled_.insert(estate.area.code);
      }
      for (auto const *kinds : {&uses.school, &uses.industrial}) {
        if (std::find(kinds->begin(), kinds->end(), estate.kind) != kinds->end()) {
          closed_.insert(estate.area.code);
        }
      }
    }
  }

  void find_demands() {
    std::map<std::string, Demand> by_microgrid;
    for (Building const &building : town_.buildings) {
      Demand &demand = by_microgrid[building.microgrid];
      demand.community = building.code.substr(0, 12);
      demand.at =
          demand.at + building.households * frame_.to_metric(building.polygon.outer.front());
      demand.households += building.households;
    }
    for (auto &[microgrid, demand] : by_microgrid) {
      if (demand.households > 0) {
        demand.at = (1 / demand.households) * demand.at;
        demands_.push_back(demand);
      }
    }
  }

  [[nodiscard]] bool may_hold(Site const &site, StationGround ground,
                              std::string const &community) const {
    if (ground == StationGround::street && !site.is_on_street) {
      return false;
    }
    if (!town_.buildings[site.building].code.starts_with(community)) {
      return false;
    }
    return std::none_of(taken_.begin(), taken_.end(),
                        [&site](MetricPoint other) { return length(other - site.at) < apart_m; });
  }

  /// Metres of way the households of the community (empty: of the county) would be spared.
  [[nodiscard]] double saving(Site const &site, std::string const &community) const {
    double sum = 0;
    for (Demand const &demand : demands_) {
      if (community.empty() || demand.community == community) {
        MetricPoint const way = site.at - demand.at;
        double const squared = dot(way, way);
        // Most are nearer to another station already: no root for them.
        if (squared < demand.way_m * demand.way_m) {
          sum += demand.liking * demand.households * (demand.way_m - std::sqrt(squared));
        }
      }
    }
    return sum;
  }

  /// nullptr when no site is left.
  [[nodiscard]] Site const *best_site(StationGround ground, std::string const &community) const {
    Site const *best = nullptr;
    double most = -1;
    for (Site const &site : sites_) {
      if (may_hold(site, ground, community)) {
        double const value = saving(site, community);
        if (value > most) {
          most = value;
          best = &site;
        }
      }
    }
    return best;
  }

  void place_one(StationKind const &kind, Area const &community) {
    Site const *best = best_site(kind.ground, community.code);
    if (best == nullptr) {
      // All its streets have walls or schools along them: then within an estate.
      best = best_site(StationGround::estate, community.code);
    }
    if (best == nullptr) {
      throw std::runtime_error("stations: no building is left for " + kind.kind +
                               (community.name.empty() ? "" : " in " + community.name));
    }
    for (Demand &demand : demands_) {
      demand.way_m = std::min(demand.way_m, length(demand.at - best->at));
    }
    taken_.push_back(best->at);
    Building const &building = town_.buildings[best->building];
    stations_.push_back({"", name_of(kind, *best), kind.kind,
                         point_behind_wall(building.polygon, best->wall, behind_wall_m),
                         kind.hours[random_.below(kind.hours.size())], 0});
  }

  std::string name_of(StationKind const &kind, Site const &site) {
    Building const &building = town_.buildings[site.building];
    NameParts parts{{"street", site.street}};
    if (auto const estate = estate_names_.find(building.estate); estate != estate_names_.end()) {
      parts["estate"] = estate->second;
    }
    for (Area const &community : town_.communities) {
      if (building.code.starts_with(community.code)) {
        parts["community"] = community.name;
      }
    }
    for (std::string const &pattern : kind.names) {
      std::string name = fill_pattern(pattern, parts);
      if (!name.empty() && names_.insert(name).second) {
        return name;
      }
    }
    throw std::runtime_error("stations: every name for " + kind.kind + " at " + building.name +
                             " is taken; its kind needs more patterns");
  }

  DemoTown const &town_;
  Random &random_;
  geo::LocalFrame frame_;
  std::vector<Site> sites_;
  std::vector<Demand> demands_;
  std::map<std::string, std::string> estate_names_;
  std::set<std::string> walled_, closed_; ///< codes of estates
  std::vector<MetricPoint> taken_;
  std::set<std::string> names_;
  std::vector<Station> stations_;
};

/// So many of 0, 1, .. 5 stars as the shares say, largest remainder first, in seeded order.
std::vector<int> deal_stars(std::array<int, 6> const &shares, std::size_t count, Random &random) {
  int sum = 0;
  for (int const share : shares) {
    sum += share;
  }
  std::vector<int> stars;
  std::vector<std::pair<double, int>> remainders;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    double const exact = static_cast<double>(count) * shares[i] / sum;
    auto const whole = static_cast<std::size_t>(exact);
    stars.insert(stars.end(), whole, static_cast<int>(i));
    remainders.emplace_back(static_cast<double>(whole) - exact, static_cast<int>(i));
  }
  std::stable_sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; stars.size() < count; ++i) {
    stars.push_back(remainders[i].second);
  }
  random.shuffle(stars);
  return stars;
}

} // namespace

std::vector<Station> place_stations(DemoTown const &town, WalkSides const &sides,
                                    Furniture const &furniture, Random &random) {
  StationPlacer placer(town, furniture.estate_uses, random);
  placer.find_sites(sides);
  std::set<std::string> rated_kinds;
  for (StationKind const &kind : furniture.stations) {
    placer.place(kind);
    if (kind.is_rated) {
      rated_kinds.insert(kind.kind);
    }
  }
  auto stations = placer.take();
  std::vector<Station *> rated;
  for (Station &station : stations) {
    if (rated_kinds.contains(station.kind)) {
      rated.push_back(&station);
    }
  }
  auto const stars = deal_stars(furniture.star_shares, rated.size(), random);
  for (std::size_t i = 0; i < rated.size(); ++i) {
    rated[i]->stars = stars[i];
  }
  return stations;
}

} // namespace yuntu::demo
