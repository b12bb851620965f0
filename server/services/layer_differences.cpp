#include "server/services/layer_differences.hpp"

#include "geo/common_area.hpp"
#include "geo/envelope.hpp"
#include "geo/io/geojson_writer.hpp"
#include "geo/label_point.hpp"
#include "geo/shape_size.hpp"
#include "server/store/wkb.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

namespace yuntu::services {
namespace {

using protocol::LayerChangeKind;
using Parts = std::vector<model::LayerFeature const *>;
using Things = std::map<std::string, Parts>;

Things things_of(model::LayerVersion const &version) {
  Things things;
  for (auto const &feature : version.features) {
    things[feature.code.empty() ? store::to_wkb(feature.geometry) : feature.code].push_back(
        &feature);
  }
  return things;
}

bool has_same_shape(Parts const &one, Parts const &other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](auto const *a, auto const *b) { return a->geometry == b->geometry; });
}

bool has_same_words(Parts const &one, Parts const &other) {
  auto const &a = *one.front();
  auto const &b = *other.front();
  return a.name == b.name && a.parent == b.parent && a.attributes == b.attributes;
}

std::optional<double> area_of(Parts const &parts) {
  double sum = 0;
  for (auto const *const part : parts) {
    auto const *const polygon = std::get_if<geo::Polygon>(&part->geometry);
    if (polygon == nullptr) {
      return std::nullopt;
    }
    sum += geo::size_of(*polygon).area_m2;
  }
  return parts.empty() ? std::nullopt : std::optional(sum);
}

/// The land that one of both has and not the other.
std::optional<double> moved_m2(Parts const &before, Parts const &after) {
  auto const old_area = area_of(before);
  auto const new_area = area_of(after);
  if (!old_area || !new_area) {
    return std::nullopt;
  }
  double common = 0;
  for (auto const *const one : before) {
    for (auto const *const other : after) {
      common += geo::common_area_m2(std::get<geo::Polygon>(one->geometry),
                                    std::get<geo::Polygon>(other->geometry));
    }
  }
  return std::max(0.0, *old_area + *new_area - 2 * common);
}

geo::LonLat place_of(model::LayerFeature const &feature) {
  if (auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry)) {
    return geo::label_point(*polygon);
  }
  auto const box = geo::envelope_of(feature.geometry);
  return geo::LonLat::from_units(box.west + (box.east - box.west) / 2,
                                 box.south + (box.north - box.south) / 2)
      .value_or(geo::LonLat{});
}

protocol::ShownChange shown(LayerChange const &change, std::size_t number) {
  auto const &now = change.after.empty() ? *change.before.front() : *change.after.front();
  protocol::ShownChange shown;
  shown.number = number;
  shown.kind = change.kind;
  shown.code = now.code;
  shown.name = now.name;
  shown.name_before = change.before.empty() ? "" : change.before.front()->name;
  shown.place = place_of(now);
  shown.area_before_m2 = area_of(change.before);
  shown.area_after_m2 = area_of(change.after);
  if (change.kind == LayerChangeKind::moved) {
    shown.moved_m2 = moved_m2(change.before, change.after);
  }
  return shown;
}

/// One feature a part, old ones and new ones; of what keeps its shape the new ones.
std::string features_of(LayerChange const &change, std::size_t number) {
  auto const words = shown(change, number);
  std::string text;
  auto const add = [&](Parts const &parts, protocol::ChangeSide side) {
    for (auto const *const part : parts) {
      text += text.empty() ? "" : ",";
      text += R"({"type":"Feature","properties":)" + protocol::change_json(words, side) +
              R"(,"geometry":)" + geo::io::to_geojson_text(part->geometry) + "}";
    }
  };
  if (change.kind != LayerChangeKind::edited) {
    add(change.before, protocol::ChangeSide::before);
  }
  add(change.after, protocol::ChangeSide::after);
  return text;
}

} // namespace

LayerDifferences differences_of(model::LayerVersion const *before,
                                model::LayerVersion const &after) {
  LayerDifferences found;
  auto const old_things = before == nullptr ? Things{} : things_of(*before);
  auto const new_things = things_of(after);
  auto const add = [&](LayerChangeKind kind, Parts const &old_parts, Parts const &new_parts) {
    ++found.counts.by_kind[static_cast<std::size_t>(kind)];
    found.changes.push_back({kind, old_parts, new_parts});
  };
  for (auto const &[key, parts] : old_things) {
    auto const now = new_things.find(key);
    if (now == new_things.end()) {
      add(LayerChangeKind::removed, parts, {});
    } else if (!has_same_shape(parts, now->second)) {
      add(LayerChangeKind::moved, parts, now->second);
    } else if (!has_same_words(parts, now->second)) {
      add(LayerChangeKind::edited, parts, now->second);
    } else {
      ++found.counts.same;
    }
  }
  for (auto const &[key, parts] : new_things) {
    if (!old_things.contains(key)) {
      add(LayerChangeKind::added, {}, parts);
    }
  }
  std::stable_sort(found.changes.begin(), found.changes.end(),
                   [](auto const &one, auto const &other) { return one.kind < other.kind; });
  return found;
}

std::string differences_geojson(LayerDifferences const &differences, std::size_t most,
                                std::size_t most_bytes) {
  std::string features;
  std::size_t shown = 0;
  while (shown < differences.changes.size() && shown < most && features.size() < most_bytes) {
    features += shown == 0 ? "" : ",";
    features += features_of(differences.changes[shown], shown + 1);
    ++shown;
  }
  return R"({"type":"FeatureCollection","counts":)" +
         protocol::change_counts_json(differences.counts) + R"(,"total":)" +
         std::to_string(differences.changes.size()) + R"(,"shown":)" + std::to_string(shown) +
         R"(,"features":[)" + features + "]}";
}

} // namespace yuntu::services
