#include "geo/io/street_tags.hpp"

#include <charconv>
#include <string>
#include <vector>

#include <osmium/osm/tag.hpp>

namespace yuntu::geo::io {
namespace {

constexpr int max_duration_s = 7 * 24 * 3600; // beyond a week it is a slip of the pen

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_all = error == std::errc{} && end == text.data() + text.size();
  return is_all && value >= 0 && value <= max_duration_s ? std::optional(value) : std::nullopt;
}

/// "PT1H30M15S", days left out.
std::optional<int> parse_iso(std::string_view text) {
  long total = 0;
  std::size_t start = 2;
  for (std::size_t i = 2; i < text.size(); ++i) {
    int const unit = text[i] == 'H' ? 3600 : text[i] == 'M' ? 60 : text[i] == 'S' ? 1 : 0;
    if (unit == 0) {
      continue;
    }
    auto const value = whole_number(text.substr(start, i - start));
    if (!value) {
      return std::nullopt;
    }
    total += long{unit} * *value;
    start = i + 1;
  }
  bool const is_complete = start == text.size() && start > 2;
  return is_complete && total <= max_duration_s ? std::optional(static_cast<int>(total))
                                                : std::nullopt;
}

} // namespace

std::optional<int> parse_duration(std::string_view text) {
  if (text.substr(0, 2) == "PT") {
    return parse_iso(text);
  }
  std::vector<int> parts;
  std::size_t start = 0;
  while (start <= text.size()) {
    auto const colon = std::min(text.find(':', start), text.size());
    auto const value = whole_number(text.substr(start, colon - start));
    if (!value || parts.size() == 3) {
      return std::nullopt;
    }
    parts.push_back(*value);
    start = colon + 1;
  }
  long seconds = 0; // a lone number is minutes, H:MM(:SS) otherwise
  if (parts.size() == 1) {
    seconds = 60L * parts[0];
  } else {
    seconds = 3600L * parts[0] + 60L * parts[1] + (parts.size() == 3 ? parts[2] : 0);
  }
  return seconds <= max_duration_s ? std::optional(static_cast<int>(seconds)) : std::nullopt;
}

StreetTags street_tags_of(osmium::TagList const &tags) {
  auto const value = [&](char const *key) { return std::string(tags.get_value_by_key(key, "")); };
  StreetTags result;
  result.highway = value("highway");
  result.railway = value("railway");
  result.name = value("name");
  result.access = value("access");
  result.foot = value("foot");
  result.sidewalk = value("sidewalk");
  result.bridge = value("bridge");
  result.tunnel = value("tunnel");
  result.is_ferry = tags.has_tag("route", "ferry");
  result.duration_s = parse_duration(value("duration"));
  result.is_area = tags.has_tag("area", "yes");
  return result;
}

} // namespace yuntu::geo::io
