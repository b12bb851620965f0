#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <ctime>

using namespace yuntu::test;

namespace {

std::string base64(std::string const &bytes) {
  constexpr char const *letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = i; k < i + 3; ++k) {
      three = three << 8U | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : letters[three >> (18 - 6 * k) & 63U];
    }
  }
  return text;
}

std::string login(std::string const &user, std::string const &token) {
  return "Authorization: Basic " + base64(user + ":" + token);
}

/// A place and when somebody was there, in Unix seconds.
struct Fix {
  DemoPlace place;
  std::time_t time = 0;
};

std::string digits(double degrees) {
  return json(degrees).dump();
}

std::string owntracks_body(Fix const &fix) {
  return json{{"_type", "location"},  {"tst", fix.time}, {"lon", fix.place.lon},
              {"lat", fix.place.lat}, {"acc", 5},        {"tid", "ph"}}
      .dump();
}

std::string osmand_query(std::string const &id, Fix const &fix) {
  return "id=" + id + "&lat=" + digits(fix.place.lat) + "&lon=" + digits(fix.place.lon) +
         "&timestamp=" + std::to_string(fix.time) + "&accuracy=5";
}

std::string osmand_body(std::string const &id, Fix const &fix) {
  return json{
      {"device_id", id},
      {"location",
       {{"timestamp", time_text(fix.time)},
        {"coords", {{"latitude", fix.place.lat}, {"longitude", fix.place.lon}, {"accuracy", 5}}}}}}
      .dump();
}

/// The demo county, its server with both doors open and worker-1 on duty for an hour.
struct TrackedTown {
  TrackedTown()
      : server(town.data(),
               town.dir().write("trackers.toml", "[intake]\nowntracks = true\nosmand = true\n")),
        worker(as("worker-1").get("/api/v1/session").body.at("user")),
        here(demo_town().places_in(DemoTown::grid(1))) {
    auto const duty =
        as("worker-1").post("/api/v1/duty", {{"on", true}, {"time", seconds_ago(3600)}});
    INFO(duty.raw.body);
    REQUIRE(duty.status == 200);
  }

  [[nodiscard]] ApiClient as(std::string const &user) const {
    return {server.port(), demo_town().token(user)};
  }
  [[nodiscard]] RawResponse send(std::string const &start, std::string const &header,
                                 std::string const &body = {}) const {
    return ask(server.port(), start, {header}, body);
  }
  [[nodiscard]] Fix fix(std::size_t number) const {
    return {here.at(number), start + static_cast<std::time_t>(number) * 120};
  }
  /// `yuntu device enrol` beside the running server; the secret id that it prints.
  [[nodiscard]] std::string enrol(std::string const &device) const {
    auto const done = yuntu::test::yuntu({"device", "enrol", "--data", town.data().string(),
                                          "--device", device, "--user", "worker-1"});
    INFO(done.errors);
    REQUIRE(done.code == 0);
    auto const printed = json::parse(done.out);
    CHECK(printed.at("device") == device);
    CHECK(printed.at("user") == worker);
    return printed.at("id");
  }
  /// The marker of worker-1 stands where the fix was, as the desk sees it.
  void check_shown(Fix const &fix) const {
    auto const workers = as("desk").get("/api/v1/workers").body.at("items");
    INFO(workers.dump());
    REQUIRE(workers.size() == 1);
    CHECK(workers[0].at("id") == worker);
    CHECK(place_text(workers[0].at("lon"), workers[0].at("lat")) ==
          place_text(fix.place.lon, fix.place.lat));
    CHECK(workers[0].at("accuracy_m") == 5);
    CHECK(workers[0].at("time").get<std::string>().substr(0, 19) ==
          time_text(fix.time).substr(0, 19));
  }
  [[nodiscard]] std::size_t fixes_stored() const {
    auto const track = as("desk").get("/api/v1/workers/" + worker +
                                      "/track?from=" + seconds_ago(3600) + "&to=" + seconds_ago(0));
    INFO(track.raw.body);
    REQUIRE(track.status == 200);
    return track.body.at("items").size();
  }

  TownCopy town;
  RunningServer server;
  std::string worker; ///< the id of worker-1
  std::vector<DemoPlace> here;
  std::time_t start = std::time(nullptr) - 600; ///< Unix seconds, of the first fix
};

std::string const form = "Content-Type: application/x-www-form-urlencoded";
std::string const in_json = "Content-Type: application/json";

} // namespace

TEST_CASE("base64 as in RFC 4648") {
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("tracker apps find no door until the configuration opens it") {
  Scene const scene;
  auto const port = scene.server.port();
  Fix const fix{scene.here.at(0), std::time(nullptr) - 60};
  auto const owntracks =
      ask(port, "POST /owntracks", {login("worker-1", demo_town().token("worker-1")), in_json},
          owntracks_body(fix));
  CHECK(owntracks.status == 404);
  CHECK(owntracks.body.find("owntracks is switched off") != std::string::npos);
  CHECK(ask(port, "GET /osmand?" + osmand_query("any", fix)).status == 404);
  CHECK(ask(port, "POST /osmand", {form}, osmand_query("any", fix)).status == 404);
  CHECK(ask(port, "POST /osmand", {in_json}, osmand_body("any", fix)).status == 404);
  CHECK(scene.as("desk").get("/api/v1/workers").body.at("items").empty());
}

TEST_CASE("OwnTracks signs in by Basic and moves its worker; the same fix again is stored once") {
  TrackedTown const town;
  auto const token = demo_town().token("worker-1");
  auto const post = [&](std::string const &user, std::string const &password,
                        std::string const &body) {
    return town.send("POST /owntracks", login(user, password), body);
  };
  auto const first = post("worker-1", token, owntracks_body(town.fix(0)));
  INFO(first.body);
  REQUIRE(first.status == 200);
  CHECK(first.body == "[]");
  town.check_shown(town.fix(0));

  auto const later = town.fix(1);
  for (int i = 0; i < 3; ++i) {
    CHECK(post(town.worker, token, owntracks_body(later)).status == 200);
  }
  town.check_shown(later);
  CHECK(town.fixes_stored() == 2);

  auto const elsewhere = owntracks_body(town.fix(2));
  auto const refused = post("worker-1", "0000", elsewhere);
  CHECK(refused.status == 401);
  CHECK(refused.header("www-authenticate").find("Basic") != std::string::npos);
  CHECK(post("worker-2", token, elsewhere).status == 401);
  CHECK(post("desk", demo_town().token("desk"), elsewhere).status == 403);
  CHECK(town.send("POST /owntracks", in_json, elsewhere).status == 401);
  town.check_shown(later);
  CHECK(town.fixes_stored() == 2);
}

TEST_CASE("OsmAnd fixes of an enrolled phone are taken as query, form and JSON, each stored once") {
  TrackedTown const town;
  auto const id = town.enrol("phone-7");
  auto const query = town.fix(0);
  auto const posted = town.fix(1);
  auto const object = town.fix(2);
  auto const taken = [](RawResponse const &answer) {
    INFO(answer.body);
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
  };
  auto const send_all = [&](std::string const &secret) {
    return std::vector<RawResponse>{
        town.send("GET /osmand?" + osmand_query(secret, query), "Accept: */*"),
        town.send("POST /osmand", form, osmand_query(secret, posted)),
        town.send("POST /osmand", in_json, osmand_body(secret, object))};
  };
  taken(town.send("GET /osmand?" + osmand_query(id, query), "Accept: */*"));
  town.check_shown(query);
  taken(town.send("POST /osmand", form, osmand_query(id, posted)));
  town.check_shown(posted);
  taken(town.send("POST /osmand", in_json, osmand_body(id, object)));
  town.check_shown(object);
  CHECK(town.fixes_stored() == 3);

  for (auto const &again : send_all(id)) {
    taken(again);
  }
  CHECK(town.fixes_stored() == 3);

  for (auto const &unknown : send_all("phone-7")) { // its name is no secret
    CHECK(unknown.status == 400);
    CHECK(unknown.body.find("no device is enrolled with this id") != std::string::npos);
  }
  auto const renewed = town.enrol("phone-7");
  CHECK(renewed != id);
  for (auto const &old : send_all(id)) {
    CHECK(old.status == 400);
  }
  town.check_shown(object);
  CHECK(town.fixes_stored() == 3);
}
