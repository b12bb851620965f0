#include "server/services/tile_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace yuntu::services {

using model::LayerFeature;
using model::LayerKind;

namespace {

/// What the map draws differently; by weight, the weightiest first.
enum class StreetClass : std::uint8_t { main, minor, rail, lane, path, steps, wall };

struct StreetRule {
  std::string_view name;
  std::uint8_t first_zoom;
};
constexpr std::uint8_t never_drawn = 255;
constexpr std::array<StreetRule, 7> street_rules{{{"main", 9},
                                                  {"minor", 12},
                                                  {"rail", 10},
                                                  {"lane", 13},
                                                  {"path", 13},
                                                  {"steps", 13},
                                                  {"wall", never_drawn}}};

/// The road classes of OpenStreetMap folded; all others are paths.
constexpr std::array<std::pair<std::string_view, StreetClass>, 19> road_classes{{
    {"motorway", StreetClass::main},
    {"trunk", StreetClass::main},
    {"primary", StreetClass::main},
    {"secondary", StreetClass::main},
    {"tertiary", StreetClass::minor},
    {"unclassified", StreetClass::minor},
    {"residential", StreetClass::minor},
    {"motorway_link", StreetClass::minor},
    {"trunk_link", StreetClass::minor},
    {"primary_link", StreetClass::minor},
    {"secondary_link", StreetClass::minor},
    {"tertiary_link", StreetClass::minor},
    {"living_street", StreetClass::lane},
    {"service", StreetClass::lane},
    {"pedestrian", StreetClass::lane},
    {"track", StreetClass::lane},
    {"road", StreetClass::lane},
    {"alley", StreetClass::lane},
    {"steps", StreetClass::steps},
}};

StreetClass class_of(LayerFeature const &feature) {
  if (feature.find_attribute("railway") != nullptr) {
    return StreetClass::rail;
  }
  auto const *const highway = feature.find_attribute("highway");
  if (highway == nullptr) {
    return feature.find_attribute("barrier") == nullptr ? StreetClass::minor : StreetClass::wall;
  }
  auto const *const found = std::find_if(road_classes.begin(), road_classes.end(),
                                         [&](auto const &pair) { return pair.first == *highway; });
  return found == road_classes.end() ? StreetClass::path : found->second;
}

StreetRule const &rule_of(LayerFeature const &feature) {
  return street_rules[static_cast<std::size_t>(class_of(feature))];
}

bool is_street(LayerKind kind) {
  return kind == LayerKind::walk || kind == LayerKind::street;
}

void add_text(geo::io::MvtAttributes &out, LayerFeature const &feature, std::string const &key) {
  if (auto const *const text = feature.find_attribute(key)) {
    out.emplace_back(key, *text);
  }
}

void add_number(geo::io::MvtAttributes &out, LayerFeature const &feature, std::string const &key) {
  if (auto const *const text = feature.find_attribute(key)) {
    std::int64_t value = 0;
    std::from_chars(text->data(), text->data() + text->size(), value);
    out.emplace_back(key, value);
  }
}

void add_street(geo::io::MvtAttributes &out, LayerFeature const &feature) {
  out.emplace_back("class", std::string(rule_of(feature).name));
  auto const *const bridge = feature.find_attribute("bridge");
  if (bridge != nullptr && *bridge != "no") {
    out.emplace_back("bridge", std::int64_t{1});
  }
}

} // namespace

TileGroup tile_group_of(LayerKind kind) {
  switch (kind) {
  case LayerKind::subdistrict:
  case LayerKind::community:
  case LayerKind::estate:
  case LayerKind::grid:
  case LayerKind::microgrid:
    return TileGroup::areas;
  case LayerKind::fence:
    return TileGroup::fences;
  case LayerKind::building:
    return TileGroup::buildings;
  case LayerKind::water:
  case LayerKind::landuse:
    return TileGroup::ground;
  case LayerKind::walk:
  case LayerKind::street:
    return TileGroup::lines;
  default:
    return TileGroup::points;
  }
}

geo::SimplifyScale simplify_scale_of(TileGroup group) {
  switch (group) {
  case TileGroup::buildings:
    return {first_zoom_of(LayerKind::building), 15}; // every corner from 15 up
  case TileGroup::ground:
    return {first_zoom_of(LayerKind::water)};
  case TileGroup::lines:
    return {first_zoom_of(LayerKind::street)};
  default:
    return {};
  }
}

std::uint8_t first_zoom_of(LayerKind kind) {
  switch (kind) {
  case LayerKind::community:
    return 8;
  case LayerKind::grid:
  case LayerKind::fence:
    return 10;
  case LayerKind::estate:
  case LayerKind::microgrid:
    return 12;
  case LayerKind::building:
    return 13;
  case LayerKind::walk:
  case LayerKind::street:
    return 9;
  case LayerKind::water:
    return 6;
  case LayerKind::landuse:
    return 10;
  case LayerKind::station:
    return 8;
  case LayerKind::gate:
    return 14;
  case LayerKind::shop:
    return 15;
  case LayerKind::entrance:
    return 16;
  default:
    return 0;
  }
}

std::uint8_t first_zoom_of(LayerKind kind, LayerFeature const &feature) {
  return is_street(kind) ? rule_of(feature).first_zoom : first_zoom_of(kind);
}

std::uint8_t first_label_zoom_of(LayerKind kind) {
  constexpr std::uint8_t building_label_zoom = 16; // written from 16.5; half the bytes below
  return kind == LayerKind::building ? building_label_zoom : first_zoom_of(kind);
}

bool is_dropped_when_small(LayerKind kind) {
  auto const group = tile_group_of(kind);
  return group != TileGroup::areas && group != TileGroup::fences;
}

int drop_rank_of(LayerKind kind, LayerFeature const &feature) {
  return is_street(kind) ? static_cast<int>(class_of(feature)) : 0;
}

geo::io::MvtAttributes tile_attributes(LayerKind kind, LayerFeature const &feature) {
  geo::io::MvtAttributes out;
  if (!feature.code.empty()) {
    out.emplace_back("code", feature.code);
  }
  if (!feature.name.empty()) {
    out.emplace_back("name", feature.name);
  }
  if (kind == LayerKind::building) {
    add_number(out, feature, "floors");
    add_number(out, feature, "households");
  } else if (is_street(kind)) {
    add_street(out, feature);
  } else if (kind == LayerKind::station) {
    add_text(out, feature, "kind");
    add_number(out, feature, "stars");
  } else if (kind == LayerKind::estate || kind == LayerKind::landuse || kind == LayerKind::shop ||
             kind == LayerKind::fence) {
    add_text(out, feature, "kind");
  } else if (kind == LayerKind::entrance) {
    add_text(out, feature, "building");
    add_text(out, feature, "unit");
  }
  return out;
}

} // namespace yuntu::services
