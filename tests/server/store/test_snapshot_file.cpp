#include "server/store/checksum.hpp"
#include "server/store/event_log.hpp"
#include "server/store/snapshot_file.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

using namespace yuntu;
using store::SnapshotFault;
using testing::TempDirectory;

namespace {

using Numbers = std::vector<std::uint32_t>;

store::SnapshotName const name{"building=0123456789abcdef;", 7};

/// Three sections: one of whole blocks and some numbers, an empty one, one of a single number.
struct Sample {
  std::shared_ptr<Numbers> first = std::make_shared<Numbers>(37);
  Numbers last{0xFFFF'FFFF};
  geo::IndexImage image{{*first, {}, last}, first};

  Sample() { std::iota(first->begin(), first->end(), 1000U); }
};

std::string bytes_of(std::filesystem::path const &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(std::filesystem::path const &file, std::string const &bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::size_t files_in(std::filesystem::path const &folder) {
  auto const files = std::filesystem::directory_iterator(folder);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// No file may grow beyond so many bytes while this lives, as on a full disk.
class FullDisk {
public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit const limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(FullDisk const &) = delete;
  FullDisk &operator=(FullDisk const &) = delete;

private:
  rlimit before_{};
  void (*handler_)(int);
};

} // namespace

TEST_CASE("a snapshot is mapped as it was written") {
  TempDirectory const folder;
  Sample const sample;
  store::write_snapshot(folder / "snapshot", name, sample.image);
  auto const mapped = store::map_snapshot(folder / "snapshot", name);
  REQUIRE(mapped);
  REQUIRE(mapped->sections.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    auto const &section = mapped->sections[i];
    auto const &written = sample.image.sections[i];
    CHECK(Numbers(section.begin(), section.end()) == Numbers(written.begin(), written.end()));
  }
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a snapshot is noticed when any byte of it is another") {
  TempDirectory const folder;
  store::write_snapshot(folder / "snapshot", name, Sample().image);
  auto const sound = bytes_of(folder / "snapshot");
  REQUIRE(sound.size() == 64 * (3 + 3 + 1)); // head, 37 numbers, 1 number
  for (std::size_t at = 0; at < sound.size(); ++at) {
    for (unsigned const flipped : {1U, 128U, 255U}) {
      auto damaged = sound;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ flipped);
      write_bytes(folder / "damaged", damaged);
      CAPTURE(at, flipped);
      REQUIRE_FALSE(store::map_snapshot(folder / "damaged", name));
    }
  }
  write_bytes(folder / "damaged", sound);
  CHECK(store::map_snapshot(folder / "damaged", name));
}

TEST_CASE("a snapshot is noticed when it is cut anywhere or has grown") {
  TempDirectory const folder;
  store::write_snapshot(folder / "snapshot", name, Sample().image);
  auto const sound = bytes_of(folder / "snapshot");
  for (std::size_t size = 0; size < sound.size(); ++size) {
    write_bytes(folder / "cut", sound.substr(0, size));
    CAPTURE(size);
    REQUIRE(store::map_snapshot(folder / "cut", name).error() == SnapshotFault::damaged);
  }
  for (std::size_t const more : {1U, 64U, 4096U}) {
    write_bytes(folder / "grown", sound + std::string(more, '\0'));
    CHECK(store::map_snapshot(folder / "grown", name).error() == SnapshotFault::damaged);
  }
}

TEST_CASE("a snapshot of another form, of other layers or none at all is told apart") {
  TempDirectory const folder;
  auto const file = folder / "snapshot";
  CHECK(store::map_snapshot(file, name).error() == SnapshotFault::absent);
  store::write_snapshot(file, name, Sample().image);
  CHECK(store::map_snapshot(file, {name.content, 8}).error() == SnapshotFault::other_form);
  CHECK(store::map_snapshot(file, {"building=f;", 7}).error() == SnapshotFault::other_content);
  CHECK(store::map_snapshot(folder.path(), name).error() == SnapshotFault::unreadable);
}

TEST_CASE("a mapped snapshot stays as it is when another takes its name or it is removed") {
  TempDirectory const folder;
  auto const file = folder / "snapshot";
  store::write_snapshot(file, name, Sample().image);
  auto const mapped = store::map_snapshot(file, name);
  Numbers const other(10'000, 5);
  store::write_snapshot(file, name, {{other}, {}});
  REQUIRE(mapped);
  CHECK(mapped->sections[0][36] == 1036);
  CHECK(store::map_snapshot(file, name)->sections[0][36] == 5);
  std::filesystem::remove(file);
  CHECK(mapped->sections[0][0] == 1000);
}

TEST_CASE(
    "where a snapshot cannot be written there is the one from before and no part of another") {
  TempDirectory const folder;
  auto const file = folder / "snapshot";
  store::write_snapshot(file, name, Sample().image);
  Numbers const large(100'000, 5);
  {
    FullDisk const disk(4096);
    CHECK_THROWS_AS(store::write_snapshot(file, name, {{large}, {}}), store::StorageFailed);
  }
  CHECK(store::map_snapshot(file, name)->sections[0][0] == 1000);
  CHECK(files_in(folder.path()) == 1);
  CHECK_THROWS_AS(store::write_snapshot(file / "below a file", name, Sample().image),
                  store::StorageFailed);
}

TEST_CASE("a checksum tells numbers apart that differ in one bit, in their order or their count") {
  Numbers numbers(21);
  std::iota(numbers.begin(), numbers.end(), 1U);
  auto const sum = store::checksum(numbers);
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    for (unsigned bit = 0; bit < 32; ++bit) {
      numbers[at] ^= 1U << bit;
      REQUIRE(store::checksum(numbers) != sum);
      numbers[at] ^= 1U << bit;
    }
  }
  std::swap(numbers[3], numbers[11]);
  CHECK(store::checksum(numbers) != sum);
  CHECK(store::checksum(Numbers(16)) != store::checksum(Numbers(17)));
}
