#include "geo/io/osm_tags.hpp"

namespace yuntu::geo::io {
namespace {

/// Reads one quoted word at `from`, which ends behind it; backslash escapes.
std::optional<std::string> quoted(std::string_view text, std::size_t &from) {
  if (from >= text.size() || text[from] != '"') {
    return std::nullopt;
  }
  std::string word;
  for (++from; from < text.size(); ++from) {
    if (text[from] == '\\' && from + 1 < text.size()) {
      ++from;
    } else if (text[from] == '"') {
      ++from;
      return word;
    }
    word += text[from];
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string> tag_in(std::string_view other_tags, std::string_view key) {
  std::size_t at = 0;
  while (at < other_tags.size()) {
    auto const name = quoted(other_tags, at);
    if (!name || other_tags.substr(at, 2) != "=>") {
      return std::nullopt;
    }
    at += 2;
    auto value = quoted(other_tags, at);
    if (!value) {
      return std::nullopt;
    }
    if (*name == key) {
      return value;
    }
    ++at; // the comma
  }
  return std::nullopt;
}

} // namespace yuntu::geo::io
