#pragma once

#include "geo/tile_math.hpp"
#include "server/services/base_map.hpp"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

namespace yuntu::services {

/// The tile layers by name: the imported ones, `walk` standing in for `street` where only it is
/// loaded. nullopt: no such layer.
[[nodiscard]] std::optional<model::LayerKind> tile_layer(BaseMap const &base,
                                                         std::string const &name);

/// One vector tile, not compressed; empty when nothing lies in it. Area layers carry a second
/// layer "{name}_label" with the label points that lie in the tile itself.
[[nodiscard]] std::string make_tile(BaseMap const &base, model::LayerKind kind,
                                    std::string const &name, geo::TileId tile);

/// gzip, RFC 1952.
[[nodiscard]] std::string gzip(std::string const &bytes);

/// Compressed tiles by layer version and address; the least used go first. Any thread.
class TileCache {
public:
  using Key = std::tuple<std::string, std::string, geo::TileId>; ///< layer name, version, tile
  explicit TileCache(std::size_t most_bytes = 128U * 1024 * 1024) : most_bytes_(most_bytes) {}

  [[nodiscard]] std::shared_ptr<std::string const> find(Key const &key);
  void put(Key const &key, std::shared_ptr<std::string const> bytes);

private:
  /// What an entry takes beside its bytes, roughly: keys, list and map nodes.
  static constexpr std::size_t entry_overhead = 512;
  using Entry = std::pair<Key, std::shared_ptr<std::string const>>;
  std::mutex mutex_;
  std::list<Entry> entries_; ///< newest use first
  std::map<Key, std::list<Entry>::iterator> index_;
  std::size_t bytes_ = 0;
  std::size_t most_bytes_;
};

} // namespace yuntu::services
