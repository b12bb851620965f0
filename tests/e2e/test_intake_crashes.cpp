#include "tests/e2e/scene.hpp"
#include "tests/tools/photo/photo_samples.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

using namespace yuntu::test;
namespace fs = std::filesystem;

namespace {

constexpr int rows_of_batch = 40;

json batch_of(int number, std::vector<DemoPlace> const &places) {
  json items = json::array();
  for (int i = 0; i < rows_of_batch; ++i) {
    auto const &place = places.at(static_cast<std::size_t>(i) % places.size());
    items.push_back({{"ticket", "T" + std::to_string(number) + "-" + std::to_string(i)},
                     {"text", "漏水"},
                     {"lon", place.lon},
                     {"lat", place.lat}});
  }
  return {{"items", std::move(items)}};
}

/// Incidents by ticket; a ticket that is there twice fails the test.
std::set<std::string> tickets_at(ApiClient const &desk) {
  std::set<std::string> tickets;
  std::string cursor;
  do {
    auto const page =
        desk.get("/api/v1/incidents?limit=1000" + (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(page.status == 200);
    for (auto const &incident : page.body.at("items")) {
      auto const ticket = incident.at("ticket").get<std::string>();
      CHECK((ticket.empty() || tickets.insert(ticket).second));
    }
    auto const &next = page.body.at("next");
    cursor = next.is_null() ? "" : next.get<std::string>();
  } while (!cursor.empty());
  return tickets;
}

/// Sends photos and batches until the server is gone.
struct Sender {
  Sender(std::uint16_t port, std::vector<DemoPlace> const &where, int first)
      : desk(port, demo_town().token("desk")), places(where), next(first) {}

  void run() {
    try {
      while (!is_over) {
        auto const batch = next++;
        if (desk.post("/api/v1/incidents/batch", batch_of(batch, places)).status != 200) {
          return;
        }
        batches.insert(batch);
        ++answers;
        auto const sent =
            desk.send("POST /api/v1/incidents/" + uuid(1) + "/photos", {"Content-Type: image/png"},
                      sample_png("", "picture " + std::to_string(batch % 8)));
        if (sent.status != 200 && sent.status != 201) {
          return;
        }
        photos.insert(sent.body.at("digest").get<std::string>());
        ++answers;
      }
    } catch (std::exception const &) {
      // The connection broke: it is not answered.
    }
  }

  ApiClient desk;
  std::vector<DemoPlace> const &places;
  int next;
  std::set<int> batches; ///< answered
  std::set<std::string> photos;
  std::atomic<int> answers{0};
  std::atomic<bool> is_over{false};
};

std::size_t files_in(fs::path const &folder) {
  std::size_t count = 0;
  for (auto const &entry : fs::recursive_directory_iterator(folder)) {
    count += entry.is_regular_file() ? 1 : 0;
  }
  return count;
}

} // namespace

TEST_CASE("kill -9 in the middle of batches and photos loses and doubles nothing") {
  Scene scene;
  scene.raise(1, scene.here.at(0));
  scene.server.kill();
  std::mt19937 random(11);
  std::set<int> batches;
  std::set<std::string> photos;
  int next = 0;
  for (int round = 0; round < 6; ++round) {
    RunningServer server(scene.town.data());
    Sender sender(server.port(), scene.here, next);
    std::thread thread([&] { sender.run(); });
    auto const enough = 2 + static_cast<int>(random() % 6);
    for (auto const deadline = in(Millis{20'000});
         sender.answers < enough && std::chrono::steady_clock::now() < deadline;) {
      std::this_thread::sleep_for(Millis{1});
    }
    std::this_thread::sleep_for(Millis{random() % 20});
    server.kill();
    sender.is_over = true;
    thread.join();
    batches.insert(sender.batches.begin(), sender.batches.end());
    photos.insert(sender.photos.begin(), sender.photos.end());
    next = sender.next;
  }
  RunningServer server(scene.town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  auto const before = tickets_at(desk);
  CHECK(before.size() % rows_of_batch == 0); // all of a batch or nothing
  for (int const batch : batches) {
    CHECK(before.contains("T" + std::to_string(batch) + "-0"));
  }
  // The feed sends everything once more.
  for (int batch = 0; batch < next; ++batch) {
    auto const answer = desk.post("/api/v1/incidents/batch", batch_of(batch, scene.here)).body;
    CHECK(answer.at("created").get<int>() + answer.at("repeated").get<int>() == rows_of_batch);
    CHECK((batches.count(batch) == 0 || answer.at("repeated") == rows_of_batch));
  }
  CHECK(tickets_at(desk).size() == static_cast<std::size_t>(next) * rows_of_batch);

  auto const shown = desk.get("/api/v1/incidents/" + uuid(1)).body.at("photos");
  std::set<std::string> known;
  for (auto const &photo : shown) {
    auto const digest = photo.at("digest").get<std::string>();
    CHECK(known.insert(digest).second);
    CHECK(desk.get("/api/v1/incidents/" + uuid(1) + "/photos/" + digest).status == 200);
  }
  for (auto const &digest : photos) {
    CHECK(known.contains(digest));
  }
  // What was stored without its fact has been swept.
  CHECK(files_in(scene.town.data() / "photos") == known.size());
  CHECK(batches.size() > 3);
  CHECK_FALSE(photos.empty());
}

TEST_CASE("kill -9 while files of the inbox are taken loses and doubles nothing") {
  Scene scene;
  CHECK(scene.server.stop() == 0);
  auto const config = scene.town.dir().write("inbox.toml", "[intake]\ninbox = true\n");
  auto const inbox = scene.town.data() / "inbox";
  fs::create_directory(inbox);
  constexpr int files = 12;
  for (int i = 0; i < files; ++i) {
    std::ofstream(inbox / ("f" + std::to_string(i) + ".json")) << batch_of(i, scene.here);
  }
  auto const put_away = [&] {
    return fs::exists(inbox / "done")
               ? std::distance(fs::directory_iterator(inbox / "done"), fs::directory_iterator()) / 2
               : 0;
  };
  for (int round = 0; round < 3; ++round) {
    RunningServer server(scene.town.data(), config);
    auto const enough = put_away() + 2;
    for (auto const deadline = in(Millis{20'000});
         put_away() < enough && std::chrono::steady_clock::now() < deadline;) {
      std::this_thread::sleep_for(Millis{1});
    }
    server.kill();
  }
  RunningServer server(scene.town.data(), config);
  for (auto const deadline = in(Millis{20'000});
       put_away() < files && std::chrono::steady_clock::now() < deadline;) {
    std::this_thread::sleep_for(Millis{20});
  }
  CHECK(put_away() == files);
  ApiClient const desk(server.port(), demo_town().token("desk"));
  CHECK(tickets_at(desk).size() == std::size_t{files} * rows_of_batch);
}
