// From a parsed or unparsed message to the journal, in one process without sockets:
//   bench_intake [--quick]
#include "server/protocol/client_messages.hpp"
#include "server/services/position_service.hpp"
#include "server/store/log_store.hpp"
#include "server/store/position_block.hpp"
#include "tools/bench/bench_county.hpp"
#include "tools/bench/bench_report.hpp"

#include <nlohmann/json.hpp>
#include <protozero/pbf_writer.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <random>
#include <string_view>

#include <time.h>
#include <unistd.h>

namespace yuntu::bench {
namespace {

constexpr std::size_t worker_count = 5'000;

double cpu_seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Forgets what it is given.
class NoLog final : public store::EventLog {
public:
  [[nodiscard]] store::LogHead head() const override { return {"none", seq_, tick_, {}}; }
  void append(model::CommitGroup const &group) override {
    tick_ = group.tick;
    seq_ += group.facts.size();
  }
  void for_each_commit(std::uint64_t /*after*/,
                       std::function<void(model::CommitGroup const &)> const & /*visit*/) override {
  }
  std::optional<model::CityState> newest_checkpoint() override { return std::nullopt; }
  void write_checkpoint(model::CityState const & /*state*/) override {}
  store::VerifyReport verify(std::string const & /*known_head*/) override { return {}; }

private:
  std::uint64_t seq_ = 0;
  std::uint64_t tick_ = 0;
};

/// Walkers at 1.4 m/s who turn a little with every fix and stay inside the county.
class Walkers {
public:
  explicit Walkers(model::Time start) : start_(start) {
    std::uniform_real_distribution<double> place(0.01, county_side - 0.01);
    for (std::size_t i = 0; i < worker_count; ++i) {
      walkers_.push_back({county_west + place(random_), county_south + place(random_), 0, 0});
    }
  }
  /// The next fixes of one of them, a second apart.
  model::PositionBatch next(std::size_t worker, std::size_t reports) {
    auto &walker = walkers_[worker];
    model::PositionBatch batch;
    batch.device = "tablet" + std::to_string(worker);
    batch.boot = 1;
    batch.worker = "w" + std::to_string(worker);
    for (std::size_t i = 0; i < reports; ++i) {
      step(walker);
      model::PositionReport report;
      report.seq = ++walker.seq;
      report.time = start_ + std::chrono::seconds{walker.seq};
      report.lon = walker.lon;
      report.lat = walker.lat;
      report.accuracy_m = 5 + static_cast<double>(walker.seq % 7);
      batch.reports.push_back(report);
    }
    return batch;
  }

private:
  struct Walker {
    double lon;
    double lat;
    double heading;
    std::uint64_t seq;
  };
  void step(Walker &walker) {
    constexpr double degrees_a_step = 1.4 / 111'000;
    walker.heading += std::uniform_real_distribution<double>(-0.3, 0.3)(random_);
    walker.lon += degrees_a_step * std::cos(walker.heading);
    walker.lat += degrees_a_step * std::sin(walker.heading);
    if (walker.lon < county_west + 0.005 || walker.lon > county_west + county_side - 0.005 ||
        walker.lat < county_south + 0.005 || walker.lat > county_south + county_side - 0.005) {
      walker.heading += 1.5;
      walker.lon = std::clamp(walker.lon, county_west + 0.005, county_west + county_side - 0.005);
      walker.lat = std::clamp(walker.lat, county_south + 0.005, county_south + county_side - 0.005);
    }
  }

  model::Time start_;
  std::mt19937 random_{11};
  std::vector<Walker> walkers_;
};

std::string binary_of(model::PositionBatch const &batch) {
  std::string bytes;
  protozero::pbf_writer message(bytes);
  protozero::pbf_writer positions(message, 3);
  positions.add_string(1, batch.device);
  positions.add_uint64(2, batch.boot);
  for (auto const &report : batch.reports) {
    protozero::pbf_writer part(positions, 3);
    part.add_uint64(1, report.seq);
    part.add_int64(2, model::to_unix_ms(report.time));
    part.add_double(3, report.lon);
    part.add_double(4, report.lat);
    part.add_double(5, report.accuracy_m);
  }
  positions.add_string(4, batch.worker);
  return bytes;
}

std::string json_of(model::PositionBatch const &batch) {
  auto reports = nlohmann::json::array();
  for (auto const &report : batch.reports) {
    reports.push_back({{"seq", report.seq},
                       {"time", model::format_rfc3339(report.time)},
                       {"lon", std::round(report.lon * 1e7) / 1e7},
                       {"lat", std::round(report.lat * 1e7) / 1e7},
                       {"accuracy_m", report.accuracy_m}});
  }
  return nlohmann::json{{"type", "positions"},
                        {"device", batch.device},
                        {"boot", batch.boot},
                        {"worker", batch.worker},
                        {"reports", reports}}
      .dump();
}

struct Run {
  std::size_t reports_a_frame;
  std::size_t frames;
  [[nodiscard]] double reports() const { return static_cast<double>(reports_a_frame * frames); }
  [[nodiscard]] std::string name(std::string const &stage) const {
    return "intake_" + stage + "_" + std::to_string(reports_a_frame) + "_a_frame";
  }
};

void report_stage(Run const &run, std::string const &stage, double cpu_s) {
  report({run.name(stage), cpu_s * 1e9 / run.reports(), "ns/report"});
}

template <typename Work>
double cpu_of(clockid_t clock, Work work) {
  auto const start = cpu_seconds(clock);
  work();
  return cpu_seconds(clock) - start;
}

/// What a server does between socket and journal, on as many threads as the journal has.
class Intake {
public:
  Intake(std::shared_ptr<services::BaseMap const> base, store::EventLog &log,
         std::function<void(std::shared_ptr<model::CommitGroup const>)> on_commit)
      : journal_(
            log, limits(), [] { return model::from_unix_ms(1'800'000'000'000); },
            std::move(on_commit), nullptr),
        city_({}, std::move(base), journal_), service_(city_) {}

  /// Everybody on duty and with a first fix.
  void introduce(Walkers &walkers, model::Time now) {
    for (std::size_t i = 0; i < worker_count; ++i) {
      take(walkers.next(i, 1), now);
    }
  }
  void take(model::PositionBatch const &batch, model::Time now) {
    service_.report(gateway_, batch, now, [](auto const &result) {
      if (!result || !result->rejected.empty() || !result->conflicts.empty()) {
        throw std::runtime_error(result ? "a fix was refused" : result.error().detail);
      }
    });
  }
  void wait() {
    std::promise<void> tried;
    services::City::Transaction nothing(city_, "bench", {});
    nothing.submit([&](store::CommitOutcome) { tried.set_value(); });
    tried.get_future().wait();
  }

private:
  static store::JournalLimits limits() {
    store::JournalLimits made;
    made.queued_reports = std::size_t{1} << 40U;
    made.queued_age = std::chrono::hours{1};
    return made;
  }

  model::Principal const gateway_{"u1", model::Role::gateway, {}, {}};
  store::Journal journal_;
  services::City city_;
  services::PositionService service_;
};

model::Time const start_time = model::from_unix_ms(1'800'000'000'000);

void measure(Run const &run, std::shared_ptr<services::BaseMap const> const &base) {
  Walkers walkers(start_time);
  auto const now = start_time + std::chrono::hours{2};
  std::vector<std::shared_ptr<model::CommitGroup const>> groups;
  NoLog nowhere;
  Intake intake(base, nowhere, [&](auto group) { groups.push_back(std::move(group)); });
  intake.introduce(walkers, now);
  std::vector<std::string> binary;
  std::vector<std::string> text;
  std::vector<model::PositionBatch> batches;
  for (std::size_t i = 0; i < run.frames; ++i) {
    auto const batch = walkers.next(i % worker_count, run.reports_a_frame);
    binary.push_back(binary_of(batch));
    text.push_back(json_of(batch));
  }
  report_stage(run, "parse_binary", cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
                 for (auto const &frame : binary) {
                   auto message = protocol::parse_client_binary(frame);
                   batches.push_back(std::get<model::PositionBatch>(std::move(message.value())));
                 }
               }));
  report_stage(run, "parse_json", cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
                 for (auto const &frame : text) {
                   if (!protocol::parse_client_json(frame)) {
                     throw std::runtime_error("a frame was refused");
                   }
                 }
               }));
  report_stage(run, "judge_and_decide", cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
                 for (auto const &batch : batches) {
                   intake.take(batch, now);
                 }
               }));
  intake.wait();
  std::size_t bytes = 0;
  report_stage(run, "encode_block", cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
                 for (auto const &group : groups) {
                   bytes += store::encode_positions(group->positions).size();
                 }
               }));
  services::AreaLocator locator(base);
  model::Locate const locate([&](geo::LonLat place) { return locator.locate(place); },
                             base->areas_name());
  model::CityState published;
  report_stage(run, "published_fold", cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
                 for (auto const &group : groups) {
                   model::fold(published, *group, locate);
                 }
               }));
  report({run.name("block_bytes"), static_cast<double>(bytes) / run.reports(), "bytes/report"});
}

/// All threads together, onto a real log.
void measure_whole(Run const &run, std::shared_ptr<services::BaseMap const> const &base,
                   std::filesystem::path const &folder, std::string const &where) {
  std::filesystem::create_directories(folder);
  {
    Walkers walkers(start_time);
    auto const now = start_time + std::chrono::hours{2};
    store::LogStore log(folder / "log.sqlite");
    services::AreaLocator locator(base);
    model::Locate const locate([&](geo::LonLat place) { return locator.locate(place); },
                               base->areas_name());
    model::CityState published;
    Intake intake(base, log, [&](auto const &group) { model::fold(published, *group, locate); });
    intake.introduce(walkers, now);
    intake.wait();
    std::vector<std::string> frames;
    for (std::size_t i = 0; i < run.frames; ++i) {
      frames.push_back(binary_of(walkers.next(i % worker_count, run.reports_a_frame)));
    }
    auto const started = std::chrono::steady_clock::now();
    auto const commits = log.head().tick;
    auto const cpu_s = cpu_of(CLOCK_PROCESS_CPUTIME_ID, [&] {
      for (auto const &frame : frames) {
        auto const message = protocol::parse_client_binary(frame);
        intake.take(std::get<model::PositionBatch>(message.value()), now);
      }
      intake.wait();
    });
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - started;
    report_stage(run, "whole_" + where, cpu_s);
    report({run.name("rate_" + where), run.reports() / cpu_s, "reports/s a core"});
    report({run.name("wall_rate_" + where), run.reports() / took.count(), "reports/s"});
    report(
        {run.name("commits_" + where), static_cast<double>(log.head().tick - commits), "commits"});
  }
  std::filesystem::remove_all(folder);
}

void measure_locating(std::shared_ptr<services::BaseMap const> const &base,
                      std::vector<geo::LonLat> const &places, std::string const &name) {
  services::AreaLocator locator(base);
  std::size_t in_grids = 0;
  std::size_t in_fences = 0;
  auto const locate_s = cpu_of(CLOCK_THREAD_CPUTIME_ID, [&] {
    for (auto const where : places) {
      auto const areas = locator.locate(where);
      in_grids += areas[model::AreaLevel::grid].empty() ? 0 : 1;
      in_fences += areas.fences().size();
    }
  });
  report({name, locate_s * 1e9 / static_cast<double>(places.size()), "ns/place"});
  report({name + "_in_grids", static_cast<double>(in_grids), "places in a grid"});
  report({name + "_in_fences", static_cast<double>(in_fences), "fences found"});
}

int run(bool is_quick) {
  auto const county = made_up_county(7);
  auto const base =
      std::make_shared<services::BaseMap const>(county, services::BaseMap::Walking::left_out);
  std::mt19937 random(3);
  std::uniform_real_distribution<double> place(0, county_side);
  std::vector<geo::LonLat> places;
  for (int i = 0; i < 200'000; ++i) {
    places.push_back(
        *geo::LonLat::from_degrees(county_west + place(random), county_south + place(random)));
  }
  measure_locating(base, places, "intake_locate");
  auto fenced = county;
  fenced[model::LayerKind::fence] = made_up_fences(11, 300);
  measure_locating(
      std::make_shared<services::BaseMap const>(fenced, services::BaseMap::Walking::left_out),
      places, "intake_locate_300_fences");
  std::size_t const reports = is_quick ? 640'000 : 3'200'000;
  auto const name = "yuntu_bench_intake." + std::to_string(getpid());
  for (Run const &each : {Run{32, reports / 32}, Run{1, reports / 4}}) {
    measure(each, base);
    measure_whole(each, base, "/dev/shm/" + name, "tmpfs");
    measure_whole(each, base, std::filesystem::current_path() / name, "disk");
  }
  return 0;
}

} // namespace
} // namespace yuntu::bench

int main(int argc, char **argv) {
  try {
    bool const is_quick = argc > 1 && std::string_view(argv[1]) == "--quick";
    if (argc > 1 && !is_quick) {
      std::cerr << "usage: bench_intake [--quick]\n";
      return 2;
    }
    return yuntu::bench::run(is_quick);
  } catch (std::exception const &error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
