#include "server/rules/duplicates/text_bigrams.hpp"

#include <algorithm>
#include <cstddef>

namespace yuntu::rules {
namespace {

/// Takes one character off the front; what is no UTF-8 counts byte by byte.
std::uint32_t take_character(std::string_view &text) {
  auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  auto const first = byte(0);
  std::size_t const length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t value = first;
  if (length > 1 && length <= text.size()) {
    value = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      value = value << 6U | (byte(i) & 0x3FU);
    }
  }
  text.remove_prefix(std::min(length, text.size()));
  return value;
}

bool is_letter(std::uint32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }
  bool const is_mark = (c >= 0x80 && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) ||
                       (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
                       (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) ||
                       (c >= 0xFF5B && c <= 0xFF65);
  return !is_mark;
}

} // namespace

Bigrams bigrams_of(std::string_view utf8) {
  Bigrams pairs;
  std::uint64_t before = 0;
  std::size_t letters = 0;
  while (!utf8.empty()) {
    auto c = take_character(utf8);
    if (c >= 'A' && c <= 'Z') {
      c += 'a' - 'A';
    }
    if (!is_letter(c)) {
      continue;
    }
    if (letters++ > 0) {
      pairs.push_back(before << 32U | c);
    }
    before = c;
  }
  if (letters == 1) {
    pairs.push_back(before);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

double jaccard(Bigrams const &one, Bigrams const &other) {
  std::size_t common = 0;
  for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
    if (*a == *b) {
      ++common;
      ++a;
      ++b;
    } else {
      *a < *b ? ++a : ++b;
    }
  }
  auto const all = one.size() + other.size() - common;
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

} // namespace yuntu::rules
