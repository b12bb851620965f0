#include "tools/checkout.hpp"
#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/name_pattern.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace yuntu::demo;

namespace {

std::filesystem::path const county_furniture =
    yuntu::checkout() + "/data/demo/county_furniture.toml";

std::string text_of(std::filesystem::path const &file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The shipped file with one text replaced, read again.
std::string refusal_with(std::string const &old_text, std::string const &new_text) {
  std::string text = text_of(county_furniture);
  auto const at = text.find(old_text);
  REQUIRE(at != std::string::npos);
  text.replace(at, old_text.size(), new_text);
  auto const file = std::filesystem::temp_directory_path() / "yuntu_furniture_test.toml";
  std::ofstream(file) << text;
  try {
    static_cast<void>(read_furniture(file));
  } catch (DefinitionError const &error) {
    return error.key() + ": " + error.what();
  }
  return "";
}

} // namespace

TEST_CASE("the county's furniture asks for 60 stations, 56 rooms and some 2,000 shops") {
  Furniture const furniture = read_furniture(county_furniture);
  int stations = 0;
  for (StationKind const &kind : furniture.stations) {
    stations += 12 * kind.per_community + kind.count;
  }
  CHECK(stations == 60);
  CHECK(furniture.stations.size() == 8);
  CHECK(furniture.stations.front().per_community == 1);
  CHECK(furniture.rooms.count == 56);
  CHECK(furniture.shops.count == std::array<int, 2>{2000, 3000});
}

TEST_CASE("a mistake in the furniture is named with its key and what was expected") {
  using Catch::Contains;
  CHECK_THAT(refusal_with("\nground = \"street\"", "\nground = \"roof\""),
             Contains("stations[0].ground") && Contains("'street' or 'estate'"));
  CHECK_THAT(refusal_with("rated = \"yes\"", "rated = true"), Contains("stations[0].rated"));
  CHECK_THAT(refusal_with("\"24/7\"", "\"day and night\""),
             Contains("stations[3].hours") && Contains("'24/7'"));
  CHECK_THAT(refusal_with("area_m2 = [40, 600]", "area_m2 = [600, 40]"),
             Contains("rooms.area_m2") && Contains("[least, greatest]"));
  CHECK_THAT(refusal_with("occupancy = 0.6", "occupancy = 6"), Contains("shops.occupancy"));
  CHECK_THAT(refusal_with("[rooms]", "[rooms]\nlift = 1"), Contains("rooms.lift: unknown key"));
  CHECK_THAT(refusal_with("star_shares = [6, 1, 4, 14, 15, 8]", "star_shares = [0, 0, 0, 0, 0, 0]"),
             Contains("star_shares"));
  CHECK_THAT(refusal_with("[rooms]", "[rooms"), Contains("line "));
}

TEST_CASE("a pattern needs all of its parts") {
  CHECK(fill_pattern("{a}-{b}!", {{"a", "1"}, {"b", "2"}}) == "1-2!");
  CHECK(fill_pattern("plain", {}) == "plain");
  CHECK(fill_pattern("{a}{b}", {{"a", "1"}}) == "");
  CHECK(fill_pattern("{a}", {{"a", ""}}) == "");
}
