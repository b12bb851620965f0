#include "server/store/deflate.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"

#include <zlib.h>

#include <new>

namespace yuntu::store {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 32;

unsigned char const *as_bytes(std::string_view text) {
  return reinterpret_cast<unsigned char const *>(text.data());
}

} // namespace

std::string deflate(std::string_view text) {
  ByteWriter out;
  out.put_fixed64(text.size());
  auto bytes = out.take();
  auto const head = bytes.size();
  auto room = compressBound(text.size());
  bytes.resize(head + room);
  if (compress2(reinterpret_cast<unsigned char *>(bytes.data() + head), &room, as_bytes(text),
                text.size(), Z_BEST_SPEED) != Z_OK) {
    throw std::bad_alloc();
  }
  bytes.resize(head + room);
  return bytes;
}

std::string inflate(std::string_view bytes) {
  try {
    ByteReader in(bytes);
    auto const size = in.take_fixed64();
    if (size > most_bytes) {
      throw MalformedBytes("announces too much");
    }
    std::string text(size, '\0');
    uLongf length = size;
    auto const rest = bytes.substr(bytes.size() - in.left());
    if (uncompress(reinterpret_cast<unsigned char *>(text.data()), &length, as_bytes(rest),
                   rest.size()) != Z_OK ||
        length != size) {
      throw MalformedBytes("is not what was deflated");
    }
    return text;
  } catch (MalformedBytes const &error) {
    throw StorageFailed(std::string("deflated text ") + error.what());
  }
}

} // namespace yuntu::store
