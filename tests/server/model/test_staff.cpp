#include "server/model/city_state.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::model;
using test::at_s;

namespace {

AreaRef const grid_1{AreaLevel::grid, "G1"};
AreaRef const grid_2{AreaLevel::grid, "G2"};

struct Register {
  CityState state;

  void take(FactBody const &body, double second = 0, std::string const &text = {}) {
    fold_fact(state, {state.seq + 1, 0, at_s(second), at_s(second), "operator", body, text}, 1);
  }
  [[nodiscard]] Post const &post(std::string const &code) const {
    return state.staff.posts().at(code);
  }
};

std::vector<std::string> codes_of(Staff const &staff, AreaRef const &area) {
  std::vector<std::string> codes;
  for (auto const *const post : staff.posts_of(area)) {
    codes.push_back(post->code);
  }
  return codes;
}

} // namespace

TEST_CASE("a post is held from the first day of an assignment up to its last, and vacant else") {
  Register sheet;
  sheet.take(PostAdded{"W1", PostKind::grid_worker, grid_1});
  sheet.take(AssignmentMade{"W1", "p2", at_s(200), std::nullopt});
  sheet.take(AssignmentMade{"W1", "p1", at_s(0), at_s(100)});
  auto const &post = sheet.post("W1");
  CHECK(post.holder_at(at_s(-1)) == nullptr);
  CHECK(post.holder_at(at_s(0))->person == "p1");
  CHECK(post.holder_at(at_s(99))->person == "p1");
  CHECK(post.holder_at(at_s(100)) == nullptr);
  CHECK(post.holder_at(at_s(200))->person == "p2");
  CHECK(post.assignments.front().person == "p1");
}

TEST_CASE("the posts of an area come by kind and then code, and follow a post that moves") {
  Register sheet;
  sheet.take(PostAdded{"Z", PostKind::grid_worker, grid_1});
  sheet.take(PostAdded{"B", PostKind::social_worker, grid_1});
  sheet.take(PostAdded{"A", PostKind::social_worker, grid_1});
  CHECK(codes_of(sheet.state.staff, grid_1) == std::vector<std::string>{"Z", "A", "B"});
  sheet.take(PostAdded{"A", PostKind::social_worker, grid_2});
  CHECK(codes_of(sheet.state.staff, grid_1) == std::vector<std::string>{"Z", "B"});
  CHECK(codes_of(sheet.state.staff, grid_2) == std::vector<std::string>{"A"});
  // The index is derived: it comes out the same from the posts alone.
  CHECK(sheet.state.staff == Staff(sheet.state.staff.posts(), sheet.state.staff.people()));
}

TEST_CASE("codes of two levels may be the same and mean different areas") {
  Register sheet;
  sheet.take(PostAdded{"A", PostKind::building_head, {AreaLevel::building, "X"}});
  CHECK(codes_of(sheet.state.staff, {AreaLevel::microgrid, "X"}).empty());
}

TEST_CASE("a closed post was there before, with whoever was in it then") {
  Register sheet;
  sheet.take(PostAdded{"W1", PostKind::grid_worker, grid_1});
  sheet.take(AssignmentMade{"W1", "p1", at_s(0), std::nullopt});
  sheet.take(AssignmentMade{"W1", "p2", at_s(500), std::nullopt});
  sheet.take(PostRemoved{"W1"}, 100);
  CHECK(sheet.post("W1").exists_at(at_s(99)));
  CHECK_FALSE(sheet.post("W1").exists_at(at_s(100)));
  CHECK(sheet.post("W1").assignments == std::vector<Assignment>{{"p1", at_s(0), at_s(100)}});
  sheet.take(PostAdded{"W1", PostKind::grid_worker, grid_1}, 200);
  CHECK(sheet.post("W1").exists_at(at_s(300)));
  CHECK(sheet.post("W1").holder_at(at_s(300)) == nullptr);
}

TEST_CASE("an assignment is replaced, ended and removed by its first moment") {
  Register sheet;
  sheet.take(PostAdded{"W1", PostKind::grid_worker, grid_1});
  sheet.take(AssignmentMade{"W1", "p1", at_s(0), std::nullopt});
  sheet.take(AssignmentMade{"W1", "p2", at_s(0), std::nullopt});
  CHECK(sheet.post("W1").assignments == std::vector<Assignment>{{"p2", at_s(0), std::nullopt}});
  sheet.take(AssignmentEnded{"W1", at_s(0), at_s(60)});
  CHECK(sheet.post("W1").assignments.front().to == at_s(60));
  sheet.take(AssignmentRemoved{"W1", at_s(0)});
  CHECK(sheet.post("W1").assignments.empty());
}

TEST_CASE("name and phone are the fact's text, and empty when it was erased") {
  Register sheet;
  sheet.take(PersonNamed{"p1"}, 0, personal_text({"p1", "张三丰", "100-0000-1234"}));
  CHECK(*sheet.state.staff.find_person("p1") == Person{"p1", "张三丰", "100-0000-1234"});
  sheet.take(PersonNamed{"p1"});
  CHECK(*sheet.state.staff.find_person("p1") == Person{"p1", "", ""});
}

TEST_CASE("planned shifts are kept in order until they are cancelled, used up or long over") {
  Register sheet;
  sheet.take(ShiftPlanned{"p1", at_s(200), at_s(300)});
  sheet.take(ShiftPlanned{"p1", at_s(0), at_s(100)});
  sheet.take(ShiftPlanned{"p1", at_s(0), at_s(100)});
  CHECK(sheet.state.shifts.at("p1") ==
        std::vector<Shift>{{at_s(0), at_s(100)}, {at_s(200), at_s(300)}});
  sheet.take(DutyChanged{"p1", false, at_s(100), "person"});
  CHECK(sheet.state.shifts.at("p1").size() == 2);
  sheet.take(DutyChanged{"p1", false, at_s(100), "roster"});
  CHECK(sheet.state.shifts.at("p1") == std::vector<Shift>{{at_s(200), at_s(300)}});
  double const day_s = 86'400;
  sheet.take(ShiftPlanned{"p1", at_s(2 * day_s), at_s(2 * day_s + 1)}, 300 + day_s);
  CHECK(sheet.state.shifts.at("p1").size() == 1);
  sheet.take(ShiftCancelled{"p1", at_s(2 * day_s), at_s(2 * day_s + 1)});
  CHECK(sheet.state.shifts.empty());
}
