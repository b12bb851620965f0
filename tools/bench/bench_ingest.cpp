// Reports from gateways and tablets into the journal of the real yuntu-server. README.md says what
// is measured and how.
#include "tools/bench/live/bed.hpp"
#include "tools/bench/live/clock.hpp"
#include "tools/bench/live/figure.hpp"
#include "tools/bench/live/late_fixes.hpp"
#include "tools/bench/live/views.hpp"

#include <algorithm>
#include <iostream>

namespace {

using namespace yuntu::bench;

constexpr std::uint32_t workers = 5000;

struct Intake {
  std::string name;
  int reports_a_frame;
  int connections;
  std::size_t frames_ahead;
  std::filesystem::path folder;
};

void print_threads(Line &line, Outcome const &outcome) {
  nlohmann::ordered_json threads;
  for (auto const &[name, seconds] : outcome.cpu_s_of_threads) {
    if (seconds > 0.005) {
      threads[name] = seconds;
    }
  }
  line.with("threads_cpu_s", threads);
}

/// As many reports as are taken; nobody watches.
void measure_intake(Bed &bed, Choice const &choice, Intake const &intake) {
  std::vector<double> per_core;
  std::vector<double> per_second;
  for (int round = 0; round < choice.rounds; ++round) {
    auto const session = bed.yuntu({.folder = intake.folder});
    session->connect_gateways(intake.connections);
    session->introduce(0, workers);
    Phase phase{.seconds = 0.5, .reports_a_frame = intake.reports_a_frame};
    phase.frames_ahead = intake.frames_ahead;
    (void)session->run(phase);
    phase.seconds = choice.seconds;
    auto const outcome = session->run(phase);
    auto const &tally = *outcome.tally;
    per_core.push_back(static_cast<double>(tally.accepted) / outcome.cpu_s);
    per_second.push_back(static_cast<double>(tally.accepted) / outcome.wall_s);
    Line line(intake.name + "_round", per_core.back(), "reports/cpu_s");
    line.with("reports", tally.reports)
        .with("accepted", tally.accepted)
        .with("not_accepted", tally.not_accepted)
        .with("reports_a_s", per_second.back())
        .with("acknowledged_p50_ms", tally.acknowledged.quantile_ms(0.5))
        .with("acknowledged_p99_ms", tally.acknowledged.quantile_ms(0.99))
        .of(outcome);
    print_threads(line, outcome);
    line.print();
  }
  Line(intake.name, median(per_core), "reports/cpu_s")
      .with("reports_a_s", median(per_second))
      .with("reports_a_frame", intake.reports_a_frame)
      .with("connections", intake.connections)
      .with("folder", intake.folder == memory_folder() ? "memory" : "disk")
      .with("disk_sync_p50_ms", median(sync_times_ms(intake.folder, 50)))
      .with("load", load_average())
      .print();
}

/// A county's day: 850 positions a second, and the mixed viewers looking on.
void measure_city_share(Bed &bed, Choice const &choice) {
  auto const session = bed.yuntu({.folder = disk_folder()});
  session->connect_gateways(8);
  session->introduce(0, workers);
  session->connect_viewers(mixed_views(2000, 3));
  Phase const phase{.seconds = choice.seconds, .reports_a_second = 850};
  (void)session->run({.seconds = 0.5, .reports_a_second = 850});
  auto const outcome = session->run(phase);
  auto const found = outcome.cpu_s_of_threads.find("city");
  double const city = found == outcome.cpu_s_of_threads.end() ? -1 : found->second;
  Line line("city_thread_at_850", 100 * city / outcome.wall_s, "% of a core");
  line.of(outcome).accounts_of(outcome);
  print_threads(line, outcome);
  line.print();
}

/// 1,000 tablets come back with eight hours each while 5,000 workers go on.
void measure_late_fixes(Bed &bed, Choice const &choice) {
  auto const session = bed.yuntu({.folder = disk_folder()});
  session->connect_gateways(8);
  LateFixes late(bed.walks(), {.first_worker = workers, .tablets = 1000, .seed = 5});
  session->introduce(late.first_worker(), late.tablets(), late.oldest_ms());
  session->introduce(0, workers);
  session->connect_viewers(mixed_views(2000, 3));
  Phase phase{.seconds = choice.is_quick ? 2.5 : 10.0, .reports_a_second = 850};
  (void)session->run({.seconds = 0.5, .reports_a_second = 850});
  auto const calm = session->run(phase);
  auto const calm_p99 = calm.tally->latency.quantile_ms(0.99);
  phase.seconds = choice.is_quick ? 5.0 : 60.0;
  // What comes back acknowledged is counted where the late batches are sent from.
  late.begin(*session, phase.seconds, choice.is_quick ? phase.seconds / 60.0 : 1.0);
  session->on_turn([&] { late.send_due(); });
  auto const outcome = session->run(phase);
  session->on_turn({});
  auto const p99 = outcome.tally->latency.quantile_ms(0.99);
  auto const p50 = outcome.tally->latency.quantile_ms(0.5);
  Line line("late_fixes_live_p99", p99, "ms");
  line.against("the same without late fixes", calm_p99, p99 > 0 ? calm_p99 / p99 : 0)
      .with("p50_ratio", p50 / calm.tally->latency.quantile_ms(0.5))
      .with("late_sent", late.sent())
      .with("late_of", late.planned())
      .with("duplicates", late.duplicates())
      .with("accepted", outcome.tally->accepted)
      .with("not_accepted", outcome.tally->not_accepted)
      .with("refusals", outcome.tally->refusals)
      .with("lag_s", late.lag_s())
      .with("foreign", outcome.tally->foreign)
      .of(outcome);
  print_threads(line, outcome);
  line.print();
}

} // namespace

int main(int argc, char **argv) {
  Choice choice;
  std::unique_ptr<Bed> bed;
  auto const intake = [&](Intake const &given) {
    return [&, given] { measure_intake(*bed, choice, given); };
  };
  std::vector<Experiment> const all{
      {"batch32_memory", "32 reports a frame, 8 connections, journal in memory",
       intake({"batch32_memory", 32, 8, 64, memory_folder()}), true},
      {"batch32_disk", "the same on the disk", intake({"batch32_disk", 32, 8, 64, disk_folder()})},
      {"single_memory", "1 report a frame, 2,000 connections, journal in memory",
       intake({"single_memory", 1, 2000, 2, memory_folder()}), true},
      {"single_disk", "the same on the disk", intake({"single_disk", 1, 2000, 2, disk_folder()})},
      {"city_thread", "the city thread's share at 850 positions/s",
       [&] { measure_city_share(*bed, choice); }},
      {"late_fixes", "2.88 million late fixes in a minute beside 850 positions/s",
       [&] { measure_late_fixes(*bed, choice); }, true}};
  try {
    choice = read_choice(argc, argv, all);
    bed = std::make_unique<Bed>(workers + 1000);
    Line("county", County::grids + County::side * County::side, "grids and micro-grids")
        .with("imported", bed->data().source())
        .with("workers", workers)
        .with("viewers", mix_of(mixed_views(2000, 3)))
        .with("cores", "server 1, client 0")
        .with("load", load_average())
        .print();
    run_chosen(choice, all);
  } catch (std::exception const &error) {
    std::cerr << "bench_ingest: " << error.what() << "\n";
    return 2;
  }
}
