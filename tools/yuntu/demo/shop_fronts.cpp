#include "tools/yuntu/demo/shop_fronts.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr double front_m = 7;
constexpr double clear_of_door_m = 2;

/// A stretch of wall wide enough for one shop.
struct ShopFront {
  std::size_t building = 0;
  geo::LonLat place;
  double pull = 1; ///< how much its street draws trade
};

double pull_of(std::string const &highway) {
  if (highway == "primary" || highway == "secondary") {
    return 1;
  }
  if (highway == "tertiary" || highway == "pedestrian") {
    return 0.8;
  }
  return highway == "living_street" ? 0.15 : 0.5; // alleys have a shop here and there
}

/// Estates without shops: walled ones, schools and works.
std::set<std::string> estates_without_shops(DemoTown const &town, EstateUses const &uses) {
  std::set<std::string> closed;
  for (Estate const &estate : town.estates) {
    auto const is_one_of = [&estate](std::vector<std::string> const &kinds) {
      return std::find(kinds.begin(), kinds.end(), estate.kind) != kinds.end();
    };
    if (is_one_of(uses.school) || is_one_of(uses.industrial) || !estate.gates.empty()) {
      closed.insert(estate.area.code);
    }
  }
  return closed;
}

std::vector<ShopFront> all_fronts(DemoTown const &town, WalkSides const &sides,
                                  EstateUses const &uses) {
  auto const closed = estates_without_shops(town, uses);
  std::multimap<std::string, geo::LonLat> doors;
  for (Entrance const &entrance : town.entrances) {
    doors.emplace(entrance.building, entrance.place);
  }
  std::vector<ShopFront> fronts;
  for (std::size_t i = 0; i < town.buildings.size(); ++i) {
    Building const &building = town.buildings[i];
    if (closed.contains(building.estate)) {
      continue;
    }
    auto const [door, last_door] = doors.equal_range(building.code);
    for (StreetFront const &front : sides.street_fronts(building)) {
      int const count = std::max(1, static_cast<int>(length_m(front.wall) / front_m));
      for (int k = 0; k < count; ++k) {
        auto const place = point_on_wall(building.polygon, front.wall, (k + 0.5) / count);
        bool const is_clear = std::none_of(door, last_door, [place](auto const &other) {
          return geo::distance_m(place, other.second) < clear_of_door_m;
        });
        if (is_clear) {
          fronts.push_back({i, place, pull_of(town.walks[front.street.walk].highway)});
        }
      }
    }
  }
  return fronts;
}

/// The fronts that are let, in their order: the more pull, the likelier.
std::vector<ShopFront> let_fronts(std::vector<ShopFront> const &fronts, std::size_t count,
                                  Random &random) {
  std::vector<std::pair<double, std::size_t>> lots;
  for (std::size_t i = 0; i < fronts.size(); ++i) {
    lots.emplace_back(random.between(0.0, 1.0) / fronts[i].pull, i);
  }
  std::sort(lots.begin(), lots.end());
  std::set<std::size_t> chosen;
  for (std::size_t i = 0; i < count; ++i) {
    chosen.insert(lots[i].second);
  }
  std::vector<ShopFront> result;
  result.reserve(chosen.size());
  for (std::size_t const i : chosen) {
    result.push_back(fronts[i]);
  }
  return result;
}

class ShopSigns {
public:
  ShopSigns(ShopQuota const &quota, Random &random) : quota_(quota), random_(random) {
    for (ShopKind const &kind : quota.kinds) {
      shares_ += kind.share;
    }
  }

  ShopKind const &next_kind() {
    int lot = random_.between(1, shares_);
    for (ShopKind const &kind : quota_.kinds) {
      lot -= kind.share;
      if (lot <= 0) {
        return kind;
      }
    }
    return quota_.kinds.back();
  }

  std::string next_name(ShopKind const &kind) {
    for (int tries = 0; tries < 200; ++tries) {
      std::string name = pick(quota_.first_words) + pick(quota_.second_words) + pick(kind.endings);
      if (taken_.insert(name).second) {
        return name;
      }
    }
    throw std::runtime_error("shops: too few words for the names of so many " + kind.kind);
  }

private:
  std::string const &pick(std::vector<std::string> const &words) {
    return words[random_.below(words.size())];
  }

  ShopQuota const &quota_;
  Random &random_;
  int shares_ = 0;
  std::set<std::string> taken_;
};

std::size_t count_of(ShopQuota const &quota, std::size_t fronts) {
  auto const least = static_cast<std::size_t>(quota.count[0]);
  if (fronts < least) {
    throw std::runtime_error("shops: at least " + std::to_string(least) +
                             " asked for, but there are only " + std::to_string(fronts) +
                             " shop fronts");
  }
  auto const let =
      static_cast<std::size_t>(std::lround(quota.occupancy * static_cast<double>(fronts)));
  return std::clamp(let, least, std::min(fronts, static_cast<std::size_t>(quota.count[1])));
}

} // namespace

std::vector<Shop> place_shops(DemoTown const &town, WalkSides const &sides,
                              Furniture const &furniture, Random &random) {
  auto const fronts = all_fronts(town, sides, furniture.estate_uses);
  auto const let = let_fronts(fronts, count_of(furniture.shops, fronts.size()), random);
  ShopSigns signs(furniture.shops, random);
  std::vector<Shop> shops;
  for (ShopFront const &front : let) {
    ShopKind const &kind = signs.next_kind();
    shops.push_back(
        {"", signs.next_name(kind), kind.kind, front.place, town.buildings[front.building].code});
  }
  return shops;
}

} // namespace yuntu::demo
