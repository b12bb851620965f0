#include "tests/tools/town_checks.hpp"

#include "geo/predicates.hpp"
#include "tools/yuntu/demo/seams.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

/// The checks of whole towns, made of those of their parts.
namespace yuntu::demo::checks {
namespace {

Chain open_ring(geo::Polygon const &polygon) {
  return {polygon.outer.begin(), polygon.outer.end() - 1};
}

Area whole_county(DemoTown const &town) {
  std::vector<Chain> rings;
  for (Area const &subdistrict : town.subdistricts) {
    rings.push_back(open_ring(subdistrict.polygon));
  }
  Area county{"county", "", "", {}};
  Chain const ring = border_around(rings);
  county.polygon.outer.assign(ring.begin(), ring.end());
  county.polygon.outer.push_back(ring.front());
  return county;
}

std::string children_fault(std::vector<Area> const &parents, std::vector<Area> const &children) {
  std::map<std::string, std::vector<Area>> by_parent;
  for (Area const &child : children) {
    by_parent[child.parent].push_back(child);
  }
  if (by_parent.size() != parents.size()) {
    return "an area is empty, or has a parent that does not exist";
  }
  for (Area const &parent : parents) {
    std::string fault = tiling_fault(parent, by_parent[parent.code]);
    if (!fault.empty()) {
      return fault;
    }
  }
  return "";
}

std::string first_of(std::initializer_list<std::string> faults) {
  for (std::string const &fault : faults) {
    if (!fault.empty()) {
      return fault;
    }
  }
  return "";
}

bool is_code(std::string const &code, std::string const &parent, std::size_t more) {
  return code.size() == parent.size() + more && code.starts_with(parent);
}

std::string area_codes_fault(std::vector<Area> const &areas, std::size_t more) {
  for (Area const &area : areas) {
    if (!is_code(area.code, area.parent, more)) {
      return area.code + " does not follow from " + area.parent;
    }
  }
  return "";
}

} // namespace

std::vector<Area> estate_areas(DemoTown const &town) {
  std::vector<Area> areas;
  for (Estate const &estate : town.estates) {
    areas.push_back(estate.area);
  }
  return areas;
}

std::string levels_fault(DemoTown const &town) {
  return first_of({tiling_fault(whole_county(town), town.subdistricts),
                   children_fault(town.subdistricts, town.communities),
                   children_fault(town.communities, town.grids),
                   children_fault(town.grids, town.microgrids)});
}

std::string rings_fault(DemoTown const &town) {
  for (auto const &areas :
       {town.subdistricts, town.communities, town.grids, town.microgrids, estate_areas(town)}) {
    for (Area const &area : areas) {
      if (!is_simple(area.polygon)) {
        return area.code + " has a bad ring";
      }
    }
  }
  for (Building const &building : town.buildings) {
    if (!is_simple(building.polygon)) {
      return building.code + " has a bad ring";
    }
  }
  for (Water const &water : town.waters) {
    if (!is_simple(water.polygon)) {
      return water.name + " has a bad ring";
    }
  }
  for (LandUse const &use : town.land_uses) {
    if (!is_simple(use.polygon)) {
      return use.kind + " " + use.name + " has a bad ring";
    }
  }
  return "";
}

std::string buildings_fault(DemoTown const &town) {
  return first_of(
      {cut_fault(town.buildings, town.grids, [](auto const &b) { return b.grid; }),
       cut_fault(town.buildings, town.microgrids, [](auto const &b) { return b.microgrid; }),
       cut_fault(town.buildings, estate_areas(town), [](auto const &b) { return b.estate; }),
       crowding_fault(town.buildings)});
}

std::string estates_fault(DemoTown const &town) {
  std::map<std::string, geo::Polygon const *> communities;
  for (Area const &community : town.communities) {
    communities[community.code] = &community.polygon;
  }
  for (Estate const &estate : town.estates) {
    for (auto const p : estate.area.polygon.outer) {
      if (geo::locate(*communities.at(estate.area.parent), p) != geo::Location::inside) {
        return estate.area.code + " leaves its community";
      }
      for (Estate const &other : town.estates) {
        if (other.area.code != estate.area.code && geo::envelope_of(other.area.polygon).covers(p) &&
            geo::covers(other.area.polygon, p)) {
          return estate.area.code + " overlaps " + other.area.code;
        }
      }
    }
  }
  return "";
}

std::string gates_fault(DemoTown const &town) {
  std::map<std::string, std::set<geo::LonLat>> inner;
  std::map<geo::LonLat, std::set<std::string>> estates_at; // "": a street, or somebody's open path
  for (WalkLine const &walk : town.walks) {
    for (auto const p : walk.line) {
      estates_at[p].insert(walk.estate);
      inner[walk.estate].insert(p);
    }
  }
  std::size_t gates = 0;
  for (Estate const &estate : town.estates) {
    std::vector<geo::LonLat> shared;
    std::copy_if(inner[estate.area.code].begin(), inner[estate.area.code].end(),
                 std::back_inserter(shared), [&](auto p) { return estates_at[p].size() > 1; });
    if (shared != estate.gates || estate.gates.size() > 1) {
      return estate.area.code + ": its paths meet the streets at " + std::to_string(shared.size()) +
             " places, it has " + std::to_string(estate.gates.size()) + " gates";
    }
    for (auto const place : estate.gates) {
      if (gates >= town.gates.size() || town.gates[gates].estate != estate.area.code ||
          town.gates[gates].place != place) {
        return estate.area.code + ": its gate is not among the town's";
      }
      ++gates;
    }
  }
  return gates == town.gates.size() ? "" : "a gate belongs to no estate";
}

std::string codes_fault(DemoTown const &town) {
  std::set<std::string> codes;
  for (auto const &areas :
       {town.subdistricts, town.communities, town.grids, town.microgrids, estate_areas(town)}) {
    for (Area const &area : areas) {
      if (!codes.insert(area.code).second) {
        return area.code + " is used twice";
      }
    }
  }
  std::set<std::string> buildings;
  for (Building const &building : town.buildings) {
    std::string const community = building.estate.substr(0, 12);
    if (!is_code(building.code, community, 5) || !buildings.insert(building.code).second) {
      return building.code + " is a bad code";
    }
  }
  for (Area const &subdistrict : town.subdistricts) {
    if (subdistrict.code.size() != 9) {
      return subdistrict.code + " is a bad code";
    }
  }
  return first_of({area_codes_fault(town.communities, 3), area_codes_fault(town.grids, 3),
                   area_codes_fault(town.microgrids, 2), area_codes_fault(estate_areas(town), 3)});
}

std::string names_fault(DemoTown const &town) {
  std::set<std::string> names;
  for (Building const &building : town.buildings) {
    if (!names.insert(building.estate + building.name).second) {
      return building.code + ": " + building.name + " is the name of another in its estate";
    }
  }
  for (Estate const &estate : town.estates) {
    if (!names.insert(estate.area.name).second) {
      return estate.area.code + ": its name is another's";
    }
  }
  std::map<std::string, std::vector<WalkLine>> streets;
  for (WalkLine const &walk : town.walks) {
    streets[walk.name].push_back(walk);
  }
  for (auto const &[name, lines] : streets) {
    if (!name.empty() && component_count(lines) != 1) {
      return name + " is the name of two streets";
    }
  }
  return "";
}

} // namespace yuntu::demo::checks
