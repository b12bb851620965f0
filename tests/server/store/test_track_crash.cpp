#include "tests/server/store/tracked_log.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

using namespace yuntu;
using namespace yuntu::testing;

namespace {

constexpr std::uint64_t fixes_a_commit = 3;

/// Three fixes of three workers that tell their commit.
model::CommitGroup telling_group(store::LogHead const &head) {
  model::CommitGroup group;
  group.tick = head.tick + 1;
  group.time = model::from_unix_ms(sample_start_ms + static_cast<std::int64_t>(group.tick) * 1'000);
  for (std::uint64_t i = 0; i < fixes_a_commit; ++i) {
    auto const worker = "u" + std::to_string(i);
    // One of them is a day late: every range of commits goes into two files.
    auto const time = group.time - std::chrono::hours{i == 2 ? 24 : 0};
    group.positions.push_back({worker, "tablet-" + worker, 1, group.tick, group.tick,
                               model::PositionVerdict::accepted, model::PositionFlag::none, time,
                               *geo::LonLat::from_units(1'183'500'000, 350'500'000), 50});
  }
  return group;
}

/// Appends, makes checkpoints, moves positions and deletes blocks for ever, telling each step.
[[noreturn]] void work_until_killed(std::filesystem::path const &file, int pipe) {
  try {
    store::LogStore log(file);
    store::TrackCompactor compactor(file, {30, nullptr});
    auto const tell = [&](std::uint64_t step) {
      if (::write(pipe, &step, sizeof step) != sizeof step) {
        ::_exit(3);
      }
    };
    for (;;) {
      for (int i = 0; i < 8; ++i) {
        log.append(telling_group(log.head()));
        tell(0);
      }
      checkpoint(log);
      tell(1);
      for (auto facts = compactor.write_next(); !facts.empty(); facts = compactor.write_next()) {
        tell(2);
        append_facts(log, facts);
        tell(3);
        while (log.delete_sealed_blocks(3) == 3) {
          tell(4);
        }
      }
    }
  } catch (std::exception const &) {
  }
  ::_exit(3); // the parent expects a kill
}

void expect_each_fix_once(store::LogStore &log) {
  for (auto const &group : read_all(log)) {
    if (!group.facts.empty()) {
      continue; // says where positions are
    }
    std::set<std::string> workers;
    for (auto const &record : group.positions) {
      REQUIRE(record.seq == group.tick);
      workers.insert(record.worker);
    }
    REQUIRE(group.positions.size() == fixes_a_commit);
    REQUIRE(workers.size() == fixes_a_commit);
  }
}

} // namespace

TEST_CASE("killed at any step of moving positions, each is there once, 40 rounds") {
  TempDirectory folder;
  auto const file = folder / "log.sqlite";
  Random random(71);
  for (int round = 0; round < 40; ++round) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    auto const steps = random() % 70;
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(pipe[0]);
      work_until_killed(file, pipe[1]);
    }
    ::close(pipe[1]);
    std::uint64_t step = 0;
    for (std::uint64_t read = 0; ::read(pipe[0], &step, sizeof step) == sizeof step; ++read) {
      if (read == steps) {
        ::kill(child, SIGKILL);
      }
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    store::LogStore log(file);
    expect_each_fix_once(log);
    auto const report = log.verify();
    INFO((report.first_bad ? report.first_bad->reason : ""));
    REQUIRE(report.ok);
    REQUIRE(report.expired == 0);
    auto const with_checkpoint = store::load_state(log, sample_areas);
    REQUIRE(with_checkpoint.devices.size() == (log.head().tick == 0 ? 0 : fixes_a_commit));
  }
  store::LogStore log(file);
  auto const with_checkpoint = store::load_state(log, sample_areas);
  CHECK(state_from_scratch(log, file) == with_checkpoint);
}
