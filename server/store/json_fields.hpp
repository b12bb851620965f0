#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/incident.hpp"
#include "server/model/layer.hpp"
#include "server/model/plan.hpp"
#include "server/model/post.hpp"
#include "server/model/principal.hpp"
#include "server/model/time.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Values of the model to and from JSON by one list of fields a struct: `describe(io, value)` names
// each field once, FieldWriter and FieldReader walk the same list. Private to store.

namespace yuntu::store {

using Json = nlohmann::json;

/// The value at `field` ("areas.level") is not what was expected.
class FieldError : public std::runtime_error {
public:
  FieldError(std::string field, std::string const &problem)
      : std::runtime_error(problem), field_(std::move(field)) {}
  [[nodiscard]] std::string const &field() const { return field_; }
  void put_under(std::string const &outer) {
    field_ = field_.empty() ? outer : outer + "." + field_;
  }

private:
  std::string field_;
};

/// `T` is `Model` or `Model const`.
template <typename T, typename Model>
concept Either = std::same_as<std::remove_const_t<T>, Model>;

class FieldWriter {
public:
  static constexpr bool is_reading = false;
  template <typename T>
  void operator()(char const *name, T const &value);
  /// A field that older texts do not have; what is empty is left out.
  template <typename T>
  void later(char const *name, T const &value) {
    if (value != T{}) {
      (*this)(name, value);
    }
  }
  [[nodiscard]] Json take() { return std::move(object_); }

private:
  Json object_ = Json::object();
};

/// Strict: every field must be there (but those added later), and no other.
class FieldReader {
public:
  static constexpr bool is_reading = true;
  explicit FieldReader(Json const &object) : object_(object) {
    if (!object.is_object()) {
      throw FieldError("", "is not an object");
    }
  }
  template <typename T>
  void operator()(char const *name, T &value);
  template <typename T>
  void later(char const *name, T &value) {
    if (object_.contains(name)) {
      (*this)(name, value);
    }
  }
  void expect_no_more() const {
    if (seen_ != object_.size()) {
      throw FieldError("", "holds a field this version does not know");
    }
  }

private:
  Json const &object_;
  std::size_t seen_ = 0;
};

namespace json_detail {

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
inline constexpr bool is_map = false;
template <typename K, typename V>
inline constexpr bool is_map<std::map<K, V>> = true;

inline std::optional<model::AreaLevel> parse_area_level(std::string_view name) {
  auto const kind = model::parse_layer_kind(name);
  return kind ? model::area_level_of(*kind) : std::nullopt;
}

template <typename Enum>
std::optional<Enum> parse_enum(std::string_view name) {
  if constexpr (std::same_as<Enum, model::Role>) {
    return model::parse_role(name);
  } else if constexpr (std::same_as<Enum, model::Severity>) {
    return model::parse_severity(name);
  } else if constexpr (std::same_as<Enum, model::Stage>) {
    return model::parse_stage(name);
  } else if constexpr (std::same_as<Enum, model::Action>) {
    return model::parse_action(name);
  } else if constexpr (std::same_as<Enum, model::Milestone>) {
    return model::parse_milestone(name);
  } else if constexpr (std::same_as<Enum, model::RoutingCause>) {
    return model::parse_routing_cause(name);
  } else if constexpr (std::same_as<Enum, model::LayerKind>) {
    return model::parse_layer_kind(name);
  } else if constexpr (std::same_as<Enum, model::PostKind>) {
    return model::parse_post_kind(name);
  } else if constexpr (std::same_as<Enum, model::PlanEditKind>) {
    return model::parse_plan_edit_kind(name);
  } else {
    static_assert(std::same_as<Enum, model::AreaLevel>);
    return parse_area_level(name);
  }
}

template <std::integral Number>
void read_number(Json const &json, Number &value) {
  bool const fits = json.is_number_unsigned() ? std::in_range<Number>(json.get<std::uint64_t>())
                                              : json.is_number_integer() &&
                                                    std::in_range<Number>(json.get<std::int64_t>());
  if (!fits) {
    throw FieldError("", "is not a whole number in range");
  }
  value = json.get<Number>();
}

} // namespace json_detail

template <typename T>
[[nodiscard]] Json value_of(T const &value) {
  using namespace json_detail;
  if constexpr (std::same_as<T, std::string> || std::same_as<T, bool> || std::integral<T>) {
    return value;
  } else if constexpr (std::same_as<T, double>) {
    if (!std::isfinite(value)) { // JSON has no such number: it could not be read again
      throw std::invalid_argument("a number that is not finite cannot be stored");
    }
    return value;
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(to_string(value));
  } else if constexpr (std::same_as<T, model::Time>) {
    return model::to_unix_ms(value);
  } else if constexpr (std::same_as<T, geo::LonLat>) {
    return Json::array({value.lon_e7(), value.lat_e7()});
  } else if constexpr (std::same_as<T, model::AreaCodes>) {
    auto array = Json(value.codes()); // of the levels, then of the fences
    for (auto const &fence : value.fences()) {
      array.push_back(fence);
    }
    return array;
  } else if constexpr (is_optional<T>) {
    return value ? value_of(*value) : Json(nullptr);
  } else if constexpr (is_vector<T>) {
    auto array = Json::array();
    for (auto const &item : value) {
      array.push_back(value_of(item));
    }
    return array;
  } else if constexpr (is_map<T>) { // pairs: keys need not be text
    auto array = Json::array();
    for (auto const &[key, item] : value) {
      array.push_back(Json::array({value_of(key), value_of(item)}));
    }
    return array;
  } else {
    FieldWriter writer;
    describe(writer, value);
    return writer.take();
  }
}

template <typename T>
void read_value(Json const &json, T &value);

namespace json_detail {

inline void read_string(Json const &json, std::string &value) {
  if (!json.is_string()) {
    throw FieldError("", "is not a text");
  }
  value = json.get_ref<std::string const &>();
}

inline void expect_array(Json const &json, std::optional<std::size_t> size = std::nullopt) {
  if (!json.is_array() || (size && json.size() != *size)) {
    throw FieldError("", "is not a list of the expected length");
  }
}

template <typename Enum>
void read_enum(Json const &json, Enum &value) {
  std::string name;
  read_string(json, name);
  auto const parsed = parse_enum<Enum>(name);
  if (!parsed) {
    throw FieldError("", "has the unknown value '" + name + "'");
  }
  value = *parsed;
}

inline void read_lon_lat(Json const &json, geo::LonLat &value) {
  expect_array(json, 2);
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  read_number(json[0], lon);
  read_number(json[1], lat);
  auto const place = geo::LonLat::from_units(lon, lat);
  if (!place) {
    throw FieldError("", "lies outside the world");
  }
  value = *place;
}

inline void read_areas(Json const &json, model::AreaCodes &value) {
  expect_array(json);
  model::AreaCodes::Codes codes;
  if (json.size() < codes.size()) {
    throw FieldError("", "is not a list of the expected length");
  }
  model::AreaCodes::Fences fences(json.size() - codes.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    read_string(json[i], i < codes.size() ? codes[i] : fences[i - codes.size()]);
  }
  value = model::AreaCodes(std::move(codes), std::move(fences));
}

template <typename Map>
void read_map(Json const &json, Map &value) {
  expect_array(json);
  value.clear();
  for (auto const &pair : json) {
    expect_array(pair, 2);
    typename Map::key_type key{};
    read_value(pair[0], key);
    read_value(pair[1], value[key]);
  }
}

} // namespace json_detail

namespace json_detail {

template <typename T>
concept Scalar = std::same_as<T, std::string> || std::is_arithmetic_v<T> || std::is_enum_v<T> ||
    std::same_as<T, model::Time>;

template <Scalar T>
void read_scalar(Json const &json, T &value) {
  if constexpr (std::same_as<T, std::string>) {
    read_string(json, value);
  } else if constexpr (std::same_as<T, bool>) {
    if (!json.is_boolean()) {
      throw FieldError("", "is not true or false");
    }
    value = json.get<bool>();
  } else if constexpr (std::integral<T>) {
    read_number(json, value);
  } else if constexpr (std::same_as<T, double>) {
    if (!json.is_number()) {
      throw FieldError("", "is not a number");
    }
    value = json.get<double>();
  } else if constexpr (std::is_enum_v<T>) {
    read_enum(json, value);
  } else {
    std::int64_t ms = 0;
    read_number(json, ms);
    value = model::from_unix_ms(ms);
  }
}

} // namespace json_detail

template <typename T>
void read_value(Json const &json, T &value) {
  using namespace json_detail;
  if constexpr (Scalar<T>) {
    read_scalar(json, value);
  } else if constexpr (std::same_as<T, geo::LonLat>) {
    read_lon_lat(json, value);
  } else if constexpr (std::same_as<T, model::AreaCodes>) {
    read_areas(json, value);
  } else if constexpr (is_optional<T>) {
    value.reset();
    if (!json.is_null()) {
      read_value(json, value.emplace());
    }
  } else if constexpr (is_vector<T>) {
    expect_array(json);
    value.assign(json.size(), {});
    for (std::size_t i = 0; i < value.size(); ++i) {
      read_value(json[i], value[i]);
    }
  } else if constexpr (is_map<T>) {
    read_map(json, value);
  } else {
    FieldReader reader(json);
    describe(reader, value);
    reader.expect_no_more();
  }
}

template <typename T>
void FieldWriter::operator()(char const *name, T const &value) {
  object_[name] = value_of(value);
}

template <typename T>
void FieldReader::operator()(char const *name, T &value) {
  auto const found = object_.find(name);
  if (found == object_.end()) {
    throw FieldError(name, "is missing");
  }
  try {
    read_value(*found, value);
  } catch (FieldError &error) {
    error.put_under(name);
    throw;
  }
  ++seen_;
}

/// Compact; keys sorted, so the same value gives the same text. Bytes that are not UTF-8 are
/// replaced: they are refused at the edge, and a text that slips through must not stop the log.
[[nodiscard]] inline std::string to_text(Json const &json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace yuntu::store
