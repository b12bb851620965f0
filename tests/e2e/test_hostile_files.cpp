#include "tests/e2e/hostile_files.hpp"
#include "tests/e2e/import_file.hpp"
#include "tests/e2e/scene.hpp"
#include "tests/support/raw_socket.hpp"

#include <algorithm>
#include <fstream>

#include <poll.h>

#include <catch2/catch.hpp>

using namespace yuntu::test;

namespace {

/// Somebody on this machine who notices whoever calls.
class Watcher {
public:
  Watcher() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void *const place = &address;
    ::socklen_t size = sizeof address;
    REQUIRE(::bind(fd_, static_cast<::sockaddr *>(place), size) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    REQUIRE(::getsockname(fd_, static_cast<::sockaddr *>(place), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Watcher() { ::close(fd_); }
  Watcher(Watcher const &) = delete;
  Watcher &operator=(Watcher const &) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] bool was_called() const {
    ::pollfd entry{fd_, POLLIN, 0};
    return ::poll(&entry, 1, 0) == 1;
  }

private:
  int fd_;
  std::uint16_t port_ = 0;
};

std::size_t files_in(std::filesystem::path const &folder) {
  std::error_code none;
  auto const files = std::filesystem::recursive_directory_iterator(folder, none);
  return none ? 0
              : static_cast<std::size_t>(
                    std::distance(begin(files), std::filesystem::recursive_directory_iterator{}));
}

} // namespace

TEST_CASE("hostile files are refused by name, nothing is stored and nobody is called") {
  Scene const scene;
  TempDir const dir;
  Watcher const watcher;
  auto const before = scene.as("desk").get("/api/v1/map").body;
  for (auto const &hostile : hostile_files(dir, watcher.port())) {
    auto const done = import_wgs84(scene.town.data(), "grid", hostile.file);
    INFO(hostile.what << ": " << done.errors << done.out);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    for (auto const &word : hostile.named) {
      INFO("expected to be named: " << word);
      CHECK(done.errors.find(word) != std::string::npos);
    }
    CHECK(std::count(done.errors.begin(), done.errors.end(), '\n') <= 2);
    CHECK(files_in(scene.town.data() / "spool") == 0);
  }
  CHECK(scene.as("desk").get("/api/v1/map").body == before);
  CHECK_FALSE(watcher.was_called());
  RawSocket const caller(watcher.port()); // or the line above would prove nothing
  CHECK(watcher.was_called());
}

TEST_CASE("rows that cross themselves or lie nowhere leave the good ones standing") {
  TownCopy const town;
  auto rows = json::parse(squares({{118.51, 35}, {118.52, 35}, {118.53, 35}}));
  auto &bow_tie = rows["features"][0]["geometry"]["coordinates"][0];
  std::swap(bow_tie[1], bow_tie[2]);
  rows["features"][1]["geometry"]["coordinates"][0][2] = {1e300, 35};
  auto const file = town.dir().write("rows.geojson", rows.dump());
  auto const done = import_wgs84(town.data(), "grid", file);
  INFO(done.errors << done.out);
  CHECK(done.code == 1);
  auto const report = json::parse(done.out);
  CHECK(report.at("read") == 3);
  CHECK(report.at("written") == 1);
  CHECK(report.at("refused").size() == 2);
}

TEST_CASE("a staged version is written beside and changes nothing in the data directory") {
  TownCopy const town;
  auto const file = town.dir().write("grids.geojson", squares({{118.51, 35}, {118.52, 35}}));
  auto const staged = town.dir().path() / "staged.sqlite";
  auto const before = files_in(town.data());
  auto const done = import_wgs84(town.data(), "grid", file,
                                 {"--stage", staged.string(), "--source-name", "新网格.geojson"});
  INFO(done.errors << done.out);
  CHECK(done.code == 0);
  CHECK(json::parse(done.out).at("written") == 2);
  CHECK(std::filesystem::file_size(staged) > 0);
  CHECK(files_in(town.data()) == before);

  // The check sees it beside the layers in use, which stay.
  auto const findings = [&](std::vector<std::string> const &more) {
    std::vector<std::string> arguments{"check", "--data", town.data().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return json::parse(yuntu::test::yuntu(arguments).out).at("findings").size();
  };
  CHECK(findings({"--with", staged.string()}) > 0);
  CHECK(findings({}) == 0);
}
