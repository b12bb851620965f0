#include "server/rules/routing/text_units.hpp"

#include <algorithm>
#include <cstdint>

namespace yuntu::rules {
namespace {

constexpr char32_t no_character = 0xFFFFFFFF;

struct Character {
  char32_t code = no_character;
  std::size_t bytes = 1;
};

/// At the front of a text that is not empty.
Character first_of(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return {};
  }
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return {};
    }
    code = code << 6U | (byte(i) & 0x3FU);
  }
  return {code, length};
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t Count>
bool is_in(Range const (&ranges)[Count], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges), [code](Range const &range) {
    return code >= range.first && code <= range.last;
  });
}

/// Chinese characters, kana and Hangul syllables.
bool is_ideograph(char32_t code) {
  static constexpr Range ranges[]{{0x3005, 0x3007},  {0x3040, 0x30FF}, {0x3400, 0x4DBF},
                                  {0x4E00, 0x9FFF},  {0xAC00, 0xD7AF}, {0xF900, 0xFAFF},
                                  {0x20000, 0x3FFFF}};
  return is_in(ranges, code);
}

bool parts_words(char32_t code) {
  return code == ' ' || code == '\t' || code == '\r' || code == '\n' || code == '-' ||
         code == '\'' || code == 0xA0 || code == 0x3000 || (code >= 0x2010 && code <= 0x2013);
}

/// Letters and digits, in the ranges where scripts with words stand.
bool is_letter(char32_t code) {
  static constexpr Range ranges[]{{'0', '9'}, {'a', 'z'}, {0xC0, 0x1FFF}};
  return is_in(ranges, code) && code != 0xD7 && code != 0xF7;
}

/// Full-width forms as plain ones, Latin capitals as small letters.
char32_t folded(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) {
    code -= 0xFEE0;
  }
  bool const is_capital =
      (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7);
  return is_capital ? code + 0x20 : code;
}

void append(std::string &text, char32_t code) {
  auto const put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

} // namespace

std::vector<std::string> units_of(std::string_view text) {
  std::vector<std::string> units;
  std::string word;
  auto const end_word = [&] {
    if (!word.empty()) {
      units.push_back(std::move(word));
      word.clear();
    }
  };
  while (!text.empty()) {
    auto const [code, bytes] = first_of(text);
    auto const plain = code == no_character ? code : folded(code);
    if (is_letter(plain)) {
      append(word, plain);
    } else {
      end_word();
      if (is_ideograph(plain)) {
        units.emplace_back(text.substr(0, bytes));
      } else if (!parts_words(plain) && !(units.empty() || units.back().empty())) {
        units.emplace_back();
      }
    }
    text.remove_prefix(bytes);
  }
  end_word();
  return units;
}

std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    auto const bytes = first_of(text).bytes;
    characters.emplace_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return characters;
}

bool is_ideograph(std::string_view unit) {
  return !unit.empty() && is_ideograph(first_of(unit).code);
}

} // namespace yuntu::rules
