#include "server/rules/visibility.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuntu;
using model::DataClass;
using enum yuntu::model::Role;
using rules::may_see;
using test::areas_of;

namespace {

model::AreaCodes const own = areas_of("S1", "C1", "G1");
model::AreaCodes const neighbour = areas_of("S1", "C1", "G2");
model::AreaCodes const nowhere;

} // namespace

TEST_CASE("role and areas together decide what is seen") {
  struct Row {
    model::Role role;
    std::vector<std::string> areas;
    DataClass data;
    std::array<bool, 3> sees; ///< own grid, neighbour grid, outside every area
  };
  std::vector<Row> const rows{
      {command, {}, DataClass::worker, {true, true, true}},
      {command, {}, DataClass::incident, {true, true, true}},
      {command, {}, DataClass::reach, {true, true, true}},
      {command, {"G1"}, DataClass::worker, {true, false, false}},
      {command, {"G1"}, DataClass::incident, {true, false, false}},
      {command, {"C1"}, DataClass::worker, {true, true, false}},
      {command, {"S1"}, DataClass::incident, {true, true, false}},
      {command, {"S2"}, DataClass::incident, {false, false, false}},
      {command, {"G1"}, DataClass::reach, {true, true, true}},
      {grid_worker, {}, DataClass::worker, {false, false, false}},
      {grid_worker, {}, DataClass::incident, {false, false, false}},
      {grid_worker, {"G1"}, DataClass::worker, {true, false, false}},
      {grid_worker, {"G1"}, DataClass::incident, {true, false, false}},
      {grid_worker, {"G1", "G2"}, DataClass::incident, {true, true, false}},
      {grid_worker, {"G1"}, DataClass::reach, {true, true, true}},
      {grid_worker, {""}, DataClass::worker, {false, false, false}},
      {planner, {}, DataClass::worker, {false, false, false}},
      {planner, {}, DataClass::incident, {false, false, false}},
      {planner, {}, DataClass::reach, {true, true, true}},
      {steward, {}, DataClass::worker, {false, false, false}},
      {steward, {}, DataClass::incident, {false, false, false}},
      {administrator, {}, DataClass::worker, {false, false, false}},
      {administrator, {}, DataClass::incident, {false, false, false}},
      {gateway, {}, DataClass::worker, {false, false, false}},
      {gateway, {}, DataClass::incident, {false, false, false}},
      {resident, {}, DataClass::worker, {false, false, false}},
      {resident, {}, DataClass::incident, {false, false, false}},
      {resident, {}, DataClass::reach, {false, false, false}},
  };
  for (auto const &row : rows) {
    model::Principal const who{"u1", row.role, row.areas, {}};
    CAPTURE(model::to_string(row.role), row.areas, static_cast<int>(row.data));
    CHECK(may_see(who, row.data, own) == row.sees[0]);
    CHECK(may_see(who, row.data, neighbour) == row.sees[1]);
    CHECK(may_see(who, row.data, nowhere) == row.sees[2]);
  }
}

TEST_CASE("who reported an incident may see it wherever it lies") {
  model::Incident incident;
  incident.areas = neighbour;
  incident.reporter = "u1";
  CHECK(may_see({"u1", grid_worker, {"G1"}, {}}, incident));
  CHECK(may_see({"u1", gateway, {}, {}}, incident));
  CHECK_FALSE(may_see({"u2", grid_worker, {"G1"}, {}}, incident));
}

TEST_CASE("a resident without a name does not see the reports of other residents") {
  model::Incident incident;
  incident.areas = own;
  incident.reporter = "resident";
  CHECK_FALSE(may_see({"", resident, {}, {}}, incident));
  incident.reporter = "";
  CHECK_FALSE(may_see({"", resident, {}, {}}, incident));
}
