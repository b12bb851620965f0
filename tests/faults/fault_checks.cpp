// The long form of the fault tests, one check a line: see tools/checks/README.md.
#include "tests/faults/bit_flips.hpp"
#include "tests/faults/clock_jumps.hpp"
#include "tests/faults/contention.hpp"
#include "tests/faults/crash_rounds.hpp"
#include "tests/faults/disk_faults.hpp"
#include "tests/faults/log_sweeps.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>
#include <random>

using namespace yuntu::faults;

namespace {

std::vector<std::uint64_t> from_one_to(int last) {
  std::vector<std::uint64_t> numbers(static_cast<std::size_t>(last));
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

/// A control must lose: nothing lost is the violation.
Outcome turned_round(Outcome outcome, std::uint64_t found) {
  outcome.violations.clear();
  outcome.expect(found > 0, "the mistake was not seen: this check cannot see anything");
  return outcome;
}

Outcome normal_setting(int rounds, std::uint64_t seed) {
  auto outcome = power_cuts_with("NORMAL", rounds, seed);
  std::uint64_t lost = 0;
  for (auto const &[name, value] : outcome.figures) {
    lost += name == "lost" ? std::strtoull(value.c_str(), nullptr, 10) : 0;
  }
  return turned_round(std::move(outcome), lost);
}

Outcome early_acknowledgement(int commits) {
  auto outcome = end_log_at_every_call(End::killed, static_cast<std::uint64_t>(commits), true);
  auto const found = outcome.violations.size();
  outcome.add("calls_that_lost", found);
  return turned_round(std::move(outcome), found);
}

struct Check {
  int standard; ///< how much when nothing is said
  std::function<Outcome(int much, std::uint64_t seed)> run;
};

std::map<std::string, Check> all_checks() {
  auto const many = [](int n) { return static_cast<std::uint64_t>(n); };
  return {
      {"kill", {1'000, kill_rounds}},
      {"kill-at-calls",
       {1, [=](int step, auto) { return kill_server_at_calls(1, many(step), 0); }}},
      {"log-killed",
       {40, [=](int n, auto) { return end_log_at_every_call(End::killed, many(n)); }}},
      {"log-torn",
       {40,
        [=](int n, auto) { return end_log_at_every_call(End::killed_in_half_a_write, many(n)); }}},
      {"log-power-cut",
       {40, [=](int n, auto) { return end_log_at_every_call(End::power_cut, many(n)); }}},
      {"power-cut", {200, power_cut_rounds}},
      {"power-cut-normal", {10, normal_setting}},
      {"early-acknowledgement", {40, [](int n, auto) { return early_acknowledgement(n); }}},
      {"failing-syncs", {200, [](int n, auto) { return fail_server_syncs(from_one_to(n)); }}},
      {"log-failing-syncs", {200, [=](int n, auto) { return fail_log_at_every_sync(many(n)); }}},
      {"full-writes", {100, [](int n, auto) { return fill_server_writes(from_one_to(n)); }}},
      {"log-full-writes", {20, [=](int n, auto) { return fill_log_at_every_write(many(n)); }}},
      {"full-disk", {1, [](int, auto) { return fill_real_disk(); }}},
      {"short-writes", {100, [](int n, auto) { return shorten_writes(40, n); }}},
      {"wal-bits", {200, [](int n, auto seed) { return damage_write_ahead_log(n, n / 4, seed); }}},
      {"database-bits", {500, damage_database}},
      {"foreign-lock",
       {30, [](int n, auto) { return hold_foreign_lock(std::chrono::seconds{n}); }}},
      {"long-reader",
       {20'000, [=](int n, auto) { return read_for_ever(many(n), std::chrono::seconds{90}); }}},
      {"cut-answers", {1'000, [](int n, auto) { return cut_answers(n); }}},
      {"clock", {22, [](int n, auto) { return jump_clock(n); }}},
      {"clock-for-good", {1, [](int, auto) { return set_clock_for_good(); }}},
      {"stop", {50, stop_rounds}},
      {"migration", {500, [](int n, auto) { return end_migration_at_every_call(End::killed, n); }}},
      {"migration-power-cut",
       {500, [](int n, auto) { return end_migration_at_every_call(End::power_cut, n); }}},
  };
}

} // namespace

int main(int argc, char **argv) {
  auto const checks = all_checks();
  auto const chosen = checks.find(argc > 1 ? argv[1] : "");
  if (chosen == checks.end()) {
    std::cerr << "fault_checks CHECK [HOW_MUCH] [SEED], CHECK one of\n";
    for (auto const &[name, check] : checks) {
      std::cerr << "  " << name << " (" << check.standard << ")\n";
    }
    return 2;
  }
  int const much = argc > 2 ? std::atoi(argv[2]) : chosen->second.standard;
  auto const seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : std::random_device{}();
  try {
    auto const outcome = chosen->second.run(much, seed);
    constexpr std::size_t most_shown = 40;
    for (std::size_t i = 0; i < std::min(most_shown, outcome.violations.size()); ++i) {
      std::cerr << outcome.violations[i] << "\n";
    }
    std::cout << chosen->first << ": " << outcome.summary() << std::endl;
    return outcome.violations.empty() ? 0 : 1;
  } catch (std::exception const &error) {
    std::cerr << chosen->first << ": " << error.what() << "\n";
    return 2;
  }
}
