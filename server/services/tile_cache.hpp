#pragma once

#include "geo/tile_math.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace yuntu::services {

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
