#include "tools/bench/live/county_data.hpp"

#include "tools/bench/live/clock.hpp"
#include "tools/bench/live/process.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace yuntu::bench {
namespace {

namespace fs = std::filesystem;

/// To be counted up when the county or its accounts change.
constexpr int form = 1;

/// Another one when yuntu has been built anew; the same for all benchmarks.
std::string key_of_build() {
  auto const program = fs::canonical(yuntu_program("yuntu"));
  auto const key = std::to_string(form) + "-" + std::to_string(fs::file_size(program)) + "-" +
                   std::to_string(fs::last_write_time(program).time_since_epoch().count());
  return std::to_string(std::hash<std::string>{}(key));
}

std::string add_user(fs::path const &data, std::string const &name, std::string const &role,
                     std::string const &area) {
  std::vector<std::string> arguments{"user",   "add", "--data", data.string(),
                                     "--name", name,  "--role", role};
  if (!area.empty()) {
    arguments.insert(arguments.end(), {"--areas", area});
  }
  return nlohmann::json::parse(run_program(yuntu_program("yuntu"), arguments)).at("token");
}

} // namespace

CountyData::CountyData(County const &county)
    : folder_(program_beside("").parent_path() / ".." / "bench" / ("county-" + key_of_build())) {
  if (!fs::exists(folder_ / "tokens.json")) {
    fs::remove_all(folder_.parent_path());
    fs::create_directories(folder_);
    make(county, folder_);
  }
  std::ifstream in(folder_ / "tokens.json");
  auto const stored = nlohmann::json::parse(in);
  tokens_ = {stored.at("gateway"), stored.at("command"), stored.at("grid_workers")};
  source_ = stored.at("source");
}

void CountyData::make(County const &county, fs::path const &folder) {
  county.write(folder);
  auto const data = folder / "data";
  nlohmann::json stored;
  std::string source;
  for (auto const *const layer : {"subdistrict", "community", "grid", "microgrid"}) {
    auto const report = nlohmann::json::parse(run_program(
        yuntu_program("yuntu"), {"import", "--data", data.string(), "--layer", layer, "--datum",
                                 "wgs84", (folder / (std::string(layer) + ".geojson")).string()}));
    if (report.at("read") != report.at("written")) {
      throw std::runtime_error("the county was not imported whole: " + report.dump());
    }
    source += (source.empty() ? "" : ", ") + report.at("written").dump() + " " + layer;
    fs::remove(folder / (std::string(layer) + ".geojson"));
  }
  {
    // Through the running server each account takes a moment, not a start.
    Process const server(yuntu_program("yuntu-server"),
                         {"--data", data.string(), "--listen", "127.0.0.1:0"}, -1);
    stored["command"] = add_user(data, "desk", "command", "");
    stored["gateway"] = add_user(data, "gateway", "gateway", "");
    for (int grid = 0; grid < County::grids; ++grid) {
      auto const code = County::grid_code(grid);
      stored["grid_workers"].push_back(add_user(data, "worker-" + code, "grid_worker", code));
    }
  }
  stored["source"] = source;
  std::ofstream(folder / "tokens.json") << stored.dump();
}

void CountyData::copy_to(fs::path const &folder) const {
  fs::remove_all(folder);
  fs::copy(folder_ / "data", folder, fs::copy_options::recursive);
  fs::permissions(folder, fs::perms::owner_all);
}

ScratchFolder::ScratchFolder(fs::path const &parent)
    : path_(parent / ("yuntu-bench-" + std::to_string(::getpid()))) {
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path memory_folder() {
  return "/dev/shm";
}

fs::path disk_folder() {
  return program_beside("").parent_path() / "..";
}

std::vector<double> sync_times_ms(fs::path const &folder, int times) {
  auto const file = folder / "sync-test";
  int const fd = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  std::string const page(4096, 'x');
  std::vector<double> result;
  for (int i = 0; i < times; ++i) {
    auto const start = now_us();
    if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0) {
      throw std::runtime_error("cannot write " + file.string());
    }
    result.push_back(static_cast<double>(now_us() - start) / 1000);
  }
  ::close(fd);
  fs::remove(file);
  return result;
}

} // namespace yuntu::bench
