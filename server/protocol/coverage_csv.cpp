#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/csv_records.hpp"
#include "server/protocol/people_fields.hpp"

#include <cstdio>

namespace yuntu::protocol {
namespace {

void add_area(std::string &csv, std::string_view row, AreaService const &area,
              AreaCoverage const &coverage) {
  csv += std::string(row) + "," + csv_cell(area.code) + "," + csv_cell(area.name);
  add_people(csv, area.all, coverage.tells_older);
  for (auto const &served : area.served) {
    add_people(csv, served, coverage.tells_older);
  }
  csv += csv_line_end;
}

} // namespace

std::string building_walks_csv(BuildingWalks const &walks) {
  std::string csv(csv_byte_order_mark);
  csv += "building,seconds,station";
  csv += csv_line_end;
  for (auto const &walk : walks.buildings) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", walk.seconds);
    csv += csv_cell(walk.code) + "," + seconds + "," + csv_cell(walk.station);
    csv += csv_line_end;
  }
  return csv;
}

std::string area_coverage_csv(AreaCoverage const &coverage) {
  std::string csv(csv_byte_order_mark);
  csv += "row,code,name";
  add_people_heading(csv, "", coverage.tells_older);
  for (auto const minutes : served_minutes) {
    add_people_heading(csv, "_" + std::to_string(minutes), coverage.tells_older);
  }
  csv += csv_line_end;
  for (auto const &area : coverage.areas) {
    add_area(csv, "item", area, coverage);
  }
  auto total = coverage.total;
  total.name = "合计";
  add_area(csv, "total", total, coverage);
  return csv;
}

} // namespace yuntu::protocol
