#include "tools/yuntu/simulate/simulation.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/simulate/seeds.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

namespace yuntu::simulate {
namespace {

std::string invented_name(std::size_t number) {
  char name[32];
  std::snprintf(name, sizeof name, "sim-%03zu", number + 1);
  return name;
}

/// Of a phone that was switched on when the simulation starts: repeated, the same start and seed
/// send the same reports, which the server knows; another seed sends others.
std::uint64_t boot_of(SimulationOptions const &options) {
  return static_cast<std::uint64_t>(model::to_unix_ms(options.start)) * 1000 + options.seed % 1000;
}

} // namespace

Simulation::Simulation(World world, Day day, SimulationOptions const &options)
    : world_(std::move(world)), day_(std::move(day)), net_(world_.streets),
      calls_(world_, net_, day_) {
  if (world_.grids.empty()) {
    throw tools::CommandError("the server has no grids: import some with --layer grid");
  }
  if (net_.size() == 0) {
    throw tools::CommandError(
        "the server has no streets to walk on: import some with --layer walk");
  }
  choose_walkers(options.workers);
  make_patrols(options);
  calls_.start(options.seed, options.start, options.incident_rate);
}

void Simulation::choose_walkers(std::size_t wanted) {
  walkers_ = world_.staff;
  if (wanted != 0 && wanted < walkers_.size()) {
    walkers_.resize(wanted);
  }
  for (std::size_t i = 0; walkers_.size() < wanted; ++i) {
    walkers_.push_back({invented_name(i), world_.grids[i % world_.grids.size()].code});
  }
}

void Simulation::make_patrols(SimulationOptions const &options) {
  BeatMaker const maker(world_, net_, day_);
  std::map<std::string, Beat const *> beat_of;
  for (std::size_t i = 0; i < world_.grids.size(); ++i) {
    beat_of.emplace(world_.grids[i].code, nullptr);
  }
  patrols_.reserve(walkers_.size());
  for (std::size_t i = 0; i < walkers_.size(); ++i) {
    auto &beat = beat_of.at(walkers_[i].grid);
    if (beat == nullptr) {
      auto const grid = std::find_if(world_.grids.begin(), world_.grids.end(),
                                     [&](Grid const &g) { return g.code == walkers_[i].grid; });
      auto const number = static_cast<std::uint64_t>(grid - world_.grids.begin());
      beats_.push_back(std::make_unique<Beat const>(
          maker.beat_of(*grid, seed_of(options.seed, "beat", number))));
      beat = beats_.back().get();
    }
    auto const seed = seed_of(options.seed, "worker", i);
    patrols_.emplace_back(PatrolOptions{walkers_[i].code, seed, boot_of(options), options.start,
                                        options.interval, options.duty},
                          *beat, ShiftPlan(day_, options.plan, seed_of(seed, "shift", 0)));
    due_.emplace(patrols_.back().next_time(), i);
  }
}

model::Time Simulation::next_time() const {
  return due_.empty() ? calls_.next_time() : std::min(due_.top().first, calls_.next_time());
}

std::optional<Event> Simulation::next(model::Time until) {
  while (next_time() < until) {
    if (due_.empty() || calls_.next_time() < due_.top().first) {
      return calls_.step();
    }
    auto const number = due_.top().second;
    due_.pop();
    auto event = patrols_[number].step();
    due_.emplace(patrols_[number].next_time(), number);
    if (event) {
      return event;
    }
  }
  return std::nullopt;
}

} // namespace yuntu::simulate
