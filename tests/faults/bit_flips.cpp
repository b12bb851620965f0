#include "tests/faults/bit_flips.hpp"

#include "tests/faults/town.hpp"
#include "tests/server/store/bit_flips.hpp"

#include <random>

namespace yuntu::faults {
namespace {

namespace fs = std::filesystem;

constexpr int exit_storage_failed = 70;

/// log.sqlite, its write-ahead log and its mark.
void copy_log(fs::path const &from, fs::path const &to) {
  for (auto const *const name : {"log.sqlite", "log.sqlite-wal", "log.head"}) {
    fs::copy_file(from / name, to / name, fs::copy_options::overwrite_existing);
  }
  fs::remove(to / "log.sqlite-shm");
}

} // namespace

Outcome damage_write_ahead_log(int flips, int cuts, std::uint64_t seed) {
  Outcome outcome;
  std::mt19937_64 random(seed);
  Town town;
  {
    auto const server = town.start();
    test::Load load(server->port(), town.places, 0, {});
    load.await_acknowledgements(60);
    server->kill();
    town.acknowledged = load.finish();
  }
  test::TempDir const pristine;
  copy_log(town.data(), pristine.path());
  auto const size = fs::file_size(pristine.path() / "log.sqlite-wal");
  std::uint64_t refused = 0;
  std::uint64_t harmless = 0;
  for (int round = 0; round < flips + cuts; ++round) {
    copy_log(pristine.path(), town.data());
    auto const wal = town.data() / "log.sqlite-wal";
    if (round < flips) {
      testing::flip_bit(wal, random() % (size * 8));
    } else {
      fs::resize_file(wal, random() % size);
    }
    auto const server = town.start();
    auto const where = (round < flips ? "flip " : "cut ") + std::to_string(round);
    if (!server) {
      ++refused;
      outcome.expect(exit_code_of(town.refusal) == exit_storage_failed &&
                         town.refusal.find("acknowledged") != std::string::npos &&
                         town.refusal.find("backup") != std::string::npos,
                     where + ": " + town.refusal);
      continue;
    }
    ++harmless;
    town.ledger = Ledger(town.data());
    (void)town.ledger.read_on();
    for (auto const &loss : town.ledger.missing(town.acknowledged)) {
      outcome.expect(false, where + ": served without a word, and " + loss);
    }
  }
  outcome.add("flips", static_cast<std::uint64_t>(flips));
  outcome.add("cuts", static_cast<std::uint64_t>(cuts));
  outcome.add("refused", refused);
  outcome.add("nothing_missing", harmless);
  outcome.add("wal_bytes", size);
  return outcome;
}

Outcome damage_database(int flips, std::uint64_t seed) {
  auto const notices = testing::flip_database_bits(flips, seed);
  Outcome outcome;
  outcome.add("flips", static_cast<std::uint64_t>(flips));
  outcome.add("refused_at_start", notices.at_start);
  outcome.add("found_by_verify", notices.by_verify);
  outcome.add("nothing_differs", notices.nothing_differs);
  outcome.add("unnoticed", notices.unnoticed);
  outcome.add("crashes", notices.crashes);
  outcome.expect(notices.crashes == 0, "a crash");
  outcome.expect(notices.unnoticed == 0, "something reads differently, and nobody noticed");
  return outcome;
}

} // namespace yuntu::faults
