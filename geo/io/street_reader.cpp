#include "geo/io/street_reader.hpp"

#include "geo/io/source_file.hpp"
#include "geo/io/street_tags.hpp"
#include "geo/walk_access.hpp"

#include <exception>
#include <utility>

#include <osmium/handler.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/visitor.hpp>

namespace yuntu::geo::io {
namespace {

using Places = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using PlaceHandler = osmium::handler::NodeLocationsForWays<Places>;

std::optional<LonLat> place_of(osmium::Location location) {
  // libosmium's units are ours: int32 of 1e-7 degree.
  return location.valid() ? LonLat::from_units(location.x(), location.y()) : std::nullopt;
}

/// What stands in the way of a walk and is no street itself.
bool is_wall(osmium::TagList const &tags) {
  return geo::is_wall(tags.get_value_by_key("barrier", "")) && !tags.has_key("highway") &&
         !tags.has_key("building");
}

class StreetHandler : public osmium::handler::Handler {
public:
  explicit StreetHandler(StreetChoice choice) : choice_(choice) {}

  void way(osmium::Way const &way) {
    bool const is_counted =
        way.tags().has_key("highway") ||
        (choice_ == StreetChoice::seen && way.tags().has_tag("railway", "rail"));
    bool const is_ferry =
        choice_ == StreetChoice::walked && way.tags().has_tag("route", "ferry") && !is_counted;
    if (!is_counted && !is_ferry) {
      if (choice_ == StreetChoice::walked && is_wall(way.tags())) {
        take_wall(way);
      }
      return;
    }
    source_.read += is_counted ? 1 : 0;
    std::int64_t missing = 0;
    auto const pieces = pieces_of(way, missing);
    source_.missing_nodes += missing;
    if (pieces.empty()) {
      auto &refused = is_counted ? source_.refused : source_.refused_ferries;
      refused.push_back({way.id(), reason_for(way, missing)});
      return;
    }
    ++(is_counted ? source_.written : source_.ferries);
    source_.cut_ways += missing > 0 ? 1 : 0;
    auto const tags = street_tags_of(way.tags());
    int number = 0;
    for (auto const &nodes : pieces) {
      source_.streets.push_back({way.id(), number++, nodes, tags});
    }
  }

  /// Where nodes are missing there may be a gate as well.
  void take_wall(osmium::Way const &way) {
    std::int64_t missing = 0;
    StreetTags tags;
    tags.barrier = way.tags().get_value_by_key("barrier");
    int number = 0;
    for (auto const &nodes : pieces_of(way, missing)) {
      source_.walls.push_back({way.id(), number++, nodes, tags});
    }
  }

  [[nodiscard]] StreetSource take() { return std::move(source_); }

private:
  /// Runs of located nodes, two or more; the same node twice in a row counts once.
  static std::vector<std::vector<StreetNode>> pieces_of(osmium::Way const &way,
                                                        std::int64_t &missing) {
    std::vector<std::vector<StreetNode>> pieces(1);
    for (auto const &node : way.nodes()) {
      auto const place = place_of(node.location());
      if (!place) {
        ++missing;
        pieces.emplace_back();
      } else if (pieces.back().empty() || pieces.back().back().id != node.ref()) {
        pieces.back().push_back({node.ref(), *place});
      }
    }
    std::erase_if(pieces, [](auto const &piece) { return piece.size() < 2; });
    return pieces;
  }

  static std::string reason_for(osmium::Way const &way, std::int64_t missing) {
    if (missing == 0) {
      return "the way has fewer than two different nodes";
    }
    return "no two nodes in a row have a place: " + std::to_string(missing) + " of " +
           std::to_string(way.nodes().size()) + " are missing from the file";
  }

  StreetChoice choice_;
  StreetSource source_;
};

ImportError error_in(std::filesystem::path const &path, std::string message) {
  return {path.string(), "", 0, "", std::move(message)};
}

StreetSource read_all(std::filesystem::path const &file, StreetChoice choice) {
  osmium::io::Reader reader(osmium::io::File(file.string()),
                            osmium::osm_entity_bits::node | osmium::osm_entity_bits::way);
  Places places;
  PlaceHandler locate(places);
  locate.ignore_errors(); // missing nodes stay without a place; pieces_of cuts there
  StreetHandler streets(choice);
  osmium::apply(reader, locate, streets);
  reader.close();
  return streets.take();
}

} // namespace

tl::expected<StreetSource, ImportError> read_streets(std::filesystem::path const &path,
                                                     StreetChoice choice) {
  auto const file = regular_file(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  try {
    auto source = read_all(*file, choice);
    if (source.read == 0 && source.streets.empty()) {
      return tl::unexpected(
          error_in(path, std::string("holds no streets: no way has the tag highway or ") +
                             (choice == StreetChoice::walked ? "route=ferry" : "railway=rail")));
    }
    return source;
  } catch (std::exception const &problem) {
    // libosmium tells damage by many exception types; all of them mean the file cannot be read.
    return tl::unexpected(error_in(path, "cannot be read as OSM data (" +
                                             std::string(problem.what()) +
                                             "); expected a whole .osm or .osm.pbf file"));
  }
}

} // namespace yuntu::geo::io
