#include "server/store/log_store.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace yuntu;
using namespace yuntu::testing;

namespace {

/// Appends for ever; writes every acknowledged tick into the pipe. Ends by being killed.
[[noreturn]] void append_until_killed(std::filesystem::path const &file, std::uint64_t seed,
                                      int pipe) {
  try {
    store::LogStore log(file);
    Random random(seed);
    for (;;) {
      auto const group = random_group(random, log.head());
      log.append(group);
      auto const tick = log.head().tick;
      if (::write(pipe, &tick, sizeof tick) != sizeof tick) {
        break;
      }
      if (tick % 64 == 0) {
        log.write_checkpoint(store::load_state(log, sample_areas));
      }
    }
  } catch (std::exception const &) {
  }
  ::_exit(3); // the parent expects a kill
}

/// Reads acknowledgements, kills the child at once after `count` of them, reads on to the end.
std::uint64_t kill_after(pid_t child, int pipe, std::uint64_t count) {
  std::uint64_t newest = 0;
  std::uint64_t tick = 0;
  for (std::uint64_t read = 0; ::read(pipe, &tick, sizeof tick) == sizeof tick; ++read) {
    newest = tick;
    if (read == count) {
      ::kill(child, SIGKILL);
    }
  }
  return newest;
}

} // namespace

TEST_CASE("after kill -9 at any instant everything acknowledged is there, 30 rounds") {
  TempDirectory folder;
  Random random(61);
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < 30; ++round) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    auto const seed = random();
    auto const count = random() % 60;
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(pipe[0]);
      append_until_killed(folder / "log.sqlite", seed, pipe[1]);
    }
    ::close(pipe[1]);
    acknowledged = std::max(acknowledged, kill_after(child, pipe[0], count));
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    store::LogStore log(folder / "log.sqlite");
    REQUIRE(log.head().tick >= acknowledged);
    REQUIRE(log.head().tick <= acknowledged + 1); // at most the one whose answer was cut off
    REQUIRE(log.verify().ok);
    REQUIRE(store::load_state(log, sample_areas).tick == log.head().tick);
  }
  CHECK(acknowledged > 300);
}
