#include "server/services/walking_file.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace yuntu;

using services::WalkProfiles;
using yuntu::testing::TempDirectory;

namespace {

/// What is said of a county's own file.
std::string refusal_of(std::string const &text) {
  TempDirectory const data;
  std::filesystem::create_directories(data.path() / "config");
  std::ofstream(data.path() / "config" / "walking.toml") << text;
  try {
    static_cast<void>(services::read_walking(data.path()));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

constexpr auto standard = "[[profile]]\nname = \"standard\"\nspeed_mps = 1.2\n";

} // namespace

TEST_CASE("the shipped file says what the program takes without one") {
  auto const shipped = services::read_walking({});
  CHECK(shipped.entries() == WalkProfiles().entries());
  CHECK(shipped.faults().empty());
}

TEST_CASE("a county has profiles of its own") {
  TempDirectory const data;
  std::filesystem::create_directories(data.path() / "config");
  std::ofstream(data.path() / "config" / "walking.toml")
      << standard << "[[profile]]\nname = \"pram\"\ntitle = \"婴儿车\"\nspeed_mps = 0.9\n"
      << "steps_factor = 6\n";
  auto const profiles = services::read_walking(data.path());
  CHECK(profiles.standard() == geo::WalkProfile{1.2, 2, true});
  CHECK(profiles.find("pram")->profile == geo::WalkProfile{0.9, 6, true});
  CHECK_FALSE(profiles.find("elder"));
  CHECK(profiles.choices().find("standard or pram, each alone") == 0);
}

TEST_CASE("a profile goes by its name, alone or at another speed") {
  WalkProfiles const profiles;
  CHECK(profiles.find("elder")->profile == geo::elder_walk);
  CHECK(profiles.find("wheelchair@0.75")->profile == geo::WalkProfile{0.75, 2, false});
  CHECK(profiles.find("wheelchair@0.75")->name == "wheelchair@0.75");
  CHECK(profiles.find("standard@0.2"));
  CHECK(profiles.find("standard@3"));
  for (std::string const text :
       {"", "Elder", "elder ", "elder@", "elder@0", "elder@0.19", "elder@3.01", "elder@-1",
        "elder@nan", "elder@inf", "elder@1e0", "elder@0.755", "elder@1.1@1", "@1.1", "elder@ 1"}) {
    INFO(text);
    CHECK_FALSE(profiles.find(text));
  }
}

TEST_CASE("what is wrong with a file of profiles is named") {
  auto const wrong = [](std::string const &text, std::string const &words) {
    auto const said = refusal_of(text);
    INFO(text << "\nsaid: " << said);
    CHECK(said.find("walking.toml") != std::string::npos);
    CHECK(said.find(words) != std::string::npos);
  };
  CHECK(refusal_of(standard).empty());
  wrong("", "no profile \"standard\"");
  wrong("[[profile]]\nname = \"elder\"\nspeed_mps = 0.8\n", "no profile \"standard\"");
  wrong(std::string(standard) + "without_steps = true\n", "must take steps");
  wrong(std::string(standard) + standard, "\"standard\" is there twice");
  wrong(std::string(standard) + "speed = 1\n", "speed");
  wrong("[[profile]]\nname = \"standard\"\n", "speed_mps");
  wrong("[[profile]]\nname = \"standard\"\nspeed_mps = 9\n", "a speed_mps from 0.2 to 3");
  wrong(std::string(standard) + "steps_factor = 0.5\n", "a steps_factor from 1 to 20");
  wrong(std::string(standard) + "[[profile]]\nname = \"Old people\"\nspeed_mps = 1\n",
        "\"Old people\": a name is of");
}
