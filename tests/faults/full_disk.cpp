#include "tests/faults/disk_faults.hpp"
#include "tests/faults/town.hpp"

#include <sys/mount.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace yuntu::faults {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A file system of a few MB in memory, over a folder of the test's own.
class SmallDisk {
public:
  explicit SmallDisk(std::uint64_t bytes) {
    auto const options = "size=" + std::to_string(bytes);
    is_mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) {
      ::umount2(path().c_str(), MNT_DETACH);
    }
  }
  SmallDisk(SmallDisk const &) = delete;
  SmallDisk &operator=(SmallDisk const &) = delete;

  [[nodiscard]] bool is_mounted() const { return is_mounted_; }
  [[nodiscard]] fs::path path() const { return folder_.path(); }

private:
  test::TempDir folder_;
  bool is_mounted_ = false;
};

std::uint64_t bytes_in(fs::path const &folder) {
  std::uint64_t bytes = 0;
  for (auto const &entry : fs::recursive_directory_iterator(folder)) {
    bytes += entry.is_regular_file() ? entry.file_size() : 0;
  }
  return bytes;
}

/// Takes what is left of a disk but `spare` bytes.
void fill(fs::path const &file, fs::path const &disk, std::uint64_t spare) {
  auto const free = fs::space(disk).available;
  std::ofstream out(file, std::ios::binary);
  std::string const block(4096, 'x');
  for (std::uint64_t written = 0; written + spare + block.size() <= free; written += block.size()) {
    out << block;
  }
}

/// Incidents until one is refused, at most so many; the status of the last answer.
unsigned report_until_refused(Town &town, test::RunningServer const &server, int &number,
                              int most) {
  unsigned status = 201;
  for (int i = 0; i < most && status == 201; ++i) {
    auto const &place = town.places[0];
    auto const body = test::incident_report(++number, place.lon, place.lat);
    status = town.as(server, "desk").post("/api/v1/incidents", body).status;
    if (status == 201) {
      town.acknowledged.incidents.insert(number);
    }
  }
  return status;
}

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

} // namespace

Outcome fill_real_disk() {
  Outcome outcome;
  Town town;
  constexpr std::uint64_t room = 8 * 1024 * 1024;
  SmallDisk const disk(bytes_in(town.data()) + room);
  if (!disk.is_mounted()) {
    outcome.add("skipped", std::string("no_right_to_mount"));
    return outcome;
  }
  auto const data = disk.path() / "data";
  fs::copy(town.data(), data, fs::copy_options::recursive);
  town.ledger = Ledger(data);
  test::RunningServer server(data);
  fill(disk.path() / "filler", disk.path(), 1024 * 1024);
  int number = 0;
  auto const status = report_until_refused(town, server, number, 20'000);
  outcome.expect(status == 507, "on a full disk: " + std::to_string(status));
  outcome.add("stored_until_full", town.acknowledged.incidents.size());

  auto const desk = town.as(server, "desk");
  outcome.expect(desk.get("/api/v1/incidents").status == 200, "no reading on a full disk");
  outcome.expect(desk.get("/api/v1/workers").status == 200, "no reading on a full disk");
  auto const again = desk.post(
      "/api/v1/incidents", test::incident_report(number, town.places[0].lon, town.places[0].lat));
  outcome.expect(again.status == 507, "the second time: " + std::to_string(again.status));
  outcome.expect(again.body.is_object() && again.body.value("title", "") == "Storage full",
                 "no words for people: " + again.raw.body);

  fs::remove(disk.path() / "filler");
  auto const freed = Clock::now();
  unsigned taken = 0;
  while (taken != 200 && taken != 201 && ms_since(freed) < 30'000) {
    taken = desk.post("/api/v1/incidents",
                      test::incident_report(number, town.places[0].lon, town.places[0].lat))
                .status;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  auto const resumed_ms = ms_since(freed);
  outcome.add_ms("resumed_ms", resumed_ms);
  outcome.expect(taken == 200 || taken == 201, "takes nothing after space was freed");
  outcome.expect(resumed_ms <= 5'000, "took more than 5 s to go on");
  town.acknowledged.incidents.insert(number);
  outcome.expect(report_until_refused(town, server, number, 50) == 201, "does not go on");
  outcome.expect(server.stop() == 0, "no orderly end: " + server.errors());
  test::RunningServer const restarted(data);
  town.check_kept(restarted, outcome);
  outcome.take_violations(town.ledger.verify());
  return outcome;
}

} // namespace yuntu::faults
