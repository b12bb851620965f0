#pragma once

#include "geo/io/import_error.hpp"
#include "geo/lon_lat.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace yuntu::geo::io {

/// A located node of a way. Ways that share a node id meet there; the same place alone does not
/// join them (a bridge over a street).
struct StreetNode {
  std::int64_t id = 0;
  LonLat place;

  friend bool operator==(StreetNode const &, StreetNode const &) = default;
};

/// OSM tag values as written, "" when absent.
struct StreetTags {
  std::string highway; // "" for a ferry or a railway
  std::string railway; // rail, ...
  std::string barrier; // of a wall: wall, fence, ...; "" for all else
  std::string name;
  std::string access;
  std::string foot;
  std::string sidewalk;
  std::string bridge;
  std::string tunnel;
  bool is_ferry = false;         // route=ferry
  std::optional<int> duration_s; // ferries: tag duration, H:MM, H:MM:SS, MM or ISO 8601 (PT..)
  bool is_area = false;          // area=yes: a square, walked across, its ring given

  friend bool operator==(StreetTags const &, StreetTags const &) = default;
};

/// One unbroken piece of a way, in the way's direction; at least two nodes. A way whose nodes are
/// partly missing gives several pieces (never bridged); `piece` counts them from 0.
struct Street {
  std::int64_t way_id = 0;
  int piece = 0;
  std::vector<StreetNode> nodes;
  StreetTags tags;
};

/// A way left out, with its reason; the file has no rows, so the way's id stands for one.
struct RefusedWay {
  std::int64_t way_id = 0;
  std::string reason;
};

struct StreetSource {
  std::vector<Street> streets;     // ways in the file's order, ferries among them
  std::vector<Street> walls;       // only where walked: ways with barrier and no highway
  std::vector<RefusedWay> refused; // highways and railways that gave no street
  std::vector<RefusedWay> refused_ferries;
  std::int64_t read = 0;          // ways chosen, ferries left out: written + refused
  std::int64_t written = 0;       // of those, the ways that gave at least one street
  std::int64_t ferries = 0;       // ways with route=ferry and no highway that gave a street
  std::int64_t cut_ways = 0;      // of those that gave a street: some nodes missing
  std::int64_t missing_nodes = 0; // references without a place
};

/// Which ways are streets. `walked`: highways and ferries, what a walk may use. `seen`: highways
/// and railway=rail, what a map draws.
enum class StreetChoice { walked, seen };

/// Reads .osm or .osm.pbf; the path must be a regular file. WGS 84.
[[nodiscard]] tl::expected<StreetSource, ImportError>
read_streets(std::filesystem::path const &path, StreetChoice choice = StreetChoice::walked);

} // namespace yuntu::geo::io
