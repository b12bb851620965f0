#include "tools/yuntu/simulate/calls.hpp"

#include "geo/predicates.hpp"
#include "tools/yuntu/simulate/answer_plan.hpp"
#include "tools/yuntu/simulate/seeds.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <numeric>

namespace yuntu::simulate {
namespace {

std::size_t hour_of(model::Time time) {
  auto const local = time.time_since_epoch() + local_offset;
  auto const hours = std::chrono::floor<std::chrono::hours>(local).count();
  return static_cast<std::size_t>((hours % 24 + 24) % 24);
}

double sum_of(std::array<double, 24> const &hours) {
  return std::accumulate(hours.begin(), hours.end(), 0.0);
}

template <typename Items, typename WeightOf>
std::vector<double> running_sums(Items const &items, WeightOf weight_of) {
  std::vector<double> sums;
  for (auto const &item : items) {
    sums.push_back((sums.empty() ? 0 : sums.back()) + weight_of(item));
  }
  return sums;
}

} // namespace

Calls::Calls(World const &world, StreetNet const &net, Day const &day)
    : world_(world), net_(net), day_(day) {
  sort_homes();
}

void Calls::sort_homes() {
  std::vector<geo::Envelope> boxes;
  for (auto const &estate : world_.estates) {
    estates_.push_back({day_.class_of(estate.kind), {}, {}});
    boxes.push_back(geo::envelope_of(estate.polygon));
  }
  estates_.push_back({});
  geo::BoxIndex const index(boxes);
  for (std::size_t i = 0; i < world_.homes.size(); ++i) {
    auto const &home = world_.homes[i];
    auto const near = index.find(box_at(home.place));
    auto const holds = [&](auto estate) {
      return geo::covers(world_.estates[estate].polygon, home.place);
    };
    auto const found = std::find_if(near.begin(), near.end(), holds);
    auto &estate = found == near.end() ? estates_.back() : estates_[*found];
    estate.homes.push_back(i);
    estate.sums.push_back((estate.sums.empty() ? 0 : estate.sums.back()) + home.households);
    households_ += home.households;
  }
}

void Calls::start(std::uint64_t seed, model::Time at, double rate) {
  random_ = demo::Random(seed_of(seed, "calls", 0));
  rate_ = rate;
  answers_.clear();
  plan_next_call(at);
}

/// How many calls an hour brings at this time of day.
double Calls::per_hour(model::Time at) const {
  double of_hour = 0;
  double of_day = 0;
  for (auto const &kind : day_.kinds) {
    double const sum = sum_of(kind.hours);
    of_hour += sum > 0 ? kind.weight * kind.hours[hour_of(at)] / sum : 0;
    of_day += sum > 0 ? kind.weight : 0;
  }
  return of_day > 0
             ? rate_ * households_ / 1000 * day_.incidents_per_1000_households * of_hour / of_day
             : 0;
}

/// Minute by minute, so that no logarithm is needed: a minute brings one call or none. Good for up
/// to some ten calls a minute; beyond, every minute brings one, then every second.
void Calls::plan_next_call(model::Time after) {
  next_call_ = model::Time::max();
  if (households_ <= 0 || rate_ <= 0) {
    return;
  }
  constexpr int most_days = 8;
  auto slot = std::chrono::seconds{60};
  auto time = after;
  auto const end = after + std::chrono::hours{24} * most_days;
  while (time < end) {
    double const expected = per_hour(time) * static_cast<double>(slot.count()) / 3600;
    if (expected > 0.2 && slot.count() > 1) {
      slot = std::chrono::seconds{1};
      continue;
    }
    auto const width = static_cast<std::size_t>(slot.count() * 1000);
    auto const offset = model::Duration{static_cast<std::int64_t>(1 + random_.below(width))};
    if (random_.chance(std::min(1.0, expected))) {
      next_call_ = time + offset;
      return;
    }
    time += slot;
  }
}

model::Time Calls::next_time() const {
  return answers_.empty() ? next_call_ : std::min(next_call_, answers_.begin()->first);
}

Event Calls::step() {
  if (!answers_.empty() && answers_.begin()->first <= next_call_) {
    auto event = std::move(answers_.begin()->second);
    answers_.erase(answers_.begin());
    return event;
  }
  auto const time = next_call_;
  auto report = report_at(time);
  plan_answers(report);
  plan_next_call(time);
  return {time, RaiseEvent{std::move(report)}};
}

void Calls::plan_answers(model::IncidentReport const &report) {
  for (auto &event : answers_to(report, day_.answers, demo::Random(random_.next()))) {
    auto const time = event.time;
    answers_.emplace(time, std::move(event));
  }
}

Home const &Calls::choose_home(CallKind const &kind) {
  auto sums = running_sums(estates_, [&](EstateHomes const &estate) {
    auto const factor = kind.estates[static_cast<std::size_t>(estate.estate_class)];
    return estate.sums.empty() ? 0 : estate.sums.back() * factor;
  });
  if (sums.back() <= 0) { // a kind that fits no estate here
    sums = running_sums(estates_, [](EstateHomes const &estate) {
      return estate.sums.empty() ? 0 : estate.sums.back();
    });
  }
  auto const &estate = estates_[weighted(random_, sums)];
  return world_.homes[estate.homes[weighted(random_, estate.sums)]];
}

std::string Calls::make_id() {
  auto const high = random_.next();
  auto const low = random_.next();
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx",
                static_cast<unsigned>(high >> 32), static_cast<unsigned>(high >> 16 & 0xffff),
                static_cast<unsigned>(high & 0xfff), static_cast<unsigned>(low >> 48 & 0xfff),
                static_cast<unsigned long long>(low & 0xffffffffffff));
  return text;
}

model::IncidentReport Calls::report_at(model::Time at) {
  auto const kinds = running_sums(day_.kinds, [&](CallKind const &kind) {
    double const sum = sum_of(kind.hours);
    return sum > 0 ? kind.weight * kind.hours[hour_of(at)] / sum : 0;
  });
  auto const &kind = day_.kinds[weighted(random_, kinds)];
  auto const severity =
      weighted(random_, running_sums(kind.severities, [](double share) { return share; }));
  auto const channel =
      weighted(random_, running_sums(day_.channels, [](Channel const &c) { return c.weight; }));
  auto const &home = choose_home(kind);
  model::IncidentReport report;
  report.id = make_id();
  report.channel = day_.channels[channel].name;
  report.category = kind.category;
  report.severity = static_cast<model::Severity>(severity);
  report.text = kind.texts[severity][random_.below(kind.texts[severity].size())];
  report.time = at;
  constexpr double street_m = 120;
  auto const corner = kind.is_at_street ? net_.nearest_point(home.place, street_m) : std::nullopt;
  if (corner) {
    report.position = net_.place(*corner);
  } else {
    report.building = home.code;
  }
  return report;
}

} // namespace yuntu::simulate
