#include "tests/e2e/hostile_files.hpp"
#include "tests/e2e/import_file.hpp"
#include "tests/e2e/log_file.hpp"
#include "tests/e2e/scene.hpp"

#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include <poll.h>

#include <catch2/catch.hpp>

using namespace yuntu::test;

namespace {

namespace fs = std::filesystem;

std::string bytes_of(fs::path const &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Most memory the server has had, in KiB.
long peak_kib(RunningServer const &server) {
  std::ifstream in("/proc/" + std::to_string(server.pid()) + "/status");
  std::string word;
  long value = 0;
  while (in >> word) {
    if (word == "VmHWM:") {
      in >> value;
    }
  }
  return value;
}

/// What GeoJSON cannot say, and a few grids do not show.
json const in_wgs84{{"datum", "wgs84"}};

/// A steward at work.
class Steward {
public:
  explicit Steward(std::uint16_t port) : api_(port, demo_town().token("steward")) {}

  [[nodiscard]] std::string begin(std::string const &name, json const &options = json::object(),
                                  std::string const &layer = "grid") const {
    auto const begun =
        api_.post("/api/v1/imports", {{"layer", layer}, {"file", name}, {"options", options}});
    INFO(begun.raw.body);
    REQUIRE(begun.status == 201);
    return begun.body.at("id");
  }
  Answer put(std::string const &id, std::string const &bytes, std::string const &name = "",
             std::vector<std::string> const &headers = {}) const {
    auto const query = name.empty() ? "" : "?name=" + name;
    return api_.send("PUT /api/v1/imports/" + id + "/file" + query, headers, bytes);
  }
  Answer act(std::string const &id, json const &act) const {
    return api_.post("/api/v1/imports/" + id + "/actions", act);
  }
  [[nodiscard]] json state(std::string const &id) const {
    return api_.get("/api/v1/imports/" + id).body;
  }
  /// Has it read and waits until that is over.
  [[nodiscard]] json read(std::string const &id) const {
    auto const begun = act(id, {{"action", "read"}});
    INFO(begun.raw.body);
    REQUIRE(begun.status == 200);
    return settled(id);
  }
  /// Once nothing of it is under way any more.
  [[nodiscard]] json settled(std::string const &id) const {
    auto const deadline = in(Millis{120'000});
    for (;;) {
      auto job = state(id);
      auto const phase = job.at("phase").get<std::string>();
      bool const is_under_way =
          phase == "queued" || phase == "reading" || phase == "checking" || phase == "accepting";
      if (!is_under_way || std::chrono::steady_clock::now() > deadline) {
        return job;
      }
      (void)::poll(nullptr, 0, 50);
    }
  }
  [[nodiscard]] Answer get(std::string const &path) const { return api_.get(path); }

private:
  ApiClient api_;
};

json map_of(Scene const &scene) {
  return scene.as("steward").get("/api/v1/map").body;
}

std::string version_of(Scene const &scene, std::string const &name) {
  auto const map = map_of(scene);
  for (auto const &layer : map.at("layers")) {
    if (layer.at("layer") == name) {
      return layer.at("version");
    }
  }
  return "";
}

} // namespace

TEST_CASE("a steward uploads a layer, sees what is wrong with it, and accepts it knowingly") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto live = scene.watch_as("desk");
  live.subscribe({"worker"});
  auto const before = version_of(scene, "grid");
  auto const id = steward.begin("two grids.geojson", in_wgs84);
  CHECK(steward.put(id, squares({{118.51, 35}, {118.5105, 35}})).status == 200);
  auto const job = steward.read(id);
  INFO(job.dump());
  REQUIRE(job.at("phase") == "ready");
  CHECK(job.at("report").at("written") == 2);
  CHECK(job.at("errors") > 0);
  auto const findings = steward.get("/api/v1/imports/" + id + "/findings.geojson");
  CHECK(findings.raw.header("content-type") == "application/geo+json");
  CHECK(findings.body.at("features").size() == job.at("check").at("findings"));
  CHECK(steward.get("/api/v1/imports/" + id + "/certificate").status == 404);
  CHECK(steward.get("/api/v1/imports/" + id + "/layer.geojson").body.at("features").size() == 2);
  CHECK(version_of(scene, "grid") == before);

  CHECK(steward.act(id, {{"action", "accept"}}).status == 422);
  auto const done = steward.act(id, {{"action", "accept"}, {"despite_findings", true}});
  INFO(done.raw.body);
  CHECK(done.status == 200);
  CHECK(done.body.at("phase") == "accepted");
  CHECK(version_of(scene, "grid") == job.at("version"));
  CHECK_FALSE(fs::exists(scene.town.data() / "spool" / id));
  CHECK(steward.act(id, {{"action", "refuse"}}).status == 409);
  scene.report("ann", 1, scene.here.at(0));
  live.await_shown(1); // nobody was dropped
}

TEST_CASE("a faultless layer in several files has a certificate, and may be refused all the same") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const before = map_of(scene);
  auto const id = steward.begin("grid.shp", {{"map", {{{"field", "code"}, {"source", "WGBM"}}}}});
  for (auto const *const part : {"shp", "shx", "dbf", "prj"}) {
    auto const name = std::string("grid.") + part;
    CHECK(steward.put(id, bytes_of(demo_town().files / name), name).status == 200);
  }
  CHECK(steward.put(id, "x", "passwd").status == 422);
  auto const job = steward.read(id);
  INFO(job.dump());
  REQUIRE(job.at("phase") == "ready");
  CHECK(job.at("report").at("written") == 8);
  CHECK(job.at("errors") == 0);
  auto const paper = steward.get("/api/v1/imports/" + id + "/certificate");
  CHECK(paper.status == 200);
  CHECK(paper.body.at("certificate").at("seal").get<std::string>().size() == 64);
  CHECK(steward.act(id, {{"action", "refuse"}}).body.at("phase") == "refused");
  CHECK_FALSE(fs::exists(scene.town.data() / "spool" / id));
  CHECK(map_of(scene) == before);
}

TEST_CASE("an upload that broke off goes on where it ended") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const whole = squares({{118.51, 35}, {118.52, 35}});
  auto const half = whole.size() / 2;
  auto const id = steward.begin("grids.geojson", in_wgs84);
  auto const range = [&](std::size_t from, std::size_t to) {
    return std::vector<std::string>{"Content-Range: bytes " + std::to_string(from) + "-" +
                                    std::to_string(to) + "/" + std::to_string(whole.size())};
  };
  CHECK(steward.put(id, whole.substr(0, half), "", range(0, half - 1)).status == 200);
  CHECK(steward.act(id, {{"action", "read"}}).status == 409);
  CHECK(steward.put(id, whole.substr(half + 1), "", range(half + 1, whole.size() - 1)).status ==
        409);
  CHECK(steward.put(id, "xx", "", {"Content-Range: bytes 5-3/9"}).status == 400);
  auto const rest = steward.put(id, whole.substr(half), "", range(half, whole.size() - 1));
  CHECK(rest.body.at("files").at(0).at("whole") == true);
  CHECK(steward.read(id).at("report").at("written") == 2);
}

TEST_CASE("hostile uploads fail with their reason in a program of their own") {
  Scene const scene;
  TempDir const dir;
  Steward const steward(scene.server.port());
  auto const before = map_of(scene);
  auto const memory = peak_kib(scene.server);
  int tried = 0;
  for (auto const &hostile : hostile_files(dir, 9)) {
    std::error_code none;
    constexpr std::uintmax_t most = 4'000'000;
    if (!fs::is_regular_file(hostile.file, none) || fs::file_size(hostile.file) == 0 ||
        fs::file_size(hostile.file) > most) {
      continue;
    }
    INFO(hostile.what);
    auto const id = steward.begin(hostile.file.filename().string());
    REQUIRE(steward.put(id, bytes_of(hostile.file)).status == 200);
    auto const job = steward.read(id);
    INFO(job.dump());
    CHECK(job.at("phase") == "failed");
    CHECK_FALSE(job.at("reason").get<std::string>().empty());
    CHECK(job.at("reason").get<std::string>().find(scene.town.data().string()) ==
          std::string::npos);
    CHECK(steward.act(id, {{"action", "refuse"}}).status == 200);
    ++tried;
  }
  CHECK(tried >= 10);
  CHECK(map_of(scene) == before);
  CHECK(peak_kib(scene.server) - memory < 32 * 1024);
}

TEST_CASE("a large upload goes through the server's hands, not into its memory") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const id = steward.begin("large.gpkg");
  std::string const bytes(std::size_t{96} << 20, 'x');
  auto const memory = peak_kib(scene.server);
  CHECK(steward.put(id, bytes).status == 200);
  CHECK(peak_kib(scene.server) - memory < 32 * 1024);
  CHECK(fs::file_size(scene.town.data() / "spool" / id / "source.gpkg") == bytes.size());
  auto const job = steward.read(id);
  CHECK(job.at("phase") == "failed");
  CHECK(peak_kib(scene.server) - memory < 32 * 1024);
}

TEST_CASE("a restart loses what was not decided, and says so") {
  TownCopy const town;
  std::string id;
  {
    RunningServer server(town.data());
    Steward const steward(server.port());
    id = steward.begin("grids.geojson", in_wgs84);
    CHECK(steward.put(id, squares({{118.51, 35}})).status == 200);
    CHECK(steward.read(id).at("phase") == "ready");
    server.kill();
  }
  RunningServer server(town.data());
  Steward const steward(server.port());
  CHECK(steward.state(id).at("phase") == "lost");
  CHECK(steward.act(id, {{"action", "accept"}}).status == 409);
  CHECK_FALSE(fs::exists(town.data() / "spool" / id));
  CHECK(server.stop() == 0);
}

TEST_CASE("a limit of the configuration bounds an upload") {
  TownCopy const town;
  auto const config = town.dir().write("small.toml", "import_mib = 1\n");
  RunningServer const server(town.data(), config);
  Steward const steward(server.port());
  auto const id = steward.begin("grids.geojson", in_wgs84);
  CHECK(steward.put(id, std::string((1 << 20) + 1, 'x')).status == 413);
  CHECK(steward.put(id, std::string(1 << 20, 'x')).status == 200);
}

TEST_CASE("an import that was checked against other layers is checked again before it is used") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const id = steward.begin("grids.geojson", in_wgs84);
  CHECK(steward.put(id, squares({{118.51, 35}})).status == 200);
  auto const before = steward.read(id);
  REQUIRE(before.at("phase") == "ready");
  CHECK(before.at("check").at("against").at("community") == version_of(scene, "community"));
  CHECK(before.at("check").at("against").at("grid") == version_of(scene, "grid"));

  auto const file = scene.town.dir().write("communities.geojson", squares({{118.5, 35}}));
  REQUIRE(import_wgs84(scene.town.data(), "community", file).code == 0);
  auto const present = version_of(scene, "grid");
  json const accept{{"action", "accept"}, {"despite_findings", true}};
  auto const refused = steward.act(id, accept);
  CHECK(refused.status == 409);
  CHECK(refused.raw.body.find("community") != std::string::npos);
  CHECK(refused.raw.body.find("check") != std::string::npos);
  CHECK(version_of(scene, "grid") == present);

  CHECK(steward.act(id, {{"action", "check"}}).status == 200);
  auto const again = steward.settled(id);
  REQUIRE(again.at("phase") == "ready");
  CHECK(again.at("check").at("against").at("community") == version_of(scene, "community"));
  CHECK(steward.act(id, accept).status == 200);
  CHECK(version_of(scene, "grid") == again.at("version"));
}

TEST_CASE("what would change is told area by area before a layer is used") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const file = scene.town.dir().write("first.geojson", squares({{118.51, 35}, {118.52, 35}}));
  REQUIRE(import_wgs84(scene.town.data(), "grid", file).code == 0);
  auto const id = steward.begin("next.geojson", in_wgs84);
  CHECK(steward.put(id, squares({{118.5105, 35}, {118.52, 35}, {118.53, 35}})).status == 200);
  REQUIRE(steward.read(id).at("phase") == "ready");
  auto const told = steward.get("/api/v1/imports/" + id + "/differences.geojson");
  CHECK(told.raw.header("content-type") == "application/geo+json");
  CHECK(told.body.at("counts") ==
        json{{"removed", 0}, {"moved", 1}, {"added", 1}, {"edited", 0}, {"same", 1}});
  REQUIRE(told.body.at("features").size() == 3);
  CHECK(told.body.at("features")[0].at("properties").at("code") == "G1");
  CHECK(told.body.at("features")[2].at("properties").at("code") == "G3");
  CHECK(steward.act(id, {{"action", "refuse"}}).status == 200);
  CHECK(steward.get("/api/v1/imports/" + id + "/differences.geojson").status == 404);
}

TEST_CASE("an acceptance whose log is held by another waits, says so, and is done later") {
  Scene const scene;
  Steward const steward(scene.server.port());
  auto const id = steward.begin("grids.geojson", in_wgs84);
  CHECK(steward.put(id, squares({{118.51, 35}})).status == 200);
  auto const job = steward.read(id);
  REQUIRE(job.at("phase") == "ready");
  {
    HeldLog const held(scene.town.data());
    auto const answer = steward.act(id, {{"action", "accept"}, {"despite_findings", true}});
    INFO(answer.raw.body);
    CHECK(answer.status == 202);
    CHECK(answer.body.at("phase") == "accepting");
    CHECK(answer.body.at("reason").get<std::string>().find("will be stored") != std::string::npos);
    CHECK(version_of(scene, "grid") != job.at("version"));
  }
  CHECK(steward.settled(id).at("phase") == "accepted");
  CHECK(version_of(scene, "grid") == job.at("version"));
}

TEST_CASE("an import on the command line whose log is held by another waits until it is stored") {
  Scene const scene;
  auto const before = version_of(scene, "grid");
  auto const file = scene.town.dir().write("grids.geojson", squares({{118.51, 35}}));
  auto held = std::make_unique<HeldLog>(scene.town.data());
  std::thread release([&] {
    for (int i = 0; i < 200 && scene.as("steward").get("/readyz").status == 200; ++i) {
      (void)::poll(nullptr, 0, 50); // until the server has tried in vain
    }
    held.reset();
  });
  auto const done = import_wgs84(scene.town.data(), "grid", file);
  release.join();
  INFO(done.errors);
  CHECK(done.code == 0);
  CHECK(version_of(scene, "grid") != before);
}
