#pragma once

#include "server/model/city_state.hpp"
#include "server/rules/deadlines/deadline_policy.hpp"
#include "tests/server/rules/made_calendar.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace yuntu::test {

/// Everything is to be done within 24 hours by the clock, but for the category "无时限".
[[nodiscard]] inline rules::DeadlinePolicy done_within_a_day() {
  using namespace std::chrono_literals;
  model::Limit const day{model::LimitUnit::clock, 24h, 0};
  model::Limit const hour{model::LimitUnit::clock, 1h, 0};
  return {made_calendar(),
          {{"day",
            "24小时办结",
            {std::nullopt, std::nullopt, std::nullopt, std::nullopt, day},
            rules::OnPause::stops,
            {}},
           {"contact", "1小时联系", {hour}, rules::OnPause::stops, {}}},
          {{"", std::nullopt, "day"}, {"无时限", std::nullopt, "contact"}}};
}

/// An incident as facts, folded into a state as they are told.
class ToldIncident {
public:
  ToldIncident(model::CityState &state, model::IncidentReported reported)
      : state_(state), id_(reported.id), time_(reported.time) {
    auto const time = reported.time;
    tell(std::move(reported), time);
  }
  /// So long after the step before, or the report.
  ToldIncident &step(model::Action action, model::Stage to, model::Duration after,
                     std::string const &into = {}) {
    time_ += after;
    auto const &known = state_.incidents.at(id_);
    model::IncidentMoved moved{id_, action, known.stage, to, known.version + 1};
    moved.merged_into = into;
    tell(moved, time_);
    return *this;
  }
  ToldIncident &routed_to(std::string const &department) {
    model::Routing routing;
    routing.category = state_.incidents.at(id_).category;
    routing.department = department;
    tell(model::IncidentRouted{id_, routing}, time_);
    return *this;
  }
  [[nodiscard]] std::string const &id() const { return id_; }

private:
  void tell(model::FactBody body, model::Time time) {
    ++state_.seq;
    model::fold_fact(state_,
                     {state_.seq, state_.tick, time, time, "u1", std::move(body), std::string{}},
                     state_.tick + 1);
  }

  model::CityState &state_;
  std::string id_;
  model::Time time_;
};

} // namespace yuntu::test
