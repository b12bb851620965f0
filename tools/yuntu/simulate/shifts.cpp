#include "tools/yuntu/simulate/shifts.hpp"

#include "tools/yuntu/simulate/seeds.hpp"

namespace yuntu::simulate {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

} // namespace

ShiftPlan::ShiftPlan(Day const &day, DutyPlan plan, std::uint64_t seed)
    : day_(&day), plan_(plan), seed_(seed) {
  demo::Random random(seed);
  std::vector<double> sums;
  for (auto const &shift : day.shifts) {
    sums.push_back((sums.empty() ? 0 : sums.back()) + shift.share);
  }
  kind_ = weighted(random, sums);
  team_ = static_cast<std::int64_t>(random.below(7));
}

bool ShiftPlan::is_day_off(std::int64_t date) const {
  return ((date + team_) % 7 + 7) % 7 < 2;
}

Shift ShiftPlan::shift_on(std::int64_t date) const {
  // Nobody comes to the minute.
  demo::Random random(seed_of(seed_, "punctuality", static_cast<std::uint64_t>(date)));
  auto const &kind = day_->shifts[kind_];
  model::Time const midnight{model::Duration{Days{date}} - local_offset};
  auto const late = [&random] { return std::chrono::seconds{random.between(-300, 300)}; };
  auto const start = midnight + std::chrono::minutes{kind.start_min} + late();
  auto const end = midnight + std::chrono::minutes{kind.end_min} + late();
  return {start, std::max(end, start + std::chrono::minutes{15})};
}

Shift ShiftPlan::shift_after(model::Time time) const {
  if (plan_ == DutyPlan::all) {
    return {time, model::Time::max()};
  }
  auto date = std::chrono::floor<Days>(time.time_since_epoch() + local_offset).count() - 1;
  while (is_day_off(date) || shift_on(date).end <= time) {
    ++date;
  }
  return shift_on(date);
}

} // namespace yuntu::simulate
