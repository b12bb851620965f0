#pragma once

#include "tools/yuntu/demo/table_file.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <filesystem>

namespace yuntu::demo {

/// The tables of places, longitude and latitude in EPSG:4490:
///   stations.csv   GBK: 编号 名称 类别 开放时间 星级 经度 纬度
///   shops.csv      GBK: 编号 名称 类别 所在楼栋 经度 纬度
///   rooms.csv      GBK: 编号 名称 面积 所在楼栋 经度 纬度
///   entrances.csv  UTF-8 with a byte order mark: building unit lon lat
class PointTables {
public:
  explicit PointTables(std::filesystem::path const &dir);

  void add(DemoTown const &town);
  void close();

private:
  TableFile stations_, shops_, rooms_, entrances_;
};

} // namespace yuntu::demo
