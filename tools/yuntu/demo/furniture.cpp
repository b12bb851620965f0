#include "tools/yuntu/demo/furniture.hpp"

#include "server/model/opening_hours.hpp"
#include "tools/yuntu/demo/definition_reader.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace yuntu::demo {
namespace {

std::vector<std::string> some_texts(TableReader &table, std::string_view key) {
  auto texts = table.texts(key);
  if (texts.empty()) {
    table.refuse(key, "expected at least one text");
  }
  return texts;
}

std::array<int, 2> count_range(TableReader &table, std::string_view key, int most) {
  auto const range = table.numbers(key, 2);
  if (!(range[0] >= 0 && range[0] <= range[1] && range[1] <= most)) {
    table.refuse(key, "expected [least, greatest] between 0 and " + std::to_string(most));
  }
  return {static_cast<int>(range[0]), static_cast<int>(range[1])};
}

/// The value of a key that takes one of two words.
bool is_first_of(TableReader &table, std::string_view key,
                 std::pair<std::string, std::string> const &words) {
  std::string const word = table.text(key);
  if (word != words.first && word != words.second) {
    table.refuse(key, "expected '" + words.first + "' or '" + words.second + "'");
  }
  return word == words.first;
}

StationKind read_station_kind(TableReader table) {
  StationKind kind;
  kind.kind = table.text("kind");
  kind.per_community = table.count("per_community", 0, 99);
  kind.count = table.count("count", 0, 9999);
  kind.ground = is_first_of(table, "ground", {"street", "estate"}) ? StationGround::street
                                                                   : StationGround::estate;
  kind.is_rated = is_first_of(table, "rated", {"yes", "no"});
  kind.names = some_texts(table, "names");
  kind.hours = some_texts(table, "hours");
  for (auto const &hours : kind.hours) {
    if (!model::OpeningHours::parse(hours)) {
      table.refuse("hours", "expected opening hours as 'Mo-Fr 08:30-12:00,14:00-17:30' or '24/7'");
    }
  }
  table.finish();
  return kind;
}

std::array<int, 6> read_star_shares(TableReader &root) {
  auto const shares = root.numbers("star_shares", 6);
  std::array<int, 6> result{};
  int sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!(shares[i] >= 0 && shares[i] <= 1000)) {
      root.refuse("star_shares", "expected six numbers from 0 to 1000");
    }
    result[i] = static_cast<int>(shares[i]);
    sum += result[i];
  }
  if (sum == 0) {
    root.refuse("star_shares", "expected at least one share above 0");
  }
  return result;
}

RoomQuota read_rooms(TableReader table) {
  RoomQuota rooms;
  rooms.count = table.count("count", 0, 9999);
  rooms.area_m2 = count_range(table, "area_m2", 10000);
  rooms.name = table.text("name");
  table.finish();
  return rooms;
}

ShopQuota read_shops(TableReader table) {
  ShopQuota shops;
  shops.count = count_range(table, "count", 99999);
  shops.occupancy = table.number("occupancy", 0, 1);
  shops.first_words = some_texts(table, "first_words");
  shops.second_words = some_texts(table, "second_words");
  for (TableReader &kind : table.tables("kinds")) {
    shops.kinds.push_back(
        {kind.text("kind"), kind.count("share", 1, 1000), some_texts(kind, "endings")});
    kind.finish();
  }
  table.finish();
  return shops;
}

EstateUses read_estate_uses(TableReader table) {
  EstateUses uses{table.texts("commercial"), table.texts("school"), table.texts("industrial")};
  table.finish();
  return uses;
}

} // namespace

Furniture read_furniture(std::filesystem::path const &file) {
  toml::table const parsed = parse_toml(file);
  TableReader root(parsed, file.string(), "");
  Furniture furniture;
  for (TableReader &kind : root.tables("stations")) {
    furniture.stations.push_back(read_station_kind(kind));
  }
  furniture.star_shares = read_star_shares(root);
  furniture.rooms = read_rooms(root.table("rooms"));
  furniture.shops = read_shops(root.table("shops"));
  furniture.estate_uses = read_estate_uses(root.table("estate_uses"));
  root.finish();
  return furniture;
}

} // namespace yuntu::demo
