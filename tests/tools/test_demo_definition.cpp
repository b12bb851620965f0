#include "tests/tools/town_checks.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

using namespace yuntu::demo;

namespace {

/// The shipped definition with one piece of its text replaced, as a file of its own.
class EditedDefinition {
public:
  EditedDefinition(std::string const &from, std::string const &to)
      : file_(std::filesystem::temp_directory_path() /
              ("yuntu_definition_" + std::to_string(::getpid()) + ".toml")) {
    std::ifstream in(yuntu::checkout() + "/data/demo/first_light.toml");
    std::stringstream text;
    text << in.rdbuf();
    std::string edited = text.str();
    std::size_t const at = edited.find(from);
    REQUIRE(at != std::string::npos);
    std::ofstream(file_) << edited.replace(at, from.size(), to);
  }
  EditedDefinition(EditedDefinition const &) = delete;
  EditedDefinition &operator=(EditedDefinition const &) = delete;
  ~EditedDefinition() { std::filesystem::remove(file_); }
  [[nodiscard]] std::filesystem::path const &file() const { return file_; }

private:
  std::filesystem::path file_;
};

void check_refused(std::string const &from, std::string const &to, std::string const &key) {
  EditedDefinition const edited(from, to);
  try {
    static_cast<void>(read_definition(edited.file()));
    FAIL("accepted: " + to);
  } catch (DefinitionError const &error) {
    CHECK(error.key() == key);
    CHECK(error.file() == edited.file().string());
    CHECK(std::string(error.what()).find(key) != std::string::npos);
  }
}

} // namespace

TEST_CASE("the shipped definition is read as written") {
  DemoDefinition const &definition = checks::first_light();
  CHECK(definition.county_code == "371399");
  CHECK(definition.origin.lon_e7() == 1'185'200'000);
  CHECK(definition.origin.lat_e7() == 350'000'000);
  CHECK(definition.buildings == 400);
  CHECK(definition.stations.size() == 5);
}

TEST_CASE("an unknown key is an error that names the key and the file") {
  check_refused("lat = 35.00", "lat = 35.00\nheigth_m = 3", "place.heigth_m");
  check_refused("buildings = 400", "buildings = 400\nparks = 1", "counts.parks");
  check_refused("[place]", "colour = \"red\"\n[place]", "colour");
  check_refused("kind = \"park\"\ncount = 1", "kind = \"park\"\ncount = 1\nlabel = \"x\"",
                "blocks[8].label");
}

TEST_CASE("a missing or senseless value is an error that names its key") {
  check_refused("buildings = 400", "", "counts.buildings");
  check_refused("grids = 8", "grids = \"eight\"", "counts.grids");
  check_refused("lon = 118.52", "lon = 218.52", "place.lon");
  check_refused("county_code = \"371399\"", "county_code = \"37139A\"", "place.county_code");
  check_refused("kind = \"tower\"", "kind = \"castle\"", "blocks[1].kind");
  check_refused("older_percent = [16, 19]", "older_percent = [19, 16]", "blocks[0].older_percent");
  check_refused("names = [\"锦绣花园\"]", "names = []", "blocks[0].names");
}

TEST_CASE("corridors that do not lie between subdistricts are an error") {
  check_refused("[perimeter]",
                "[[corridors]]\nkind = \"river\"\nname = \"x\"\nwidth_m = 128\n"
                "streets = [\"a\", \"b\"]\n[perimeter]",
                "corridors");
  check_refused("\"文化街\", \"育才路\"] # south", "\"文化街\"] # south", "perimeter.streets");
}

TEST_CASE("text that is not TOML is an error that names the line") {
  check_refused("[place]", "[place", "line 5");
}

TEST_CASE("a definition that does not exist is an error that names the file") {
  CHECK_THROWS_AS(read_definition("/nonexistent/town.toml"), DefinitionError);
}
