#include "server/services/tile_cache.hpp"

#include <zlib.h>

#include <stdexcept>

namespace yuntu::services {

std::string gzip(std::string const &bytes) {
  constexpr int gzip_window = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot be initialised");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string in = bytes; // zlib's interface is not const
  stream.next_in = static_cast<Bytef *>(static_cast<void *>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = static_cast<Bytef *>(static_cast<void *>(out.data()));
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::shared_ptr<std::string const> TileCache::find(Key const &key) {
  std::lock_guard const lock(mutex_);
  auto const found = index_.find(key);
  if (found == index_.end()) {
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void TileCache::put(Key const &key, std::shared_ptr<std::string const> bytes) {
  std::lock_guard const lock(mutex_);
  if (index_.contains(key)) {
    return;
  }
  bytes_ += bytes->size() + entry_overhead;
  entries_.emplace_front(key, std::move(bytes));
  index_[key] = entries_.begin();
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().second->size() + entry_overhead;
    index_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

} // namespace yuntu::services
