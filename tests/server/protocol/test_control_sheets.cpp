#include "server/protocol/control.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::protocol;
using test::at_s;

TEST_CASE("a staff sheet comes over the operator's line as it was sent") {
  model::StaffSheet const sheet{
      {{2, "W1", model::PostKind::building_head, "371", "p1", "张三", "100", at_s(0), at_s(9)},
       {7, "W2", model::PostKind::social_worker, "372", {}, {}, {}, {}, {}}},
      3,
      model::BadRows::keep_good};
  auto const read = parse_control_command(control_line(ControlCommand{ImportStaffCommand{sheet}}));
  REQUIRE(read);
  auto const &back = std::get<ImportStaffCommand>(*read).sheet;
  CHECK(back.rows == sheet.rows);
  CHECK(back.unreadable == 3);
  CHECK(back.bad_rows == model::BadRows::keep_good);
}

TEST_CASE("a roster comes over the operator's line as it was sent") {
  model::RosterSheet const sheet{
      {{2, {"p1", at_s(0), at_s(3600)}}}, at_s(-60), at_s(86'400), 0, model::BadRows::keep_nothing};
  auto const read = parse_control_command(control_line(ControlCommand{ImportRosterCommand{sheet}}));
  REQUIRE(read);
  auto const &back = std::get<ImportRosterCommand>(*read).sheet;
  CHECK(back.rows == sheet.rows);
  CHECK(back.from == sheet.from);
  CHECK(back.to == sheet.to);
  CHECK(back.bad_rows == model::BadRows::keep_nothing);
}

TEST_CASE("what became of a sheet, and the posts there are, come back the same") {
  SheetReply const reply{5, {{3, "unknown area"}}, {{"posts_added", 5}}};
  auto const read = parse_control_reply(control_line(ControlReply{reply}));
  REQUIRE(read);
  auto const &sheet = std::get<SheetReply>(*read);
  CHECK(sheet.written == 5);
  CHECK(sheet.refused == reply.refused);
  CHECK(sheet.changes == reply.changes);

  model::Post const post{"W1",
                         model::PostKind::enforcement,
                         {model::AreaLevel::estate, "E1"},
                         {{"p1", at_s(0), at_s(9)}, {"p2", at_s(9), std::nullopt}},
                         at_s(99)};
  auto const posts = parse_control_reply(control_line(ControlReply{PostsReply{{post}}}));
  REQUIRE(posts);
  CHECK(std::get<PostsReply>(*posts).posts == std::vector<model::Post>{post});
}

TEST_CASE("names and phones come along with the posts where they are asked for") {
  auto const command = parse_control_command(control_line(ControlCommand{ReadPostsCommand{true}}));
  REQUIRE(command);
  CHECK(std::get<ReadPostsCommand>(*command).has_people);
  std::vector<model::Person> const people{{"p1", "张三", "13900001234"}, {"p2", "", ""}};
  auto const read = parse_control_reply(control_line(ControlReply{PostsReply{{}, people}}));
  REQUIRE(read);
  CHECK(std::get<PostsReply>(*read).people == people);
}

TEST_CASE("versions in use and to come, and the word to cancel one, come over as they were") {
  StateReply state;
  state.layers[model::LayerKind::grid] = {model::LayerKind::grid, "v1", 7, at_s(5), {}};
  state.coming = {{model::LayerKind::grid, "v2", 8, at_s(50)},
                  {model::LayerKind::estate, "v3", 9, at_s(60)}};
  auto const read = parse_control_reply(control_line(ControlReply{state}));
  REQUIRE(read);
  CHECK(std::get<StateReply>(*read).layers == state.layers);
  CHECK(std::get<StateReply>(*read).coming == state.coming);
  auto const line =
      control_line(ControlCommand{CancelLayerCommand{model::LayerKind::grid, "v2", at_s(50)}});
  auto const command = parse_control_command(line);
  REQUIRE(command);
  auto const &cancel = std::get<CancelLayerCommand>(*command);
  CHECK(cancel.layer == model::LayerKind::grid);
  CHECK(cancel.version == "v2");
  CHECK(cancel.effective == at_s(50));
  auto const reply = parse_control_reply(
      control_line(ControlReply{PublishReply{"v2", at_s(50), "the disk is full"}}));
  REQUIRE(reply);
  CHECK(std::get<PublishReply>(*reply).effective == at_s(50));
  CHECK(std::get<PublishReply>(*reply).waits == "the disk is full");
}

TEST_CASE("devices come back as they were listed") {
  std::vector<DevicesReply::Row> const rows{{"tablet-1", "u1", "wgs84", 68, false, "gcj02"},
                                            {"tablet-2", "", "bd09", 95, true, ""}};
  auto const read = parse_control_reply(control_line(ControlReply{DevicesReply{rows}}));
  REQUIRE(read);
  CHECK(std::get<DevicesReply>(*read).devices == rows);
  auto const command = parse_control_command(control_line(ControlCommand{ReadDevicesCommand{}}));
  REQUIRE(command);
  CHECK(std::holds_alternative<ReadDevicesCommand>(*command));
}

TEST_CASE("a sheet command of the wrong shape is refused") {
  auto const line = GENERATE(
      R"({"command":"staff_import"})",
      R"({"command":"staff_import","rows":[[1]],"unreadable":0,"partial":false})",
      R"({"command":"staff_import","rows":[[1,"W","boss","","","","",null,null]],"unreadable":0,"partial":false})",
      R"({"command":"staff_import","rows":[["x","W","social_worker","","","","",null,null]],"unreadable":0,"partial":false})",
      R"({"command":"staff_import","rows":[],"unreadable":-1,"partial":false})",
      R"({"command":"staff_roster","rows":[[1,"p",null,0]],"unreadable":0,"partial":false})");
  CAPTURE(line);
  CHECK_FALSE(parse_control_command(line));
}
