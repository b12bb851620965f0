#include "tests/tools/furnished_town.hpp"
#include "tools/checkout.hpp"

#include <algorithm>
#include <sstream>

namespace yuntu::demo::checks {
namespace {

std::ostream &operator<<(std::ostream &out, geo::LonLat place) {
  return out << place.lon_e7() << ' ' << place.lat_e7() << ' ';
}

Furniture make_small_furniture() {
  Furniture furniture = read_furniture(yuntu::checkout() + "/data/demo/county_furniture.toml");
  for (StationKind &kind : furniture.stations) {
    kind.count = std::min(kind.count, 1);
  }
  furniture.rooms.count = 12;
  furniture.shops.count = {200, 400};
  return furniture;
}

} // namespace

Furniture const &furniture_of_small_town() {
  static Furniture const furniture = make_small_furniture();
  return furniture;
}

std::string centre_kind() {
  return furniture_of_small_town().stations.front().kind;
}

DemoTown furnished(DemoTown const &plain) {
  return furnish(plain, furniture_of_small_town());
}

std::string furniture_text(DemoTown const &town) {
  std::ostringstream out;
  for (Station const &s : town.stations) {
    out << s.code << s.name << s.kind << s.place << s.hours << s.stars << '\n';
  }
  for (Room const &r : town.rooms) {
    out << r.code << r.name << r.place << r.floor_area_m2 << r.building << '\n';
  }
  for (Shop const &s : town.shops) {
    out << s.code << s.name << s.kind << s.place << s.building << '\n';
  }
  for (Entrance const &e : town.entrances) {
    out << e.building << e.unit << ' ' << e.place << '\n';
  }
  for (LandUse const &use : town.land_uses) {
    out << use.kind << use.name << '\n';
  }
  return out.str();
}

} // namespace yuntu::demo::checks
