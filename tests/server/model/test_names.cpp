#include "server/model/incident.hpp"
#include "server/model/layer.hpp"
#include "server/model/position_report.hpp"
#include "server/model/principal.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::model;

TEST_CASE("every name of a stage, severity, action, role and layer is read back as itself") {
  for (auto const name : stage_names) {
    CHECK(to_string(parse_stage(name).value()) == name);
  }
  for (auto const name : severity_names) {
    CHECK(to_string(parse_severity(name).value()) == name);
  }
  for (auto const name : action_names) {
    CHECK(to_string(parse_action(name).value()) == name);
  }
  for (auto const name : role_names) {
    CHECK(to_string(parse_role(name).value()) == name);
  }
  for (auto const name : layer_kind_names) {
    CHECK(to_string(parse_layer_kind(name).value()) == name);
  }
}

TEST_CASE("a name that is not in the list is no value") {
  CHECK_FALSE(parse_stage("Received"));
  CHECK_FALSE(parse_severity(""));
  CHECK_FALSE(parse_action("close"));
  CHECK_FALSE(parse_role("admin"));
  CHECK_FALSE(parse_layer_kind("grids"));
}

TEST_CASE("the first six layers are area levels and the others are none") {
  CHECK(area_level_of(LayerKind::subdistrict) == AreaLevel::subdistrict);
  CHECK(area_level_of(LayerKind::building) == AreaLevel::building);
  CHECK_FALSE(area_level_of(LayerKind::station));
  CHECK_FALSE(area_level_of(LayerKind::walk));
  CHECK_FALSE(area_level_of(LayerKind::water));
}

TEST_CASE("the reasons on the wire are those of the design") {
  CHECK(to_string(PositionVerdict::not_finite) == "not_finite");
  CHECK(to_string(PositionVerdict::out_of_range) == "out_of_range");
  CHECK(to_string(PositionVerdict::zero_zero) == "zero_zero");
  CHECK(to_string(PositionVerdict::outside_county) == "outside_county");
  CHECK(to_string(PositionVerdict::too_fast) == "too_fast");
  CHECK(to_string(PositionVerdict::off_duty) == "off_duty");
  CHECK(to_string(PositionFlag::inaccurate) == "inaccurate");
  CHECK(to_string(PositionFlag::future) == "future");
  CHECK(to_string(PositionFlag::late) == "late");
}
