#include "tools/yuntu/demo/point_tables.hpp"

#include "tools/yuntu/demo/map_places.hpp"

namespace yuntu::demo {

PointTables::PointTables(std::filesystem::path const &dir)
    : stations_(dir / "stations.csv", TableText::gbk,
                {"编号", "名称", "类别", "开放时间", "星级", "经度", "纬度"}),
      shops_(dir / "shops.csv", TableText::gbk,
             {"编号", "名称", "类别", "所在楼栋", "经度", "纬度"}),
      rooms_(dir / "rooms.csv", TableText::gbk,
             {"编号", "名称", "面积", "所在楼栋", "经度", "纬度"}),
      entrances_(dir / "entrances.csv", TableText::utf8_with_mark,
                 {"building", "unit", "lon", "lat"}) {}

void PointTables::add(DemoTown const &town) {
  for (Station const &s : town.stations) {
    stations_.add({s.code, s.name, s.kind, s.hours, s.stars == 0 ? "" : std::to_string(s.stars),
                   degrees_text(s.place.lon_e7()), degrees_text(s.place.lat_e7())});
  }
  for (Shop const &s : town.shops) {
    shops_.add({s.code, s.name, s.kind, s.building, degrees_text(s.place.lon_e7()),
                degrees_text(s.place.lat_e7())});
  }
  for (Room const &r : town.rooms) {
    rooms_.add({r.code, r.name, std::to_string(r.floor_area_m2), r.building,
                degrees_text(r.place.lon_e7()), degrees_text(r.place.lat_e7())});
  }
  for (Entrance const &e : town.entrances) {
    entrances_.add({e.building, std::to_string(e.unit), degrees_text(e.place.lon_e7()),
                    degrees_text(e.place.lat_e7())});
  }
}

void PointTables::close() {
  stations_.close();
  shops_.close();
  rooms_.close();
  entrances_.close();
}

} // namespace yuntu::demo
