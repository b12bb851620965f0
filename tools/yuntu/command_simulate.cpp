#include "tools/yuntu/command.hpp"
#include "tools/yuntu/event_delivery.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/fetch_world.hpp"
#include "tools/yuntu/simulate/pace.hpp"
#include "tools/yuntu/simulate/simulation.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <ctime>
#include <iostream>
#include <map>
#include <memory>
#include <optional>

namespace yuntu::tools {
namespace {

using std::chrono::milliseconds;

struct SimulateOptions {
  DeliveryOptions delivery;
  std::optional<std::size_t> workers;
  std::uint64_t seed = 1;
  double interval_s = 2;
  double minutes = 0; ///< 0: until stopped
  double hours = 0;
  std::string start; ///< empty: now, or so that the span ends now when it is not played at pace
  double speed = 1;
  std::string duty; ///< empty: shifts when the server names staff, else all
  double incidents = 1;
  std::string day;
};

/// Set by SIGINT and SIGTERM, which end the run with its report.
std::atomic<bool> is_told_to_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);

model::Duration span_of(SimulateOptions const &options) {
  double const minutes = options.minutes + options.hours * 60;
  return minutes > 0 ? model::Duration{std::llround(minutes * 60'000)} : model::Duration::zero();
}

model::Time start_of(SimulateOptions const &options, model::Time now) {
  if (options.start.empty()) {
    return options.speed == 1 ? now : now - span_of(options);
  }
  auto const start = model::parse_rfc3339(options.start);
  if (!start) {
    throw CommandError("--start is \"" + options.start +
                       "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
  }
  if (*start > now) {
    throw CommandError("--start " + options.start + " lies in the future");
  }
  return *start;
}

void check(SimulateOptions const &options) {
  if (options.workers.value_or(1) == 0 || options.workers.value_or(1) > 100'000) {
    throw CommandError("--workers must lie between 1 and 100000");
  }
  if (!(options.interval_s >= 0.1 && options.interval_s <= 3600)) {
    throw CommandError("--interval must lie between 0.1 and 3600 seconds");
  }
  if (!(options.speed >= 0 && options.speed <= 1e6)) {
    throw CommandError("--speed must lie between 0 and 1000000");
  }
  if (!(options.minutes >= 0 && options.hours >= 0 && options.incidents >= 0)) {
    throw CommandError("--minutes, --hours and --incidents must not be negative");
  }
}

simulate::Simulation make_simulation(SimulateOptions const &options, model::Time start) {
  HttpClient client(options.delivery.url, options.delivery.token);
  auto world = fetch_world(client);
  simulate::SimulationOptions made;
  constexpr std::size_t few = 20;
  made.workers = options.workers.value_or(world.staff.empty() ? few : 0);
  made.seed = options.seed;
  made.start = start;
  made.interval = model::Duration{std::llround(options.interval_s * 1000)};
  bool const is_always_on = options.duty.empty() ? world.staff.empty() : options.duty != "shifts";
  made.plan = is_always_on ? simulate::DutyPlan::all : simulate::DutyPlan::shifts;
  made.duty = options.duty == "roster" ? simulate::DutyPosts::left_out : simulate::DutyPosts::sent;
  made.incident_rate = options.incidents;
  if (world.staff.empty()) {
    std::cerr << "the server names no staff: " << made.workers << " invented workers walk\n";
  }
  return {std::move(world),
          options.day.empty() ? simulate::built_in_day() : simulate::read_day(options.day), made};
}

/// Until the span is over and everything answered, or somebody says stop. How late an event went
/// out at most.
model::Duration play(simulate::Simulation &simulation, EventDelivery &delivery,
                     simulate::Pace const &pace, model::Time end) {
  model::Duration behind{0};
  while (!is_told_to_stop) {
    auto const until = std::min(end, pace.simulated_at(wall_clock()));
    while (delivery.has_room()) {
      auto const event = simulation.next(until);
      if (!event) {
        break;
      }
      behind = std::max(behind, wall_clock() - pace.wall_for(event->time));
      delivery.offer(*event);
    }
    auto const next = simulation.next_time();
    if (next >= end && delivery.is_idle() && until >= end) {
      break;
    }
    auto const due = pace.wall_for(std::min(next, end)) - wall_clock();
    delivery.run(std::clamp(due, milliseconds{delivery.has_room() ? 1 : 5}, milliseconds{200}));
  }
  return behind;
}

nlohmann::json report_of(SimulateOptions const &options, EventDelivery const &delivery,
                         std::pair<model::Time, model::Time> span) {
  auto const &counts = delivery.counts();
  return {{"sent", counts.sent},
          {"accepted", counts.accepted},
          {"rejected", counts.rejected},
          {"flagged", counts.flagged},
          {"duty", counts.duty},
          {"incidents", counts.incidents},
          {"actions", counts.actions},
          {"unanswered", counts.unanswered},
          {"given_up", counts.given_up},
          {"events", counts.events},
          {"digest", delivery.digest().hex()},
          {"seed", options.seed},
          {"from", model::format_rfc3339(span.first)},
          {"to", model::format_rfc3339(span.second)}};
}

/// With a roster many report while they are off duty, and are refused.
bool is_as_expected(SimulateOptions const &options,
                    std::map<std::string, std::uint64_t> const &rejected) {
  return rejected.empty() ||
         (options.duty == "roster" && rejected.size() == 1 && rejected.contains("off_duty"));
}

int simulate_days(SimulateOptions const &options) {
  check(options);
  auto const begun = wall_clock();
  auto const start = start_of(options, begun);
  auto simulation = make_simulation(options, start);
  EventDelivery delivery(options.delivery);
  if (options.delivery.desk_token.empty() && options.incidents > 0) {
    std::cerr << "no --desk-token: incidents stay unanswered\n";
  }
  auto const span = span_of(options);
  auto const end = span == span.zero() ? model::Time::max() : start + span;
  auto const on_signal = [](int) { is_told_to_stop = true; };
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  simulate::Pace const pace{start, wall_clock(), options.speed};
  auto const behind = play(simulation, delivery, pace, end);
  auto const took = wall_clock() - begun;
  auto report =
      report_of(options, delivery, {start, std::min(end, pace.simulated_at(wall_clock()))});
  report["seconds"] = static_cast<double>(took.count()) / 1000;
  if (options.speed > 0) {
    report["behind_s"] = static_cast<double>(behind.count()) / 1000;
  }
  report["cpu_s"] = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  std::cout << report.dump() << "\n";
  return is_as_expected(options, delivery.counts().rejected) ? exit_good : exit_findings;
}

} // namespace

void add_simulate_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand(
      "simulate", "a county's day: staff on their streets, residents' incidents, answers");
  auto const o = std::make_shared<SimulateOptions>();
  command->add_option("--url", o->delivery.url, "e.g. http://127.0.0.1:8080")->required();
  command->add_option("--token", o->delivery.token, "of a gateway")->required();
  command->add_option("--desk-token", o->delivery.desk_token,
                      "of role command: answers incidents; without it they stay unanswered");
  command->add_option("--workers", o->workers,
                      "how many: first the server's staff, then invented ones; default all staff, "
                      "or 20");
  command->add_option("--seed", o->seed, "the same seed and start give the same day");
  command->add_option("--start", o->start,
                      "when the day begins, a time with zone, not in the future; default now, with "
                      "--speed other than 1 so that the span ends now");
  command->add_option("--speed", o->speed,
                      "times as fast as the clock, 0 = as fast as the server answers; never ahead "
                      "of the clock");
  command->add_option("--minutes", o->minutes, "how much of the day; 0: until stopped");
  command->add_option("--hours", o->hours, "added to the minutes");
  command->add_option("--interval", o->interval_s, "seconds between two reports of a worker");
  command
      ->add_option("--duty", o->duty,
                   "shifts: each on a shift of their own; all: everybody all the time; roster: "
                   "everybody walks, and who is on duty is the server's roster to say. Default "
                   "shifts, or all when the server names no staff")
      ->check(CLI::IsMember({"shifts", "all", "roster"}));
  command->add_option("--incidents", o->incidents, "times as many as the day has; 0: none");
  command->add_option("--day", o->day, "another day than the one built in (data/demo/day.toml)");
  command->callback([&run, o] { run = [o] { return simulate_days(*o); }; });
}

} // namespace yuntu::tools
