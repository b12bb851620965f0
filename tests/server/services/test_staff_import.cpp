#include "server/services/staff_change.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Contains;
using model::AreaLevel;
using model::PostKind;
using model::StaffRow;
using model::StaffSheet;

namespace {

/// A register in the small town; days count from 2026-11-20 08:00.
double day(int number) {
  return number * 86'400.0;
}

StaffRow filled(std::int64_t row, std::string post, std::string person, int from,
                std::optional<int> to = std::nullopt) {
  return {row,
          std::move(post),
          PostKind::grid_worker,
          "G1",
          person,
          "name of " + person,
          "100-0000-1234",
          at_s(day(from)),
          to ? std::optional(at_s(day(*to))) : std::nullopt};
}

StaffRow vacant(std::int64_t row, std::string post, PostKind kind, std::string area) {
  return {row, std::move(post), kind, std::move(area), {}, {}, {}, {}, {}};
}

struct Office {
  std::shared_ptr<services::BaseMap const> base = small_town::base();
  model::CityState state;
  model::Time now = at_s(day(10));

  services::SheetDecision import(std::vector<StaffRow> rows,
                                 model::BadRows bad = model::BadRows::keep_nothing) {
    StaffSheet const sheet{std::move(rows), 0, bad};
    auto result = services::decide_staff(state.staff, sheet, check_staff(sheet, *base), now);
    apply(result);
    return result;
  }
  services::SheetDecision roster(model::RosterSheet const &sheet) {
    auto result = services::decide_roster(state, sheet, now);
    apply(result);
    return result;
  }
  void apply(services::SheetDecision const &result) {
    for (auto const &draft : result.decision.facts) {
      model::fold_fact(state, {state.seq + 1, 0, now, now, "operator", draft.body, draft.text}, 1);
    }
  }
  [[nodiscard]] std::string holder(std::string const &post, int on) const {
    auto const *const found = state.staff.find_post(post)->holder_at(at_s(day(on)));
    return found == nullptr ? "" : found->person;
  }
};

using Changes = std::map<std::string_view, std::int64_t>;

std::string reason_of(services::SheetDecision const &result, std::int64_t row) {
  for (auto const &refused : result.refused) {
    if (refused.row == row) {
      return refused.reason;
    }
  }
  return "accepted";
}

model::RosterRow shift(std::int64_t row, std::string worker, int on, int from_h, int to_h) {
  return {row, {std::move(worker), at_s(day(on) + from_h * 3600.0), at_s(day(on) + to_h * 3600.0)}};
}

} // namespace

TEST_CASE("a sheet fills the register, and the same sheet again changes nothing") {
  Office office;
  std::vector<StaffRow> const rows{filled(2, "W1", "p1", 0, 20), filled(3, "W1", "p2", 20),
                                   vacant(4, "H1", PostKind::building_head, "B1")};
  auto const first = office.import(rows);
  CHECK(first.written == 3);
  CHECK(first.refused.empty());
  CHECK(first.changes == Changes{{"assignments_made", 2}, {"people_named", 2}, {"posts_added", 2}});
  CHECK(office.holder("W1", 10) == "p1");
  CHECK(office.holder("W1", 20) == "p2");
  CHECK(office.state.staff.find_post("H1")->area == model::AreaRef{AreaLevel::building, "B1"});
  CHECK(office.state.staff.find_person("p1")->name == "name of p1");
  for (int again = 0; again < 2; ++again) {
    auto const second = office.import(rows);
    CHECK(second.written == 3);
    CHECK(second.decision.facts.empty());
  }
}

TEST_CASE("a name is never in the body of a fact") {
  Office office;
  auto const result = office.import({filled(2, "W1", "p1", 0)});
  for (auto const &draft : result.decision.facts) {
    CHECK(draft.text.empty() != std::holds_alternative<model::PersonNamed>(draft.body));
  }
}

TEST_CASE("a changed sheet makes only the difference") {
  Office office;
  std::vector<StaffRow> const before{filled(2, "W1", "p1", 0), filled(3, "W2", "p2", 0)};
  static_cast<void>(office.import(before));

  SECTION("somebody leaves") {
    auto const result = office.import({filled(2, "W1", "p1", 0, 30), before[1]});
    CHECK(result.changes == Changes{{"assignments_ended", 1}});
    CHECK(office.holder("W1", 30).empty());
    static_cast<void>(office.import(before));
    CHECK(office.holder("W1", 30) == "p1");
  }
  SECTION("somebody else takes over: the one before is cut short") {
    auto const result = office.import({filled(2, "W1", "p3", 5), before[1]});
    CHECK(result.changes ==
          Changes{{"assignments_ended", 1}, {"assignments_made", 1}, {"people_named", 1}});
    CHECK(office.holder("W1", 4) == "p1");
    CHECK(office.holder("W1", 5) == "p3");
  }
  SECTION("it was somebody else all the time") {
    auto const result = office.import({filled(2, "W1", "p3", 0), before[1]});
    CHECK(result.changes == Changes{{"assignments_made", 1}, {"people_named", 1}});
    CHECK(office.holder("W1", 4) == "p3");
  }
  SECTION("somebody began later than was thought") {
    auto const result = office.import({filled(2, "W1", "p1", 3), before[1]});
    CHECK(result.changes == Changes{{"assignments_made", 1}, {"assignments_removed", 1}});
    CHECK(office.holder("W1", 2).empty());
  }
  SECTION("a post is vacant now: whoever was in it leaves today") {
    auto const result = office.import({vacant(2, "W1", PostKind::grid_worker, "G1"), before[1]});
    CHECK(result.changes == Changes{{"assignments_ended", 1}});
    CHECK(office.holder("W1", 9) == "p1");
    CHECK(office.holder("W1", 10).empty());
  }
  SECTION("a post is gone") {
    auto const result = office.import({before[0]});
    CHECK(result.changes == Changes{{"posts_removed", 1}});
    CHECK(office.state.staff.find_post("W2")->exists_at(at_s(day(9))));
    CHECK_FALSE(office.state.staff.find_post("W2")->exists_at(at_s(day(10))));
    CHECK(office.import({before[0]}).decision.facts.empty());
    CHECK(office.import(before).changes == Changes{{"assignments_made", 1}, {"posts_added", 1}});
  }
  SECTION("a name is put right") {
    auto row = before[0];
    row.name = "another name";
    CHECK(office.import({row, before[1]}).changes == Changes{{"people_named", 1}});
  }
}

TEST_CASE("a sheet of one kind of post leaves the other kinds alone") {
  Office office;
  static_cast<void>(office.import({filled(2, "W1", "p1", 0)}));
  auto const result = office.import({vacant(2, "H1", PostKind::building_head, "B1")});
  CHECK(result.changes == Changes{{"posts_added", 1}});
  CHECK(office.holder("W1", 10) == "p1");
}

TEST_CASE("each bad row is answered with its reason and nothing is kept") {
  Office office;
  auto wrong_area = filled(3, "W3", "p3", 0);
  wrong_area.area = "G9";
  auto other_name = filled(5, "W5", "p1", 0);
  other_name.name = "somebody else";
  auto nameless = filled(8, "W8", "p8", 0);
  nameless.name.clear();
  auto no_day = filled(9, "W9", "p9", 0);
  no_day.from.reset();
  auto other_kind = vacant(10, "W1", PostKind::enforcement, "G1");
  auto unnamed = vacant(11, "W11", PostKind::enforcement, "G1");
  unnamed.name = "without a code";
  auto bad_phone = filled(13, "W13", "p13", 0);
  bad_phone.phone = "ask at the desk";
  auto const result =
      office.import({filled(2, "W1", "p1", 0, 20), wrong_area, filled(4, "W1", "p4", 19),
                     other_name, filled(6, "W6", "p 6", 0), filled(7, "W7", "p7", 5, 5), nameless,
                     no_day, other_kind, unnamed, filled(12, "W1", "p1", 0, 20), bad_phone});
  CHECK(result.decision.facts.empty());
  CHECK(result.written == 0);
  CHECK(result.refused.size() == 11);
  CHECK_THAT(reason_of(result, 3), Contains("unknown area \"G9\""));
  CHECK_THAT(reason_of(result, 4), Contains("overlaps row 2") && Contains("2026-11-20"));
  CHECK_THAT(reason_of(result, 5), Contains("\"somebody else\"") && Contains("row 2"));
  CHECK_THAT(reason_of(result, 6), Contains("\"p 6\" is not a code"));
  CHECK_THAT(reason_of(result, 7), Contains("must lie after from"));
  CHECK_THAT(reason_of(result, 8), Contains("name"));
  CHECK_THAT(reason_of(result, 9), Contains("from is empty"));
  CHECK_THAT(reason_of(result, 10), Contains("another kind or area in row 2"));
  CHECK_THAT(reason_of(result, 11), Contains("without a person code"));
  CHECK_THAT(reason_of(result, 12), Contains("repeats row 2"));
  CHECK_THAT(reason_of(result, 13), Contains("phone"));
}

TEST_CASE("with bad rows the good ones are kept when asked for, and nothing else is touched") {
  Office office;
  static_cast<void>(office.import({filled(2, "W1", "p1", 0), filled(3, "W2", "p2", 0)}));
  auto bad = filled(3, "W2", "p2", 0);
  bad.area = "G9";
  auto const result = office.import({filled(2, "W3", "p3", 0), bad}, model::BadRows::keep_good);
  CHECK(result.written == 1);
  CHECK(result.refused.size() == 1);
  CHECK(result.changes ==
        Changes{{"assignments_made", 1}, {"people_named", 1}, {"posts_added", 1}});
  CHECK(office.holder("W1", 11) == "p1");
  CHECK(office.holder("W2", 11) == "p2");
}

TEST_CASE("assignments that touch do not overlap, whatever their order in the sheet") {
  Office office;
  CHECK(office
            .import({filled(2, "W1", "p2", 5, 9), filled(3, "W1", "p1", 0, 5),
                     filled(4, "W1", "p3", 9)})
            .refused.empty());
  auto const crossing = GENERATE(std::pair{1, 6}, std::pair{4, 5}, std::pair{8, 20},
                                 std::pair{-5, 1}, std::pair{-5, 99}, std::pair{50, 60});
  Office other;
  auto const result = other.import({filled(2, "W1", "p1", 0, 9), filled(3, "W1", "p2", 9),
                                    filled(4, "W1", "p3", crossing.first, crossing.second)});
  CAPTURE(crossing.first, crossing.second);
  CHECK(result.refused.size() == 1);
}

TEST_CASE("a code that two levels share is taken for the level such a post usually has") {
  Office office;
  auto layers = small_town::layers();
  auto const town = box(118.35, 35.05, 118.37, 35.06);
  layers[model::LayerKind::microgrid] =
      layer_version(model::LayerKind::microgrid, {feature("B1", town)});
  office.base = std::make_shared<services::BaseMap const>(layers);
  auto const result = office.import({vacant(2, "H1", PostKind::building_head, "B1"),
                                     vacant(3, "M1", PostKind::microgrid_officer, "B1"),
                                     vacant(4, "E1", PostKind::enforcement, "B1")});
  CHECK(result.refused.size() == 1);
  CHECK_THAT(reason_of(result, 4), Contains("microgrid") && Contains("building"));
}

TEST_CASE("any register becomes what the sheet says, and the second time nothing changes") {
  auto const seed = GENERATE(range(1U, 60U));
  CAPTURE(seed);
  Office office;
  std::uint32_t state = seed;
  auto const below = [&](int limit) {
    state = state * 1'664'525U + 1'013'904'223U;
    return static_cast<int>((state >> 8U) % static_cast<std::uint32_t>(limit));
  };
  for (int round = 0; round < 6; ++round) {
    std::vector<StaffRow> rows;
    for (int post = 0; post < 4; ++post) {
      for (int from = below(6); below(4) != 0; from += 1 + below(9)) {
        int const to = from + 1 + below(6);
        rows.push_back(filled(static_cast<std::int64_t>(rows.size()) + 2,
                              "W" + std::to_string(post), "p" + std::to_string(below(3)), from,
                              to));
        from = to;
      }
    }
    rows.push_back(vacant(99, "W9", PostKind::grid_worker, "G1"));
    auto const result = office.import(rows);
    REQUIRE(result.refused.empty());
    for (auto const &row : rows) {
      if (!row.person.empty()) {
        auto const *const holder = office.state.staff.find_post(row.post)->holder_at(*row.from);
        REQUIRE(holder != nullptr);
        REQUIRE(*holder == model::Assignment{row.person, *row.from, row.to});
      }
    }
    for (auto const &[code, post] : office.state.staff.posts()) {
      for (std::size_t i = 1; i < post.assignments.size(); ++i) {
        REQUIRE(*post.assignments[i - 1].to <= post.assignments[i].from);
      }
    }
    REQUIRE(office.import(rows).decision.facts.empty());
  }
}

TEST_CASE("a roster plans the shifts to come, replaces its range and is the same the second time") {
  Office office;
  static_cast<void>(office.import({filled(2, "W1", "p1", 0), filled(3, "W2", "p2", 0)}));
  model::RosterSheet sheet{
      {shift(2, "p1", 8, 0, 8), shift(3, "p1", 11, 0, 8), shift(4, "p2", 11, 14, 22)},
      at_s(day(8)),
      at_s(day(13)),
      0,
      model::BadRows::keep_nothing};
  auto const first = office.roster(sheet);
  CHECK(first.written == 3);
  CHECK(first.changes == Changes{{"shifts_over", 1}, {"shifts_planned", 2}});
  CHECK(office.state.shifts.size() == 2);
  CHECK(office.roster(sheet).decision.facts.empty());

  sheet.rows = {shift(2, "p1", 11, 1, 9)};
  CHECK(office.roster(sheet).changes == Changes{{"shifts_cancelled", 2}, {"shifts_planned", 1}});
  CHECK(office.state.shifts == std::map<std::string, std::vector<model::Shift>>{
                                   {"p1", {{at_s(day(11) + 3600), at_s(day(11) + 9 * 3600)}}}});
  // Another range leaves it alone.
  model::RosterSheet const later{
      {shift(2, "p2", 20, 0, 8)}, at_s(day(20)), at_s(day(21)), 0, model::BadRows::keep_nothing};
  static_cast<void>(office.roster(later));
  CHECK(office.state.shifts.size() == 2);
}

TEST_CASE("a shift that has begun and is cancelled ends now, and the one who is on goes off") {
  Office office; // it is day 10, 00:00
  static_cast<void>(office.import({filled(2, "W1", "p1", 0), filled(3, "W2", "p2", 0)}));
  model::RosterSheet sheet{{shift(2, "p1", 9, 20, 28), shift(3, "p2", 9, 21, 28)},
                           at_s(day(9)),
                           at_s(day(10)),
                           0,
                           model::BadRows::keep_nothing};
  REQUIRE(office.roster(sheet).written == 2);
  sheet.rows = {shift(2, "p2", 9, 21, 28)};
  CHECK(office.roster(sheet).changes == Changes{{"shifts_cancelled", 1}});
  REQUIRE(office.state.shifts.contains("p1"));
  CHECK(office.state.shifts.at("p1") ==
        std::vector<model::Shift>{{at_s(day(9) + 20 * 3600), office.now}});
}

TEST_CASE("each bad row of a roster is answered, and good ones are kept only when asked for") {
  Office office;
  static_cast<void>(office.import({filled(2, "W1", "p1", 0)}));
  model::RosterSheet const before{
      {shift(2, "p1", 12, 22, 30)}, at_s(day(12)), at_s(day(13)), 0, model::BadRows::keep_nothing};
  static_cast<void>(office.roster(before));
  model::RosterSheet sheet{{shift(2, "p1", 14, 8, 16), shift(3, "p1", 14, 15, 20),
                            shift(4, "p9", 14, 8, 16), shift(5, "p 1", 14, 8, 16),
                            shift(6, "p1", 14, 8, 16), shift(7, "p1", 15, 8, 8),
                            shift(8, "p1", 13, 5, 9)},
                           at_s(day(13)),
                           at_s(day(16)),
                           0,
                           model::BadRows::keep_nothing};
  auto const refused = office.roster(sheet);
  CHECK(refused.decision.facts.empty());
  CHECK(refused.refused.size() == 6);
  CHECK_THAT(reason_of(refused, 3), Contains("overlaps another shift of p1"));
  CHECK_THAT(reason_of(refused, 4), Contains("nobody has the code p9"));
  CHECK_THAT(reason_of(refused, 5), Contains("not a code"));
  CHECK_THAT(reason_of(refused, 6), Contains("repeats"));
  CHECK_THAT(reason_of(refused, 7), Contains("24 hours"));
  CHECK_THAT(reason_of(refused, 8), Contains("planned before"));
  sheet.bad_rows = model::BadRows::keep_good;
  CHECK(office.roster(sheet).changes == Changes{{"shifts_planned", 1}});
  CHECK(office.state.shifts.at("p1").size() == 2);
}
