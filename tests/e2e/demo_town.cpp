#include "tests/e2e/demo_town.hpp"

#include "tests/e2e/child.hpp"
#include "tools/checkout.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace yuntu::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string run(std::vector<std::string> const &arguments, std::string const &input = {}) {
  auto const finished = yuntu(arguments, input);
  if (finished.code != 0) {
    throw std::runtime_error("yuntu " + arguments[0] + " exited with " +
                             std::to_string(finished.code) + ": " + finished.errors + finished.out);
  }
  return finished.out;
}

json read_json(fs::path const &file) {
  std::ifstream in(file);
  return json::parse(in);
}

json import_all(fs::path const &dir) {
  json reports = json::array();
  auto const manifest = read_json(dir / "files/manifest.json");
  for (auto const &import : manifest.at("imports")) {
    std::vector<std::string> arguments{"import", "--data", (dir / "data").string(),
                                       (dir / "files" / import.at("file")).string()};
    for (auto const &argument : import.at("arguments")) {
      arguments.push_back(argument);
    }
    reports.push_back(json::parse(run(arguments)));
  }
  return reports;
}

json add_users(fs::path const &data) {
  std::map<std::string, std::pair<std::string, std::string>> const wanted{
      {"desk", {"command", ""}},    {"worker-1", {"grid_worker", DemoTown::grid(1)}},
      {"planner", {"planner", ""}}, {"worker-2", {"grid_worker", DemoTown::grid(2)}},
      {"steward", {"steward", ""}}, {"administrator", {"administrator", ""}},
      {"gateway", {"gateway", ""}}};
  json users;
  for (auto const &[name, rights] : wanted) {
    std::vector<std::string> arguments{"user",   "add", "--data", data.string(),
                                       "--name", name,  "--role", rights.first};
    if (!rights.second.empty()) {
      arguments.insert(arguments.end(), {"--areas", rights.second});
    }
    users[name] = json::parse(run(arguments));
  }
  return users;
}

/// Halfway along the longest piece of the line that cuts the polygon in the middle of its height:
/// inside, whatever its form.
std::pair<double, double> point_inside(json const &rings) {
  double south = 90;
  double north = -90;
  for (auto const &corner : rings.at(0)) {
    south = std::min(south, corner.at(1).get<double>());
    north = std::max(north, corner.at(1).get<double>());
  }
  double const lat = south + (north - south) * 0.51; // not through a corner
  std::vector<double> crossings;
  for (auto const &ring : rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      double const x[] = {ring[i][0], ring[i + 1][0]};
      double const y[] = {ring[i][1], ring[i + 1][1]};
      if ((y[0] <= lat) != (y[1] <= lat)) {
        crossings.push_back(x[0] + (x[1] - x[0]) * (lat - y[0]) / (y[1] - y[0]));
      }
    }
  }
  std::sort(crossings.begin(), crossings.end());
  std::pair<double, double> widest{-1, 0}; // width, middle
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    widest =
        std::max(widest, {crossings[i + 1] - crossings[i], (crossings[i] + crossings[i + 1]) / 2});
  }
  return {widest.second, lat};
}

/// A point in each building; the file is in GCJ-02.
json locate_buildings(fs::path const &dir) {
  std::string lines;
  std::vector<std::string> codes;
  auto const file = read_json(dir / "files/buildings.geojson");
  for (auto const &feature : file.at("features")) {
    auto const [lon, lat] = point_inside(feature.at("geometry").at("coordinates"));
    codes.push_back(feature.at("properties").at("code"));
    lines += json(lon).dump() + "," + json(lat).dump() + "\n";
  }
  std::istringstream answers(
      run({"locate", "--data", (dir / "data").string(), "--datum", "gcj02", "-"}, lines));
  json places;
  std::string line;
  for (std::size_t i = 0; std::getline(answers, line); ++i) {
    places[codes.at(i)] = json::parse(line);
  }
  return places;
}

/// A new one for each build: size and time of what makes it, this test program included.
std::string key_of_build() {
  std::ostringstream key;
  for (auto const &file : {binary("yuntu"), binary("yuntu-server"),
                           fs::path(yuntu::checkout() + "/data/demo/first_light.toml"),
                           fs::read_symlink("/proc/self/exe")}) {
    key << fs::file_size(file) << "|" << fs::last_write_time(file).time_since_epoch().count()
        << "|";
  }
  return std::to_string(std::hash<std::string>{}(key.str()));
}

/// Tests run side by side: one prepares, the others wait.
class PreparationLock {
public:
  explicit PreparationLock(fs::path const &file)
      : fd_(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    if (fd_ < 0 || ::flock(fd_, LOCK_EX) != 0) {
      throw std::runtime_error("cannot lock " + file.string());
    }
  }
  ~PreparationLock() { ::close(fd_); }
  PreparationLock(PreparationLock const &) = delete;
  PreparationLock &operator=(PreparationLock const &) = delete;

private:
  int fd_;
};

void prepare(fs::path const &dir) {
  fs::create_directories(dir);
  run({"demo", "--definition", yuntu::checkout() + "/data/demo/first_light.toml", "--seed", "1",
       "--out", (dir / "files").string()});
  json prepared;
  prepared["reports"] = import_all(dir);
  prepared["users"] = add_users(dir / "data");
  prepared["places"] = locate_buildings(dir);
  fs::copy(dir / "data", dir / "sealed", fs::copy_options::recursive);
  std::ofstream(dir / "prepared.json") << prepared.dump();
}

DemoTown load_town() {
  fs::path const home = YUNTU_E2E_TOWNS;
  fs::create_directories(home);
  PreparationLock const lock(home / "lock");
  auto const dir = home / key_of_build();
  if (!fs::exists(dir / "prepared.json")) {
    for (auto const &old : fs::directory_iterator(home)) {
      // One that somebody may still be copying is left alone.
      if (old.is_directory() &&
          fs::file_time_type::clock::now() - old.last_write_time() > std::chrono::hours{1}) {
        fs::remove_all(old);
      }
    }
    prepare(dir);
  }
  auto prepared = read_json(dir / "prepared.json");
  return {dir / "files",       dir / "data",
          dir / "sealed",      read_json(dir / "files/manifest.json"),
          prepared["reports"], prepared["places"],
          prepared["users"]};
}

} // namespace

std::string DemoTown::token(std::string const &user) const {
  return users.at(user).at("token");
}

std::string DemoTown::grid(int number) {
  return "37139900100100" + std::to_string(number);
}

std::vector<DemoPlace> DemoTown::places_in(std::string const &grid) const {
  std::vector<DemoPlace> found;
  for (auto const &[code, place] : places.items()) {
    auto const &area = place.at("areas").at("grid");
    if (!area.is_null() && area.at("code") == grid) {
      found.push_back({place.at("lon"), place.at("lat"), place.at("areas")});
    }
  }
  return found;
}

DemoTown const &demo_town() {
  static DemoTown const town = load_town();
  return town;
}

TownCopy::TownCopy() {
  std::filesystem::copy(demo_town().sealed, data(), std::filesystem::copy_options::recursive);
}

} // namespace yuntu::test
