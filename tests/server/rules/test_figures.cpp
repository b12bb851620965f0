#include "server/rules/figures/figures.hpp"
#include "server/rules/figures/rate.hpp"
#include "tests/server/rules/told_incident.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Action;
using model::Stage;
using rules::Count;
using rules::Counts;
using By = rules::Grouping::By;

namespace {

/// The first week of March 2026.
struct Week {
  ToldIncident report(std::string const &id, std::string const &time = "2026-03-02 09:00",
                      std::string const &category = "供水", std::string const &grid = "G1") {
    model::IncidentReported reported;
    reported.id = id;
    reported.category = category;
    reported.channel = "patrol";
    reported.time = beijing(time);
    reported.areas.set(model::AreaLevel::grid, grid);
    return {state, std::move(reported)};
  }
  ToldIncident in_progress(std::string const &id, std::string const &time = "2026-03-02 09:00") {
    auto told = report(id, time);
    told.step(Action::classify, Stage::classified, 0h).step(Action::accept, Stage::in_progress, 0h);
    return told;
  }
  [[nodiscard]] rules::FigureQuestion week(rules::Grouping by = {}) const {
    return {beijing("2026-03-02 00:00"), to, by};
  }
  [[nodiscard]] rules::Figures figures(rules::Grouping by = {}) const {
    return rules::figures_of(state.incidents, week(by), {deadlines, counting});
  }
  [[nodiscard]] Counts counts() const { return figures().total; }
  [[nodiscard]] std::int64_t count(Count which) const { return counts()[which]; }

  model::CityState state;
  rules::DeadlinePolicy deadlines = done_within_a_day();
  rules::Counting counting;
  model::Time to = beijing("2026-03-09 00:00");
};

} // namespace

TEST_CASE("every count and every rate has a name of its own and says what it is") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rules::count_table.size(); ++i) {
    auto const &count = rules::count_table[i];
    CHECK(static_cast<std::size_t>(count.count) == i);
    CHECK(names.insert(count.name).second);
    CHECK_FALSE(count.title.empty());
    CHECK_FALSE(count.words.empty());
  }
  for (auto const &rate : rules::rate_table) {
    CHECK(names.insert(rate.name).second);
    CHECK(rules::find_rate(rate.name) == &rate);
    CHECK(rate.numerator != rate.denominator);
  }
  CHECK(rules::find_rate("closing_rate")->formula() == "结案 ÷ 应结案 × 100%");
  CHECK(rules::find_rate("no_rate") == nullptr);
}

TEST_CASE("of nothing there is no rate, neither none nor all") {
  for (auto const &rate : rules::rate_table) {
    CHECK_FALSE(rate.of({}).has_value());
    CHECK(rate.of({}).percent().empty());
  }
  CHECK(rules::Share{0, 3}.percent() == "0.00");
  CHECK(rules::Share{3, 3}.percent() == "100.00");
}

TEST_CASE("percentages are rounded half up to two places, in whole numbers") {
  CHECK(rules::Share{1, 3}.percent() == "33.33");
  CHECK(rules::Share{2, 3}.percent() == "66.67");
  CHECK(rules::Share{1, 20'000}.percent() == "0.01"); // 0.005
  CHECK(rules::Share{1, 20'001}.percent() == "0.00");
  CHECK(rules::Share{1'000'000'007, 1'000'000'009}.percent() == "100.00");
}

TEST_CASE("a period begins with its first instant and ends before its last") {
  Week week;
  week.report("before", "2026-03-01 23:59:59");
  week.report("first", "2026-03-02 00:00");
  week.report("last", "2026-03-08 23:59:59");
  week.report("after", "2026-03-09 00:00");
  CHECK(week.count(Count::received) == 2);
}

TEST_CASE("a step at the end of the period or after it does not count") {
  Week week;
  week.in_progress("i1").step(Action::finish, Stage::done, 20h);
  week.to = beijing("2026-03-03 05:00");
  CHECK(week.count(Count::closed) == 0);
  week.to += model::Duration{1};
  CHECK(week.count(Count::closed) == 1);
}

TEST_CASE("what is due is what is closed or whose time is over") {
  Week week;
  week.in_progress("closed").step(Action::finish, Stage::done, 1h);
  week.in_progress("open");
  week.report("not filed");
  week.to = beijing("2026-03-03 09:00"); // the very instant at which they are due
  CHECK(week.count(Count::filed) == 2);
  CHECK(week.count(Count::due) == 1);
  CHECK(week.count(Count::overdue) == 0);
  week.to += model::Duration{1};
  CHECK(week.count(Count::due) == 2);
  CHECK(week.count(Count::on_time) == 1);
  CHECK(week.count(Count::overdue) == 1);
  CHECK(week.count(Count::overdue_open) == 1);
}

TEST_CASE("done at the due instant is on time, a millisecond later is not") {
  Week week;
  week.in_progress("in time").step(Action::finish, Stage::done, 24h);
  week.in_progress("late").step(Action::finish, Stage::done, 24h + 1ms);
  CHECK(week.count(Count::closed) == 2);
  CHECK(week.count(Count::on_time) == 1);
  CHECK(week.count(Count::overdue) == 1);
  CHECK(week.count(Count::overdue_open) == 0);
}

TEST_CASE("what has no limit is due when it is closed, and then on time") {
  Week week;
  week.report("open", "2026-03-02 09:00", "无时限").step(Action::classify, Stage::classified, 1h);
  CHECK(week.count(Count::due) == 0);
  week.report("closed", "2026-03-02 09:00", "无时限")
      .step(Action::classify, Stage::classified, 1h)
      .step(Action::finish, Stage::done, 100h);
  CHECK(week.count(Count::due) == 1);
  CHECK(week.count(Count::on_time) == 1);
}

TEST_CASE("a pause without an end keeps an incident from being due, one that ended puts it off") {
  Week week;
  auto told = week.in_progress("i1");
  told.step(Action::pause, Stage::in_progress, 1h);
  CHECK(week.count(Count::due) == 0);
  told.step(Action::resume, Stage::in_progress, 48h).step(Action::finish, Stage::done, 20h);
  CHECK(week.count(Count::on_time) == 1);
  CHECK(week.count(Count::extended) == 1);
}

TEST_CASE("what was reopened is judged by its new deadline and counts as reworked") {
  Week week;
  auto told = week.in_progress("i1");
  told.step(Action::finish, Stage::done, 30h);
  CHECK(week.count(Count::overdue) == 1);
  told.step(Action::reopen, Stage::assigned, 1h);
  CHECK(week.count(Count::closed) == 0);
  CHECK(week.count(Count::finished) == 1);
  told.step(Action::finish, Stage::done, 10h);
  CHECK(week.count(Count::closed) == 1);
  CHECK(week.count(Count::on_time) == 1);
  CHECK(week.count(Count::reworked) == 1);
  CHECK(rules::find_rate("rework_rate")->of(week.counts()).percent() == "100.00");
}

TEST_CASE("a report is filed when it leaves the desk, not when it is refused or sent back") {
  Week week;
  week.report("waits");
  week.report("filed").step(Action::classify, Stage::classified, 1h);
  week.report("assigned at once").step(Action::assign, Stage::assigned, 1h);
  week.report("refused").step(Action::reject, Stage::done, 1h);
  week.report("sent back")
      .step(Action::classify, Stage::classified, 1h)
      .step(Action::reject, Stage::received, 1h);
  week.report("refused later")
      .step(Action::classify, Stage::classified, 1h)
      .step(Action::reject, Stage::done, 1h);
  CHECK(week.count(Count::received) == 6);
  CHECK(week.count(Count::filed) == 2);
  CHECK(week.count(Count::closed) == 0);
  CHECK(week.count(Count::resolved) == 0);
}

TEST_CASE("what was refused and is taken up again is filed") {
  Week week;
  week.report("i1")
      .step(Action::reject, Stage::done, 1h)
      .step(Action::reopen, Stage::assigned, 1h)
      .step(Action::finish, Stage::done, 1h);
  CHECK(week.count(Count::filed) == 1);
  CHECK(week.count(Count::closed) == 1);
  CHECK(week.count(Count::reworked) == 0);
}

TEST_CASE("handed on or sent back from the department is passed on") {
  Week week;
  week.in_progress("kept");
  week.in_progress("handed on").step(Action::transfer, Stage::assigned, 1h);
  week.report("sent back")
      .step(Action::classify, Stage::classified, 1h)
      .step(Action::assign, Stage::assigned, 1h)
      .step(Action::reject, Stage::classified, 1h);
  CHECK(week.count(Count::passed_on) == 2);
}

TEST_CASE("the same day is that of Beijing's calendar") {
  Week week;
  week.in_progress("same", "2026-03-03 23:00").step(Action::finish, Stage::done, 59min);
  week.in_progress("next", "2026-03-03 23:00").step(Action::finish, Stage::done, 1h);
  week.in_progress("early", "2026-03-03 07:00").step(Action::finish, Stage::done, 2h);
  CHECK(week.count(Count::resolved) == 3);
  CHECK(week.count(Count::same_day) == 2);
}

TEST_CASE("a merged incident is a report that fares as the one that goes on, and no case") {
  Week week;
  auto kept = week.report("kept", "2026-03-02 09:00", "供水", "G2");
  kept.step(Action::classify, Stage::classified, 0h);
  week.report("same leak", "2026-03-03 09:00").step(Action::merge, Stage::done, 1h, "kept");
  week.report("by a chain").step(Action::merge, Stage::done, 1h, "same leak");
  auto figures = week.figures({By::area, model::AreaLevel::grid});
  CHECK(figures.total[Count::received] == 3);
  CHECK(figures.total[Count::merged] == 2);
  CHECK(figures.total[Count::filed] == 1);
  CHECK(figures.total[Count::resolved] == 0);
  REQUIRE(figures.groups.size() == 1);
  CHECK(figures.groups.at("G2") == figures.total);
  kept.step(Action::finish, Stage::done, 30h); // on the 3rd
  figures = week.figures();
  CHECK(figures.total[Count::resolved] == 3);
  CHECK(figures.total[Count::same_day] == 1);
  CHECK(figures.total[Count::closed] == 1);
  CHECK(figures.total[Count::due] == 1);
}

TEST_CASE("merging counts from when it was done until it is reopened") {
  Week week;
  week.in_progress("kept").step(Action::finish, Stage::done, 1h);
  auto told = week.in_progress("other");
  told.step(Action::merge, Stage::done, 10h, "kept");
  CHECK(week.count(Count::merged) == 1);
  week.to = beijing("2026-03-02 19:00");
  CHECK(week.count(Count::merged) == 0);
  CHECK(week.count(Count::filed) == 2);
  week.to = beijing("2026-03-09 00:00");
  told.step(Action::reopen, Stage::assigned, 1h);
  CHECK(week.count(Count::merged) == 0);
  CHECK(week.count(Count::filed) == 2);
}

TEST_CASE("incidents merged into each other, or into what is not known, end the search") {
  Week week;
  week.report("a").step(Action::merge, Stage::done, 1h, "b");
  week.report("b").step(Action::merge, Stage::done, 1h, "a");
  week.report("c").step(Action::merge, Stage::done, 1h, "gone");
  CHECK(week.count(Count::received) == 3);
  CHECK(week.count(Count::merged) == 3);
  CHECK(week.count(Count::resolved) == 0);
}

TEST_CASE("groups are those of area, department, category, channel and severity") {
  Week week;
  week.report("a", "2026-03-02 09:00", "供水", "G1").routed_to("water");
  week.report("b", "2026-03-02 09:00", "路灯", "");
  auto const keys = [&](rules::Grouping by) {
    std::set<std::string> found;
    for (auto const &[key, counts] : week.figures(by).groups) {
      found.insert(key);
    }
    return found;
  };
  using Keys = std::set<std::string>;
  CHECK(keys({By::area, model::AreaLevel::grid}) == Keys{"", "G1"});
  CHECK(keys({By::department, {}}) == Keys{"", "water"});
  CHECK(keys({By::category, {}}) == Keys{"供水", "路灯"});
  CHECK(keys({By::channel, {}}) == Keys{"patrol"});
  CHECK(keys({By::severity, {}}) == Keys{"routine"});
  CHECK(keys({}).empty());
}

TEST_CASE("a grouping is read as it is written") {
  for (auto const *const text :
       {"area:subdistrict", "area:community", "area:estate", "area:grid", "area:microgrid",
        "area:building", "department", "category", "channel", "severity"}) {
    CAPTURE(text);
    REQUIRE(rules::parse_grouping(text));
    CHECK(to_text(*rules::parse_grouping(text)) == text);
  }
  for (auto const *const text : {"", "area", "area:", "area:city", "grid", "department "}) {
    CAPTURE(text);
    CHECK_FALSE(rules::parse_grouping(text));
  }
}

TEST_CASE("a county may count as closed only what was verified; done in time is still on time") {
  Week week;
  week.counting.closed_from = Stage::verified;
  auto told = week.in_progress("i1");
  told.step(Action::finish, Stage::done, 1h);
  CHECK(week.count(Count::closed) == 0);
  CHECK(week.count(Count::due) == 1); // the day is over
  CHECK(week.count(Count::overdue) == 0);
  told.step(Action::verify, Stage::verified, 50h);
  CHECK(week.count(Count::closed) == 1);
  CHECK(week.count(Count::on_time) == 1);
}

TEST_CASE("only incidents of one's own count, and where a foreign one goes on is not told") {
  Week week;
  week.report("foreign", "2026-03-02 09:00", "供水", "G2");
  week.report("own").step(Action::merge, Stage::done, 1h, "foreign");
  auto const figures =
      rules::figures_of(week.state.incidents, week.week({By::area, model::AreaLevel::grid}),
                        {week.deadlines, week.counting, [](model::Incident const &incident) {
                           return incident.areas[model::AreaLevel::grid] == "G1";
                         }});
  CHECK(figures.total[Count::received] == 1);
  CHECK(figures.groups.size() == 1);
  CHECK(figures.groups.contains("G1"));
}

TEST_CASE("whatever happened, the counts fit together") {
  std::mt19937_64 random(GENERATE(1U, 2U, 3U, 4U, 5U, 6U));
  auto const one_of = [&](std::size_t count) { return random() % count; };
  Week week;
  for (int i = 0; i < 300; ++i) {
    auto const id = "i" + std::to_string(i);
    auto told = week.report(id, "2026-03-0" + std::to_string(1 + one_of(9)) + " 09:00",
                            one_of(4) == 0 ? "无时限" : "供水", "G" + std::to_string(one_of(3)));
    for (auto steps = one_of(8); steps > 0; --steps) {
      auto const action = static_cast<Action>(one_of(model::action_names.size()));
      told.step(action, static_cast<Stage>(one_of(model::stage_names.size())),
                std::chrono::hours{one_of(30)},
                action == Action::merge ? "i" + std::to_string(one_of(300)) : "");
    }
  }
  auto const question = week.week({By::area, model::AreaLevel::grid});
  auto const figures =
      rules::figures_of(week.state.incidents, question, {week.deadlines, week.counting});
  Counts sum;
  for (auto const &[key, counts] : figures.groups) {
    sum += counts;
    CHECK(counts[Count::due] == counts[Count::on_time] + counts[Count::overdue]);
    CHECK(counts[Count::filed] == counts[Count::own_findings] + counts[Count::public_reports]);
    CHECK(counts[Count::merged] + counts[Count::filed] <= counts[Count::received]);
    for (auto const &rate : rules::rate_table) {
      CAPTURE(key, rate.name);
      CHECK(counts[rate.numerator] <= counts[rate.denominator]);
    }
  }
  CHECK(sum == figures.total);
  CHECK(figures.total[Count::closed] > 0);
  CHECK(figures.total[Count::merged] > 0);
}
