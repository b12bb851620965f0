#include "tests/tools/town_checks.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/roster.hpp"
#include "tools/yuntu/demo/staff_appointments.hpp"
#include "tools/yuntu/demo/staff_workbook.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace yuntu::demo;

namespace {

struct Staff {
  StaffRoll roll;
  std::vector<RosterShift> shifts;
};

Staff staff_of_small_town() {
  auto const definition = read_staff_definition(yuntu::checkout() + "/data/demo/county_staff.toml");
  StaffRoll roll = appoint_staff(make_town(checks::first_light(), 1), definition);
  auto shifts = draw_roster(roll, definition.as_of, 7);
  return {std::move(roll), std::move(shifts)};
}

/// A fresh folder, removed at the end.
class TestFolder {
public:
  explicit TestFolder(std::string const &name)
      : path_(std::filesystem::temp_directory_path() / name) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TestFolder(TestFolder const &) = delete;
  TestFolder &operator=(TestFolder const &) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path file(std::string const &name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

std::string bytes_of(std::filesystem::path const &file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

/// A sheet as GDAL reads it, its header row among the cells.
SheetCells read_sheet(std::filesystem::path const &file, char const *name) {
  GDALAllRegister();
  CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
  GDALDatasetUniquePtr const dataset(
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
  REQUIRE(dataset);
  OGRLayer *layer = dataset->GetLayerByName(name);
  REQUIRE(layer != nullptr);
  SheetCells cells(1);
  OGRFeatureDefn const &definition = *layer->GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    cells[0].emplace_back(definition.GetFieldDefn(i)->GetNameRef());
  }
  while (OGRFeatureUniquePtr const feature{layer->GetNextFeature()}) {
    auto &row = cells.emplace_back();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
      row.emplace_back(feature->GetFieldAsString(i));
    }
  }
  CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", nullptr);
  return cells;
}

} // namespace

TEST_CASE("the same roll gives the same workbook, byte by byte, and no clock is in it") {
  Staff const staff = staff_of_small_town();
  TestFolder const folder("yuntu_staff_bytes");
  write_staff_workbook(folder.file("a.xlsx"), staff.roll, staff.shifts);
  write_staff_workbook(folder.file("b.xlsx"), staff.roll, staff.shifts);
  CHECK(bytes_of(folder.file("a.xlsx")) == bytes_of(folder.file("b.xlsx")));
  std::string const inner = "/vsizip/" + folder.file("a.xlsx").string() + "/docProps/core.xml";
  VSILFILE *core = VSIFOpenL(inner.c_str(), "rb");
  REQUIRE(core != nullptr);
  std::string text(4096, '\0');
  text.resize(VSIFReadL(text.data(), 1, text.size(), core));
  VSIFCloseL(core);
  CHECK_THAT(text, Catch::Contains("2025-01-01T00:00:00Z"));
}

TEST_CASE("both sheets are read back by GDAL cell by cell") {
  Staff const staff = staff_of_small_town();
  TestFolder const folder("yuntu_staff_cells");
  write_staff_workbook(folder.file("staff.xlsx"), staff.roll, staff.shifts);
  CHECK(read_sheet(folder.file("staff.xlsx"), "人员") == staff_cells(staff.roll));
  CHECK(read_sheet(folder.file("staff.xlsx"), "排班") == roster_cells(staff.shifts));
}

TEST_CASE("a row is an assignment or a vacancy, under the headers that yuntu asks for") {
  StaffRoll roll;
  roll.posts = {{"GW-1-1", PostKind::grid_worker, "1"}, {"SW-2-1", PostKind::social_worker, "2"}};
  roll.people = {{"p0001", "王安", "10000000001"}};
  auto const first = parse_day("2024-03-01").value();
  roll.assignments = {{"GW-1-1", "p0001", first, std::nullopt}};
  CHECK(staff_cells(roll) ==
        SheetCells{{"岗位编号", "岗位类别", "负责区域", "人员编号", "姓名", "电话", "开始日期",
                    "结束日期"},
                   {"GW-1-1", "网格员", "1", "p0001", "王安", "10000000001", "2024-03-01", ""},
                   {"SW-2-1", "社工", "2", "", "", "", "", ""}});
  roll.assignments[0].to = parse_day("2025-01-31");
  auto const cells = staff_cells(roll);
  REQUIRE(cells.size() == 4);
  CHECK(cells[1].back() == "2025-01-31");
  CHECK(cells[2] == std::vector<std::string>{"GW-1-1", "网格员", "1", "", "", "", "", ""});
  CHECK(
      roster_cells({{"p0001", first, std::chrono::minutes{1320}, std::chrono::minutes{120}}})[1] ==
      std::vector<std::string>{"p0001", "2024-03-01", "22:00", "02:00"});
}

TEST_CASE("a folder that is not there is named") {
  CHECK_THROWS_WITH(write_staff_workbook("/no/such/folder/staff.xlsx", {}, {}),
                    Catch::Contains("/no/such/folder/staff.xlsx"));
}
