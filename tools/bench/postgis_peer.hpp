#pragma once

#include "geo/tile_math.hpp"
#include "server/services/base_map.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace yuntu::bench {

class Postgres;

/// One libpq connection to PostGIS, which cuts the same tiles from the same features: geometry in
/// Web Mercator beforehand, a GIST index, prepared statements, binary answers.
class PostgisPeer {
public:
  /// Throws std::runtime_error with the server's words, as all of these.
  explicit PostgisPeer(std::string const &settings);
  ~PostgisPeer();
  PostgisPeer(PostgisPeer const &) = delete;
  PostgisPeer &operator=(PostgisPeer const &) = delete;

  [[nodiscard]] std::string version();
  /// Copies a layer into a table of its own with the columns that our tiles have as attributes;
  /// features appear at the zooms at which ours do.
  void load(services::BaseMap const &base, model::LayerKind kind);
  /// The last layer loaded: shapes thinned by half a pixel where ours are, cut, with attributes,
  /// and label points where ours have them.
  [[nodiscard]] std::string tile(geo::TileId tile);

  /// Processor time of the server's process for this connection.
  [[nodiscard]] double cpu_us() const;

private:
  void prepare(std::string const &name, std::string const &shape, std::string const &labels);

  std::unique_ptr<Postgres> server_;
  std::string columns_; ///< of the last layer, each after a comma
  std::string layer_;
  std::uint8_t exact_zoom_ = 0;
  std::uint8_t first_label_zoom_ = 255;
};

} // namespace yuntu::bench
