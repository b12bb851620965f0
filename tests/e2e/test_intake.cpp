#include "tests/e2e/scene.hpp"
#include "tests/tools/photo/photo_samples.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace yuntu::test;
namespace fs = std::filesystem;

namespace {

std::string const secret = "PLANTED118.3512,35.0547";

json row(std::string const &ticket, DemoPlace const &place, std::string const &text = "漏水") {
  return {{"ticket", ticket}, {"text", text}, {"lon", place.lon}, {"lat", place.lat}};
}

std::string photos_of(int number) {
  return "/api/v1/incidents/" + uuid(number) + "/photos";
}

Answer send_photo(ApiClient const &client, std::string const &path, std::string const &bytes,
                  std::string const &type = "image/jpeg") {
  return client.send("POST " + path, {"Content-Type: " + type}, bytes);
}

std::string code_of_building(DemoPlace const &place) {
  return place.areas.at("building").at("code");
}

/// True once it is, within some seconds.
bool comes_true(std::function<bool()> const &holds) {
  for (auto const deadline = in(Millis{20'000}); std::chrono::steady_clock::now() < deadline;) {
    if (holds()) {
      return true;
    }
    std::this_thread::sleep_for(Millis{50});
  }
  return false;
}

} // namespace

TEST_CASE("a hotline's batch is taken row by row, and again as it was") {
  Scene const scene;
  json const batch{{"items",
                    {row("T1", scene.here.at(0)),
                     row("T2", scene.here.at(1)),
                     {{"ticket", "T3"}, {"text", "x"}, {"lon", 0.5}, {"lat", 0.5}},
                     {{"ticket", "T4"}, {"lon", 118.5}, {"lat", 35.0}}}}};
  auto const first = scene.as("gateway").post("/api/v1/incidents/batch", batch);
  INFO(first.raw.body);
  REQUIRE(first.status == 200);
  CHECK(first.body.at("created") == 2);
  CHECK(first.body.at("refused") == 2);
  auto const &items = first.body.at("items");
  CHECK(items.at(2).at("reason").get<std::string>().find("50 km") != std::string::npos);
  CHECK(items.at(3).at("reason").get<std::string>().find("\"text\"") != std::string::npos);
  auto const again = scene.as("gateway").post("/api/v1/incidents/batch", batch);
  CHECK(again.body.at("repeated") == 2);
  CHECK(again.body.at("items").at(0).at("id") == items.at(0).at("id"));
  auto const one =
      scene.as("desk").get("/api/v1/incidents/" + items.at(0).at("id").get<std::string>());
  CHECK(one.status == 200);
  CHECK(one.body.at("ticket") == "T1");
  CHECK(one.body.at("channel") == "hotline");
  CHECK(scene.as("worker-1").post("/api/v1/incidents/batch", batch).status == 403);
  CHECK(ApiClient(scene.server.port(), "").post("/api/v1/incidents/batch", batch).status == 401);
}

TEST_CASE("a hotline's batch may be CSV, and is bounded") {
  Scene const scene;
  auto const building = code_of_building(scene.here.at(0));
  auto const csv = "工单编号,诉求内容,楼栋编码,来电人\nA1,电梯停运," + building + ",张三\n";
  auto const taken = scene.as("desk").send("POST /api/v1/incidents/batch",
                                           {"Content-Type: text/csv; charset=utf-8"}, csv);
  INFO(taken.raw.body);
  REQUIRE(taken.status == 200);
  CHECK(taken.body.at("created") == 1);
  CHECK(taken.body.at("ignored_columns") == json::array({"来电人"}));
  auto const large =
      scene.as("desk").send("POST /api/v1/incidents/batch", {}, std::string(256 * 1024 + 1, ' '));
  CHECK(large.status == 413);
}

TEST_CASE("files laid into the inbox become incidents, and bad ones lie beside what is wrong") {
  Scene scene;
  CHECK(scene.server.stop() == 0);
  auto const config = scene.town.dir().write("inbox.toml", "[intake]\ninbox = true\n");
  RunningServer const server(scene.town.data(), config);
  ApiClient const desk(server.port(), demo_town().token("desk"));
  auto const inbox = scene.town.data() / "inbox";
  auto const building = code_of_building(scene.here.at(0));
  auto const lay = [&](std::string const &name, std::string const &text) {
    std::ofstream(inbox / ("." + name)) << text;
    fs::rename(inbox / ("." + name), inbox / name);
  };
  lay("a.csv", "ticket,text,building\nI1,漏水," + building + "\nI2,停电,no-such\n");
  lay("b.json", "{");
  lay("c.json", json{{"items", {row("I3", scene.here.at(1))}}}.dump());
  REQUIRE(comes_true([&] {
    return fs::exists(inbox / "refused/a.csv") && fs::exists(inbox / "refused/b.json") &&
           fs::exists(inbox / "done/c.json");
  }));
  std::ifstream in(inbox / "refused/a.csv.report.json");
  auto const report = json::parse(in);
  CHECK(report.at("created") == 1);
  CHECK(report.at("items").at(1).at("row") == 2);
  auto const listed = desk.get("/api/v1/incidents").body.at("items");
  CHECK(listed.size() == 2);
  auto const metrics = desk.get("/metrics").raw.body;
  CHECK(metrics.find("yuntu_inbox_files_total{outcome=\"refused\"} 2") != std::string::npos);
  CHECK(metrics.find("yuntu_inbox_rows_total{verdict=\"created\"} 2") != std::string::npos);
}

TEST_CASE("a photo is kept without what was planted in it, and shown to those who may see it") {
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  struct Kind {
    std::string type;
    std::string bytes;
  };
  std::vector<Kind> const kinds{{"image/jpeg", sample_jpeg(secret)},
                                {"image/png", sample_png(secret)},
                                {"image/webp", sample_webp(secret)}};
  for (auto const &[type, bytes] : kinds) {
    // Whatever it is called: the content says what it is.
    auto const sent = send_photo(scene.as("worker-1"), photos_of(1), bytes, "image/png");
    INFO(type << sent.raw.body);
    REQUIRE(sent.status == 201);
    CHECK(sent.body.at("media_type") == type);
    CHECK(send_photo(scene.as("desk"), photos_of(1), bytes).status == 200);
    auto const address = photos_of(1) + "/" + sent.body.at("digest").get<std::string>();
    CHECK(sent.raw.header("location") == address);
    auto const shown = scene.as("desk").get(address);
    REQUIRE(shown.status == 200);
    CHECK(shown.raw.body.size() == sent.body.at("bytes"));
    CHECK(shown.raw.body.find("PLANTED") == std::string::npos);
    CHECK(shown.raw.body.find(sample_picture()) != std::string::npos);
    CHECK(shown.raw.header("content-type") == type);
    CHECK(shown.raw.header("x-content-type-options") == "nosniff");
    CHECK(shown.raw.header("cache-control") == "private, max-age=31536000, immutable");
    CHECK(shown.raw.header("content-disposition").find("inline; filename=") == 0);
    CHECK(scene.as("worker-2").get(address).status == 404);
    CHECK(ApiClient(scene.server.port(), "").get(address).status == 404);
  }
  auto const incident = scene.as("desk").get("/api/v1/incidents/" + uuid(1)).body;
  REQUIRE(incident.at("photos").size() == 3);
  CHECK(incident.at("version") == 1);
  for (auto const &entry : fs::recursive_directory_iterator(scene.town.data() / "photos")) {
    if (entry.is_regular_file()) {
      std::ifstream in(entry.path(), std::ios::binary);
      std::string const stored{std::istreambuf_iterator<char>(in), {}};
      CHECK(stored.find("PLANTED") == std::string::npos);
    }
  }
}

TEST_CASE("a resident adds photos by the receipt, as they come and whoever looks") {
  Scene const scene;
  ApiClient const nobody(scene.server.port(), "");
  auto const reported =
      nobody.post("/api/v1/incidents", {{"id", uuid(1)},
                                        {"channel", "qr"},
                                        {"text", "the lift is out"},
                                        {"building", code_of_building(scene.here.at(0))}});
  REQUIRE(reported.status == 201);
  auto const receipt = "?receipt=" + reported.body.at("receipt").get<std::string>();
  auto const sent = send_photo(nobody, photos_of(1) + receipt, sample_jpeg(secret));
  INFO(sent.raw.body);
  REQUIRE(sent.status == 201);
  auto const address = photos_of(1) + "/" + sent.body.at("digest").get<std::string>();
  CHECK(nobody.get(address + receipt).status == 200);
  CHECK(nobody.get(address).status == 404);
  CHECK(send_photo(nobody, photos_of(1), sample_jpeg(secret)).status == 404);
  CHECK(send_photo(nobody, photos_of(1) + "?receipt=x", sample_jpeg(secret)).status == 404);
}

TEST_CASE("a photo that is none is refused, and says why") {
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  auto const desk = scene.as("desk");
  auto const refused = [&](std::string const &bytes, std::string const &type, unsigned status,
                           std::string const &words) {
    auto const answer = send_photo(desk, photos_of(1), bytes, type);
    INFO(answer.raw.body);
    CHECK(answer.status == status);
    CHECK(answer.body.at("detail").get<std::string>().find(words) != std::string::npos);
  };
  refused("<svg onload=alert(1)>", "image/png", 415, "no JPEG, PNG or WebP");
  refused(sample_jpeg(secret), "text/html", 415, "Content-Type");
  refused(sample_jpeg(secret).substr(0, 300), "image/jpeg", 422, "damaged");
  refused(std::string(8 * 1024 * 1024 + 1, 'x'), "image/jpeg", 413, "8388608");
  CHECK(desk.get("/api/v1/incidents/" + uuid(1)).body.at("photos").empty());
}

TEST_CASE("reports of one leak are proposed to each other with reasons, to those who see both") {
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  scene.raise(2, scene.here.at(0));
  scene.raise(3, scene.there.at(0));
  auto const one = scene.as("desk").get("/api/v1/incidents/" + uuid(1)).body;
  REQUIRE(one.at("similar").size() == 1);
  auto const &similar = one.at("similar").at(0);
  CHECK(similar.at("id") == uuid(2));
  CHECK(similar.at("distance_m") == 0);
  CHECK(similar.at("reasons") ==
        json::array({"same_building", "near", "same_category", "similar_words"}));
  CHECK(similar.at("score") > 0.9);
  CHECK(one.at("similar_count") == 1);
  // Merged, it is one.
  auto const merged =
      scene.as("desk").post("/api/v1/incidents/" + uuid(2) + "/actions",
                            {{"action", "merge"}, {"into", uuid(1)}}, {"If-Match: \"1\""});
  INFO(merged.raw.body);
  REQUIRE(merged.status == 200);
  CHECK(scene.as("desk").get("/api/v1/incidents/" + uuid(1)).body.at("similar").empty());
}

TEST_CASE("bad reports get a clear answer each, and nothing good is lost by them") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const &place = scene.here.at(0);
  auto const answer_to = [&](json const &changes) {
    auto report = incident_report(1, place.lon, place.lat);
    report.update(changes);
    return desk.post("/api/v1/incidents", report);
  };
  CHECK(answer_to({{"text", std::string(2'000'000, 'x')}}).status == 413);
  auto const long_text = answer_to({{"text", std::string(5'000, 'x')}});
  CHECK(long_text.status == 400);
  CHECK(long_text.body.at("detail").get<std::string>().find("4096") != std::string::npos);
  CHECK(answer_to({{"lon", 0.5}, {"lat", 0.5}}).status == 422);
  CHECK(answer_to({{"lon", 200}}).status == 400);
  CHECK(answer_to({{"time", "tomorrow"}}).status == 400);
  auto const future = answer_to({{"time", "2099-01-01T00:00:00Z"}});
  CHECK(future.status == 422);
  CHECK(future.body.at("detail").get<std::string>().find("2099-01-01") != std::string::npos);
  // A clock that runs a little fast: it happened when we heard of it.
  auto const fast = answer_to({{"time", seconds_ago(-120)}});
  REQUIRE(fast.status == 201);
  CHECK(fast.body.at("time") < seconds_ago(-60));

  // Two operators at once: one acts, the other is told how it stands now.
  auto const act = [&](std::string const &action) {
    return desk.post("/api/v1/incidents/" + uuid(1) + "/actions", {{"action", action}},
                     {"If-Match: \"1\""});
  };
  Answer first;
  Answer second;
  std::thread other([&] { second = act("classify"); });
  first = act("classify");
  other.join();
  CHECK(std::min(first.status, second.status) == 200);
  CHECK(std::max(first.status, second.status) == 412);
  CHECK(desk.get("/api/v1/incidents/" + uuid(1)).body.at("version") == 2);
}
