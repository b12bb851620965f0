#include "server/net/utf8.hpp"

#include <cstddef>

namespace yuntu::net {

namespace {

struct Lead {
  std::size_t length;       ///< of the whole sequence; 0: not a lead byte
  unsigned char second_min; ///< the second byte's range rules out overlong forms and surrogates
  unsigned char second_max;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) {
    return {2, 0x80, 0xBF};
  }
  if (byte >= 0xE0 && byte <= 0xEF) {
    return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
            static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
  }
  if (byte >= 0xF0 && byte <= 0xF4) {
    return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
            static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
  }
  return {0, 0, 0};
}

} // namespace

bool is_utf8(std::string_view bytes) {
  auto const at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (std::size_t i = 0; i < bytes.size();) {
    if (at(i) < 0x80) {
      ++i;
      continue;
    }
    auto const lead = lead_of(at(i));
    if (lead.length == 0 || i + lead.length > bytes.size() || at(i + 1) < lead.second_min ||
        at(i + 1) > lead.second_max) {
      return false;
    }
    for (std::size_t k = 2; k < lead.length; ++k) {
      if ((at(i + k) & 0xC0U) != 0x80U) {
        return false;
      }
    }
    i += lead.length;
  }
  return true;
}

} // namespace yuntu::net
