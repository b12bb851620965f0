#include "tools/yuntu/layer_fields.hpp"

#include "server/model/opening_hours.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace yuntu::tools {
namespace {

using model::LayerKind;

/// A field that holds a whole number, and the least and most of it.
struct NumberField {
  std::string_view name;
  long least, most;
};
constexpr std::array<NumberField, 7> number_fields{{{"floors", 0, 1'000'000},
                                                    {"units", 0, 1'000'000},
                                                    {"households", 0, 1'000'000},
                                                    {"older", 0, 1'000'000},
                                                    {"unit", 1, 1'000},
                                                    {"stars", 0, 5},
                                                    {"capacity", 0, 1'000'000}}};
constexpr std::array<std::string_view, 6> land_use_kinds{"residential", "commercial", "park",
                                                         "school",      "industrial", "railway"};

std::optional<long> whole_number(std::string const &text) {
  double value = 0;
  auto const *const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end || !(std::abs(value) <= 1e9)) {
    return std::nullopt;
  }
  return std::lround(value);
}

std::string quoted(std::string const &field, std::string const &value) {
  return field + " is \"" + value + "\"; expected ";
}

std::string check_number(std::string const &field, std::string &value, NumberField const &rule) {
  auto const number = whole_number(value);
  if (number && *number >= rule.least && *number <= rule.most) {
    value = std::to_string(*number);
    return {};
  }
  std::string const least = std::to_string(rule.least);
  return quoted(field, value) + "a whole number from " + least +
         (rule.most <= 1'000 ? " to " + std::to_string(rule.most) : "");
}

std::string check_land_use(model::LayerFeature const &feature) {
  auto const *const kind = feature.find_attribute("kind");
  if (kind != nullptr &&
      std::find(land_use_kinds.begin(), land_use_kinds.end(), *kind) != land_use_kinds.end()) {
    return {};
  }
  std::string words;
  for (auto const word : land_use_kinds) {
    words += (words.empty() ? "one of " : ", ") + std::string(word);
  }
  return kind == nullptr ? "kind is empty; expected " + words : quoted("kind", *kind) + words;
}

} // namespace

std::vector<std::string> fields_of(LayerKind layer) {
  switch (layer) {
  case LayerKind::building:
    return {"code", "name", "parent", "floors", "units", "households", "older"};
  case LayerKind::estate:
    return {"code", "name", "parent", "kind"};
  case LayerKind::fence:
    return {"code", "name", "kind"};
  case LayerKind::station:
    return {"code", "name", "parent", "kind", "hours", "stars", "capacity"};
  case LayerKind::walk:
  case LayerKind::street:
    return {"code",    "name",   "parent", "highway", "access",  "foot",  "sidewalk",  "bridge",
            "railway", "tunnel", "route",  "osm_id",  "barrier", "layer", "duration_s"};
  case LayerKind::landuse:
    return {"name", "kind"};
  case LayerKind::gate:
    return {"code", "name", "estate", "access", "foot", "locked", "osm_id"};
  case LayerKind::entrance:
    return {"name", "building", "unit"};
  case LayerKind::shop:
    return {"code", "name", "kind", "building"};
  default:
    return {"code", "name", "parent"};
  }
}

std::string hours_doubt(model::LayerFeature const &station) {
  auto const *const hours = station.find_attribute("hours");
  if (hours == nullptr || model::OpeningHours::parse(*hours)) {
    return {};
  }
  return "station " + station.code + (station.name.empty() ? "" : " " + station.name) +
         ": hours is \"" + *hours +
         "\"; expected days and times as \"Mo-Fr 08:30-12:00,14:00-17:30; Sa off\", or \"24/7\"; "
         "it counts as always open";
}

bool has_codes(LayerKind layer) {
  return model::holds_areas(layer) || layer == LayerKind::station || layer == LayerKind::gate ||
         layer == LayerKind::shop;
}

std::string check_fields(model::LayerFeature &feature, LayerKind layer) {
  for (auto &[field, value] : feature.attributes) {
    for (auto const &rule : number_fields) {
      if (rule.name != field) {
        continue;
      }
      if (auto fault = check_number(field, value, rule); !fault.empty()) {
        return fault;
      }
    }
  }
  std::erase_if(feature.attributes, [](auto const &attribute) {
    return attribute.first == "stars" && attribute.second == "0";
  });
  if (layer == LayerKind::landuse) {
    return check_land_use(feature);
  }
  return {};
}

} // namespace yuntu::tools
