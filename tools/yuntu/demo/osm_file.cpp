#include "tools/yuntu/demo/osm_file.hpp"

#include "tools/yuntu/demo/map_places.hpp"

#include <stdexcept>

namespace yuntu::demo {
namespace {

std::string escaped(std::string const &text) {
  std::string result;
  for (char const c : text) {
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '"':
      result += "&quot;";
      break;
    default:
      result += c;
    }
  }
  return result;
}

template <typename Tags>
std::string tag_lines(Tags const &tags) {
  std::string lines;
  for (auto const &[key, value] : tags) {
    if (!value.empty()) {
      lines += "    <tag k=\"" + key + "\" v=\"" + escaped(value) + "\"/>\n";
    }
  }
  return lines;
}

} // namespace

OsmFile::OsmFile(std::filesystem::path file)
    : path_(std::move(file)), ways_path_(path_.string() + ".ways"),
      out_(path_, std::ios::binary | std::ios::trunc),
      ways_(ways_path_, std::ios::binary | std::ios::trunc) {
  if (!out_ || !ways_) {
    throw std::runtime_error(path_.string() + ": cannot be created");
  }
  out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"yuntu\">\n";
}

OsmFile::~OsmFile() {
  std::error_code ignored;
  std::filesystem::remove(ways_path_, ignored);
}

void OsmFile::add(DemoTown const &town) {
  Nodes nodes;
  for (WalkLine const &walk : town.walks) {
    write_way(walk.line,
              {{"highway", walk.highway},
               {"name", walk.name},
               {"access", walk.access},
               {"foot", walk.foot},
               {"bridge", walk.is_bridge ? "yes" : ""},
               {"layer", walk.is_bridge ? "1" : ""}},
              nodes);
  }
  auto const streets = nodes.nodes.size();
  for (Railway const &railway : town.railways) {
    write_way(railway.line, {{"railway", "rail"}, {"name", railway.name}}, nodes);
    for (geo::LonLat const place : railway.line) {
      if (nodes.numbers.at(place) < streets) {
        node_at(place, nodes).tags = {{"railway", "level_crossing"}};
      }
    }
  }
  for (Gate const &gate : town.gates) {
    node_at(gate.place, nodes).tags = {{"barrier", "gate"}, {"name", gate.name}};
  }
  write_nodes(nodes.nodes);
  last_node_ += static_cast<std::int64_t>(nodes.nodes.size());
  if (!out_ || !ways_) {
    throw std::runtime_error(path_.string() + ": cannot be written");
  }
}

OsmFile::Node &OsmFile::node_at(geo::LonLat place, Nodes &nodes) {
  auto const [found, is_new] = nodes.numbers.try_emplace(place, nodes.nodes.size());
  if (is_new) {
    nodes.nodes.push_back({place, {}});
  }
  return nodes.nodes[found->second];
}

void OsmFile::write_way(geo::LineString const &line, Tags const &tags, Nodes &nodes) {
  ways_ << "  <way id=\"" << ++last_way_ << "\">\n";
  for (geo::LonLat const place : line) {
    node_at(place, nodes);
    auto const number = static_cast<std::int64_t>(nodes.numbers.at(place));
    ways_ << "    <nd ref=\"" << last_node_ + 1 + number << "\"/>\n";
  }
  ways_ << tag_lines(tags) << "  </way>\n";
}

void OsmFile::write_nodes(std::vector<Node> const &nodes) {
  auto id = last_node_;
  for (Node const &node : nodes) {
    out_ << "  <node id=\"" << ++id << "\" lat=\"" << degrees_text(node.place.lat_e7())
         << "\" lon=\"" << degrees_text(node.place.lon_e7()) << '"';
    if (node.tags.empty()) {
      out_ << "/>\n";
    } else {
      out_ << ">\n" << tag_lines(node.tags) << "  </node>\n";
    }
  }
}

void OsmFile::close() {
  ways_.close();
  bool const is_good = !ways_.fail();
  if (last_way_ > 0) {
    out_ << std::ifstream(ways_path_, std::ios::binary).rdbuf();
  }
  out_ << "</osm>\n";
  out_.close();
  if (!is_good || out_.fail()) {
    throw std::runtime_error(path_.string() + ": cannot be written");
  }
  std::filesystem::remove(ways_path_);
}

} // namespace yuntu::demo
