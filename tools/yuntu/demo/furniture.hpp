#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::demo {

/// Where stations of a kind may stand.
enum class StationGround {
  street, ///< a building on a street, never one behind an estate's wall
  estate, ///< anywhere, walled estates too
};

struct StationKind {
  std::string kind;
  int per_community = 0; ///< in each community
  int count = 0;         ///< and so many more over the whole county
  StationGround ground = StationGround::street;
  bool is_rated = false;
  /// Patterns with {community}, {estate}, {street}; the first that is still free is the name.
  std::vector<std::string> names;
  std::vector<std::string> hours; ///< OpenStreetMap's opening_hours; each station has one of them
};

struct RoomQuota {
  int count = 0;
  std::array<int, 2> area_m2{}; ///< least and greatest
  std::string name;             ///< pattern with {estate} and {building}
};

struct ShopKind {
  std::string kind;
  int share = 0;                    ///< of the shops, relative to the other kinds
  std::vector<std::string> endings; ///< of its shops' names
};

struct ShopQuota {
  std::array<int, 2> count{}; ///< least and greatest
  double occupancy = 0;       ///< share of the shop fronts that are let, within `count`
  /// A shop is called first + second + ending of its kind.
  std::vector<std::string> first_words, second_words;
  std::vector<ShopKind> kinds;
};

/// Which estates count as which land use. Estates of a kind not named are residential.
struct EstateUses {
  std::vector<std::string> commercial, school, industrial; ///< kinds of estates, in Chinese
};

/// What a county's buildings hold and their walls show, as data/demo/county_furniture.toml says.
struct Furniture {
  std::vector<StationKind> stations;
  std::array<int, 6> star_shares{}; ///< of rated stations with 0, 1, .. 5 stars, relative
  RoomQuota rooms;
  ShopQuota shops;
  EstateUses estate_uses;
};

/// Every key is required; unknown keys are errors. Throws DefinitionError.
[[nodiscard]] Furniture read_furniture(std::filesystem::path const &file);

} // namespace yuntu::demo
