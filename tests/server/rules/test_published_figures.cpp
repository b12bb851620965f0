// The table of 天门, December 2016, as published (hbcic.net.cn): 受理 1054, 立案 996, 应结案 972,
// 结案 911, 按期 737; 巡查 953 and 公众 43 of the filed; 事件 971/956/902, 部件 25/16/9.
#include "server/rules/figures/figures.hpp"
#include "server/rules/figures/rate.hpp"
#include "tests/server/rules/told_incident.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Action;
using model::Stage;
using rules::Count;

namespace {

std::string percent(std::string_view rate, rules::Counts const &counts) {
  return rules::find_rate(rate)->of(counts).percent();
}

rules::FigureQuestion december(rules::Grouping by = {}) {
  return {beijing("2016-12-01 00:00"), beijing("2017-01-01 00:00"), by};
}

/// Incidents of which the published table could have been counted.
class December {
public:
  December() {
    several(9, "部件", [&](auto &&told) { close(told, 10h); });
    several(728, "事件", [&](auto &&told) { close(told, 10h); });
    several(174, "事件", [&](auto &&told) { close(told, 30h); });
    several(54, "事件", [&](auto &&told) { told.step(Action::classify, Stage::classified, 1h); });
    several(7, "部件", [&](auto &&told) {
      // Done on New Year's Day: too late for the table.
      close(told.step(Action::pause, Stage::received, 1h).step(Action::resume, Stage::received, 1h),
            40 * 24h);
    });
    started_ = beijing("2016-12-31 12:00");
    several(9, "部件", [&](auto &&told) { close(told, 14h); });
    several(15, "事件", [&](auto &&told) { told.step(Action::classify, Stage::classified, 1h); });
    REQUIRE(filed_ == 996);
    started_ = beijing("2016-12-01 00:00");
    add_unfiled();
    REQUIRE(state.incidents.size() == 1054);
    started_ = beijing("2016-11-29 00:00");
    several(30, "事件", [&](auto &&told) { close(told, 10h); });
    started_ = beijing("2017-01-01 00:00");
    several(30, "事件", [&](auto &&told) { close(told, 10h); });
  }

  model::CityState state;

private:
  template <typename Story>
  void several(int number, std::string const &category, Story const &story) {
    for (int i = 0; i < number; ++i) {
      // The public reports 43 of them.
      auto const *const channel = filed_++ < 43 ? "hotline" : "patrol";
      story(report(category, channel));
    }
  }
  ToldIncident report(std::string const &category, std::string const &channel) {
    model::IncidentReported reported;
    reported.id = "i" + std::to_string(1000 + state.incidents.size());
    reported.category = category;
    reported.channel = channel;
    reported.time = started_;
    // Over four weeks, and within an hour once December ends.
    started_ += started_ < beijing("2016-12-29 00:00") ? 40min : 1min;
    if (started_ > beijing("2016-12-29 00:00") && started_ < beijing("2016-12-31 12:00")) {
      started_ = beijing("2016-12-01 00:00");
    }
    return {state, std::move(reported)};
  }
  static void close(ToldIncident told, model::Duration after) {
    told.step(Action::classify, Stage::classified, 1h)
        .step(Action::accept, Stage::in_progress, 1h)
        .step(Action::finish, Stage::done, after - 2h)
        .step(Action::rate, Stage::rated, 1h);
  }
  void add_unfiled() {
    for (int i = 0; i < 20; ++i) {
      report("事件", "patrol");
    }
    for (int i = 0; i < 18; ++i) {
      report("部件", "hotline").step(Action::reject, Stage::done, 1h);
    }
    for (int i = 0; i < 12; ++i) {
      report("事件", "patrol")
          .step(Action::classify, Stage::classified, 1h)
          .step(Action::reject, Stage::received, 1h);
    }
    for (int i = 0; i < 8; ++i) {
      report("事件", "resident")
          .step(Action::classify, Stage::classified, 1h)
          .step(Action::merge, Stage::done, 1h, "i1000");
    }
  }

  model::Time started_ = beijing("2016-12-01 00:00");
  int filed_ = 0;
};

} // namespace

TEST_CASE("the six published rates come out of the published counts") {
  rules::Counts all;
  all.add(Count::received, 1054);
  all.add(Count::filed, 996);
  all.add(Count::due, 972);
  all.add(Count::closed, 911);
  all.add(Count::on_time, 737);
  all.add(Count::own_findings, 953);
  all.add(Count::public_reports, 43);
  CHECK(percent("closing_rate", all) == "93.72");
  CHECK(percent("on_time_rate", all) == "75.82");
  CHECK(percent("finding_rate", all) == "95.68");
  CHECK(percent("missed_rate", all) == "4.32");
  rules::Counts events;
  events.add(Count::due, 956);
  events.add(Count::closed, 902);
  CHECK(percent("closing_rate", events) == "94.35");
  rules::Counts parts;
  parts.add(Count::due, 16);
  parts.add(Count::closed, 9);
  CHECK(percent("closing_rate", parts) == "56.25");
}

TEST_CASE("the published table is counted from 1,054 incidents, folded from their facts") {
  December const month;
  auto const deadlines = done_within_a_day();
  rules::Counting const counting;
  auto const figures = rules::figures_of(
      month.state.incidents, december({rules::Grouping::By::category, {}}), {deadlines, counting});
  auto const &all = figures.total;
  CHECK(all[Count::received] == 1054);
  CHECK(all[Count::filed] == 996);
  CHECK(all[Count::due] == 972);
  CHECK(all[Count::closed] == 911);
  CHECK(all[Count::on_time] == 737);
  CHECK(all[Count::own_findings] == 953);
  CHECK(all[Count::public_reports] == 43);
  CHECK(all[Count::merged] == 8);
  CHECK(all[Count::overdue] == 972 - 737);
  CHECK(all[Count::overdue_open] == 61);
  CHECK(percent("closing_rate", all) == "93.72");
  CHECK(percent("on_time_rate", all) == "75.82");
  CHECK(percent("finding_rate", all) == "95.68");
  CHECK(percent("missed_rate", all) == "4.32");

  REQUIRE(figures.groups.size() == 2);
  auto const &events = figures.groups.at("事件");
  CHECK(events[Count::filed] == 971);
  CHECK(events[Count::due] == 956);
  CHECK(events[Count::closed] == 902);
  CHECK(percent("closing_rate", events) == "94.35");
  auto const &parts = figures.groups.at("部件");
  CHECK(parts[Count::filed] == 25);
  CHECK(parts[Count::due] == 16);
  CHECK(parts[Count::closed] == 9);
  CHECK(percent("closing_rate", parts) == "56.25");
}
