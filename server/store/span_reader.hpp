#pragma once

#include "server/store/json_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>

// The quick way to read what to_text has written: no document is built, each field is read where it
// stands. Whatever is not as plain as usual (escapes, letters past ASCII, white space, anything
// wrong) is refused without a word; FieldReader then reads it or says what is wrong. Private to
// store.

namespace yuntu::store {

namespace span_detail {

/// One past the end of the value that begins at `at`; npos when there is no end.
inline std::size_t end_of_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    char const c = text[at];
    if (c == '"') {
      at = text.find_first_of("\"\\", at + 1);
      if (at == std::string_view::npos || text[at] == '\\') {
        return std::string_view::npos;
      }
      if (depth == 0) {
        return at + 1;
      }
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) {
        return at; // a number or a word ends before it
      }
      if (--depth == 0) {
        return at + 1;
      }
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return depth == 0 ? at : std::string_view::npos;
}

inline bool read_text(std::string_view span, std::string_view &value) {
  if (span.size() < 2 || span.front() != '"' || span.back() != '"') {
    return false;
  }
  value = span.substr(1, span.size() - 2);
  return std::none_of(value.begin(), value.end(), [](char c) {
    auto const byte = static_cast<unsigned char>(c);
    return c == '"' || c == '\\' || byte < 0x20 || byte >= 0x80; // UTF-8 is for JSON to check
  });
}

/// As JSON has them: from_chars also takes "007", "1." and "inf".
inline bool is_number(std::string_view span) {
  constexpr std::string_view digits = "0123456789";
  auto const whole = span.substr(!span.empty() && span.front() == '-' ? 1 : 0);
  auto const is_digit = [&](char c) { return digits.find(c) != std::string_view::npos; };
  return !whole.empty() && is_digit(whole.front()) && is_digit(whole.back()) &&
         !(whole.front() == '0' && whole.size() > 1 && is_digit(whole[1])) &&
         whole.find(".e") == std::string_view::npos;
}

template <typename Number>
bool read_number(std::string_view span, Number &value) {
  if (!is_number(span)) {
    return false;
  }
  auto const *const end = span.data() + span.size();
  auto const result = std::from_chars(span.data(), end, value);
  return result.ec == std::errc{} && result.ptr == end;
}

/// Calls `take` with each item.
template <typename Take>
bool read_items(std::string_view span, Take take) {
  if (span.size() < 2 || span.front() != '[' || span.back() != ']') {
    return false;
  }
  std::size_t at = 1;
  while (span[at] != ']') {
    auto const end = end_of_value(span, at);
    if (end == std::string_view::npos || end == at || end >= span.size() ||
        !take(span.substr(at, end - at))) {
      return false;
    }
    at = end;
    if (span[at] == ',') {
      ++at;
    } else if (span[at] != ']') {
      return false;
    }
  }
  return at + 1 == span.size();
}

template <typename T>
bool read_span(std::string_view span, T &value);

} // namespace span_detail

/// An Io for `describe`, as FieldReader is.
class SpanReader {
public:
  static constexpr bool is_reading = true;
  explicit SpanReader(std::string_view object) { is_good_ = find_fields(object); }

  template <typename T>
  void operator()(char const *name, T &value) {
    for (std::size_t i = 0; is_good_ && i < count_; ++i) {
      if (fields_[i].first == name) {
        is_good_ = span_detail::read_span(fields_[i].second, value);
        ++seen_;
        return;
      }
    }
    is_good_ = false;
  }
  /// A field that older texts do not have.
  template <typename T>
  void later(char const *name, T &value) {
    if (std::any_of(fields_.begin(), fields_.begin() + count_,
                    [&](auto const &field) { return field.first == name; })) {
      (*this)(name, value);
    }
  }
  /// Every field was there, no other, and each could be read.
  [[nodiscard]] bool is_good() const { return is_good_ && seen_ == count_; }

private:
  bool find_fields(std::string_view text) {
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') {
      return false;
    }
    std::size_t at = 1;
    while (at + 1 < text.size()) {
      auto const key_end = span_detail::end_of_value(text, at);
      std::string_view key;
      if (count_ == fields_.size() || key_end >= text.size() || text[key_end] != ':' ||
          !span_detail::read_text(text.substr(at, key_end - at), key)) {
        return false;
      }
      at = key_end + 1;
      auto const end = span_detail::end_of_value(text, at);
      if (end >= text.size() || end == at) {
        return false;
      }
      fields_[count_++] = {key, text.substr(at, end - at)};
      at = end + 1;
      if (text[end] == '}') {
        break;
      }
      if (text[end] != ',') {
        return false;
      }
    }
    return at == text.size() || (count_ == 0 && text.size() == 2);
  }

  std::array<std::pair<std::string_view, std::string_view>, 16> fields_;
  std::size_t count_ = 0;
  std::size_t seen_ = 0;
  bool is_good_ = false;
};

namespace span_detail {

template <typename T>
bool read_scalar_span(std::string_view span, T &value) {
  std::string_view text;
  if constexpr (std::same_as<T, std::string>) {
    bool const is_text = read_text(span, text);
    value = text;
    return is_text;
  } else if constexpr (std::same_as<T, bool>) {
    value = span == "true";
    return value || span == "false";
  } else if constexpr (std::is_enum_v<T>) {
    auto const parsed =
        read_text(span, text) ? json_detail::parse_enum<T>(text) : std::optional<T>{};
    value = parsed.value_or(T{});
    return parsed.has_value();
  } else if constexpr (std::same_as<T, model::Time>) {
    std::int64_t ms = 0;
    bool const is_number = read_number(span, ms);
    value = model::from_unix_ms(ms);
    return is_number;
  } else {
    return read_number(span, value);
  }
}

inline bool read_place(std::string_view span, geo::LonLat &value) {
  std::array<std::int32_t, 2> units{};
  std::size_t count = 0;
  bool const is_pair = read_items(span, [&](std::string_view item) {
    return count < units.size() && read_number(item, units[count++]);
  });
  auto const place = geo::LonLat::from_units(units[0], units[1]);
  value = place.value_or(geo::LonLat{});
  return is_pair && count == units.size() && place;
}

inline bool read_areas(std::string_view span, model::AreaCodes &value) {
  std::array<std::string, model::area_level_count> codes;
  model::AreaCodes::Fences fences;
  std::size_t count = 0;
  bool const are_codes = read_items(span, [&](std::string_view item) {
    auto &code = count < codes.size() ? codes[count++] : fences.emplace_back();
    return read_scalar_span(item, code);
  });
  value = model::AreaCodes{std::move(codes), std::move(fences)};
  return are_codes && count == model::area_level_count;
}

template <typename T>
bool read_span(std::string_view span, T &value) {
  if constexpr (json_detail::Scalar<T>) {
    return read_scalar_span(span, value);
  } else if constexpr (std::same_as<T, geo::LonLat>) {
    return read_place(span, value);
  } else if constexpr (std::same_as<T, model::AreaCodes>) {
    return read_areas(span, value);
  } else if constexpr (json_detail::is_optional<T>) {
    value.reset();
    return span == "null" || read_span(span, value.emplace());
  } else if constexpr (json_detail::is_vector<T>) {
    value.clear();
    return read_items(span,
                      [&](std::string_view item) { return read_span(item, value.emplace_back()); });
  } else {
    SpanReader reader(span);
    describe(reader, value);
    return reader.is_good();
  }
}

} // namespace span_detail

} // namespace yuntu::store
