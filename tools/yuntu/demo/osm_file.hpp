#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// Streets, footpaths and railways as an OpenStreetMap XML file: lines of a town that share a
/// vertex share its node; a gate is a node with barrier=gate, a railway's crossing on the level one
/// with railway=level_crossing. Ids count from 1 in the order of the town. Ways wait in a file
/// beside it (FILE.ways) until `close`, since nodes come first. Throws std::runtime_error naming
/// the file that cannot be written.
class OsmFile {
public:
  explicit OsmFile(std::filesystem::path file);
  OsmFile(OsmFile const &) = delete;
  OsmFile &operator=(OsmFile const &) = delete;
  ~OsmFile();

  void add(DemoTown const &town);
  void close();

private:
  using Tags = std::vector<std::pair<std::string, std::string>>;
  struct Node {
    geo::LonLat place;
    Tags tags;
  };
  /// Of one town, in the order of their ids.
  struct Nodes {
    std::vector<Node> nodes;
    std::map<geo::LonLat, std::size_t> numbers;
  };

  static Node &node_at(geo::LonLat place, Nodes &nodes);
  void write_way(geo::LineString const &line, Tags const &tags, Nodes &nodes);
  void write_nodes(std::vector<Node> const &nodes);

  std::filesystem::path path_, ways_path_;
  std::ofstream out_, ways_;
  std::int64_t last_node_ = 0;
  std::int64_t last_way_ = 0;
};

} // namespace yuntu::demo
