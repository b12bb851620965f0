#include "server/app/config.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace yuntu;
using app::BadConfig;
using app::Config;
using Catch::Matchers::Contains;

namespace {

Config read(std::string const &text) {
  testing::TempDirectory const folder;
  auto const file = folder.path() / "yuntu.toml";
  std::ofstream(file) << text;
  Config config;
  app::read_config_file(file, config);
  return config;
}

std::string fault(std::string const &text) {
  try {
    (void)read(text);
  } catch (BadConfig const &error) {
    return error.what();
  }
  return "nothing wrong";
}

std::string listen_fault(std::string const &text) {
  Config config;
  try {
    app::read_listen_address(text, config);
  } catch (BadConfig const &error) {
    return error.what();
  }
  return "nothing wrong";
}

} // namespace

TEST_CASE("an empty file changes nothing") {
  auto const config = read("# nothing\n");
  CHECK(config.flush == std::chrono::milliseconds{50});
  CHECK(config.reach_limit_s == 900);
}

TEST_CASE("checkpoints may be as close as a second, for drills") {
  CHECK(read("checkpoint_seconds = 1\n").checkpoint == std::chrono::seconds{1});
  CHECK_THAT(fault("retention_days = 0\n"), Contains("a whole number from 1 to 3650"));
}

TEST_CASE("every setting is read") {
  auto const config = read(R"(web = "/srv/web"
log_level = "warn"
io_threads = 3
frame_layer = false
flush_ms = 100
checkpoint_minutes = 5
retention_days = 90
connections = 500
reach_minutes = 10
workflow = "yishui"
categories = "weishan"
ladder = "three_levels"
allowed_origins = ["https://map.example"]
)");
  CHECK(config.web == "/srv/web");
  CHECK(config.log_level == app::LogLevel::warn);
  CHECK(config.listen.io_threads == 3);
  CHECK_FALSE(config.listen.frame_layer);
  CHECK(config.flush == std::chrono::milliseconds{100});
  CHECK(config.checkpoint == std::chrono::minutes{5});
  CHECK(config.retention == std::chrono::days{90});
  CHECK(config.listen.limits.connections == 500);
  CHECK(config.reach_limit_s == 600);
  CHECK(config.workflow == "yishui");
  CHECK(config.categories == "weishan");
  CHECK(config.ladder == "three_levels");
  CHECK(config.listen.allowed_origins == std::vector<std::string>{"https://map.example"});
}

TEST_CASE("how sure the datum guard must be is a setting") {
  auto const guard =
      read("[datum_guard]\nfixes = 90\nareas_for = 30\nareas_against = 1\nstreets_lead = 0\n")
          .datum_guard;
  CHECK(guard.fixes == 90);
  CHECK(guard.areas_for == 30);
  CHECK(guard.areas_against == 1);
  CHECK(guard.streets_lead == 0);
  CHECK(guard.trials == 2);
  for (auto const *line :
       {"datum_guard = 3", "[datum_guard]\nfixes = 0", "[datum_guard]\ntrials = 0",
        "[datum_guard]\nfixes = 1001", "[datum_guard]\nfixes = 10", "[datum_guard]\nareas_for = -1",
        "[datum_guard]\nareas_for = 1.5", "[datum_guard]\nshare = 3"}) {
    CAPTURE(line);
    CHECK_THAT(fault(line), Contains("datum_guard must be a table"));
  }
}

TEST_CASE("an unknown key is an error that names file, line, key and the known ones") {
  auto const words = fault("flush_ms = 50\nflush_sm = 50\n");
  CHECK_THAT(words, Contains("yuntu.toml:2: flush_sm is not a setting"));
  CHECK_THAT(words, Contains("flush_ms"));
  CHECK_THAT(fault("[sla]\nx = 1\n"), Contains("sla is not a setting"));
}

TEST_CASE("a value of the wrong type or out of range is an error that names it") {
  for (auto const *line :
       {"flush_ms = 19", "flush_ms = 1001", "flush_ms = \"50\"", "flush_ms = 50.0",
        "io_threads = 0", "io_threads = 65", "frame_layer = 1", "log_level = \"loud\"",
        "log_level = 3", "web = 5", "connections = 7", "reach_minutes = 0",
        "allowed_origins = \"https://map.example\"", "allowed_origins = [1]", "workflow = \"\"",
        "categories = 3", "categories = \"../x\"", "ladder = \"\""}) {
    CAPTURE(line);
    auto const key = std::string(line).substr(0, std::string(line).find(' '));
    CHECK_THAT(fault(line), Contains("yuntu.toml:1: " + key));
    CHECK_THAT(fault(line), Contains(key + " must be "));
  }
}

TEST_CASE("all that is wrong is said at once") {
  auto const words = fault("flush_ms = 1\nfoo = 2\n");
  CHECK_THAT(words, Contains("flush_ms must be a whole number from 20 to 1000"));
  CHECK_THAT(words, Contains("foo is not"));
}

TEST_CASE("a file that is no TOML is an error with its line") {
  CHECK_THAT(fault("a = 1\nb = = 2\n"), Contains("yuntu.toml:2:"));
}

TEST_CASE("a listening address has a host and a port") {
  Config config;
  app::read_listen_address("127.0.0.1:0", config);
  CHECK(config.listen.address == "127.0.0.1");
  CHECK(config.listen.port == 0);
  app::read_listen_address("[::1]:8443", config);
  CHECK(config.listen.address == "::1");
  CHECK(config.listen.port == 8443);
}

TEST_CASE("what is no listening address is refused with an example") {
  for (auto const *text : {"", ":", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                           "127.0.0.1:-1", "127.0.0.1:80x", "[::1]"}) {
    CAPTURE(text);
    CHECK_THAT(listen_fault(text), Contains("e.g. 127.0.0.1:8080"));
  }
}
