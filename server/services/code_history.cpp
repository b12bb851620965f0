#include "server/services/code_history.hpp"

#include "geo/box_index.hpp"
#include "geo/common_area.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <tuple>

namespace yuntu::services {
namespace {

constexpr double same_place_share = 0.5;
constexpr double told_share = 0.01;
constexpr std::size_t named_codes = 10;

/// The parts of each area, by its code.
using Areas = std::map<std::string_view, std::vector<geo::Polygon const *>>;

Areas areas_of(model::LayerVersion const &version) {
  Areas areas;
  for (auto const &feature : version.features) {
    areas[feature.code].push_back(&std::get<geo::Polygon>(feature.geometry));
  }
  return areas;
}

double size_of(std::vector<geo::Polygon const *> const &parts) {
  double sum = 0;
  for (auto const *const part : parts) {
    sum += geo::size_of(*part).area_m2;
  }
  return sum;
}

bool is_same_shape(std::vector<geo::Polygon const *> const &one,
                   std::vector<geo::Polygon const *> const &other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](auto const *a, auto const *b) { return *a == *b; });
}

bool is_same_place(std::vector<geo::Polygon const *> const &old,
                   std::vector<geo::Polygon const *> const &now) {
  if (is_same_shape(old, now)) {
    return true;
  }
  double common = 0;
  for (auto const *const one : old) {
    for (auto const *const other : now) {
      common += geo::common_area_m2(*one, *other);
    }
  }
  return common >= same_place_share * size_of(old);
}

bool has_codes(model::LayerVersion const &version) {
  return model::area_level_of(version.layer).has_value();
}

std::string listed(std::vector<std::string> const &codes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(codes.size(), named_codes); ++i) {
    text += (i == 0 ? "" : ", ") + codes[i];
  }
  auto const left = codes.size() - std::min(codes.size(), named_codes);
  return left == 0 ? text : text + " and " + std::to_string(left) + " more";
}

using Codes = std::set<std::string, std::less<>>;

void each_code(VersionScan const &version, std::function<void(std::string_view)> const &see) {
  version(
      [&](std::string_view code) {
        see(code);
        return false;
      },
      {});
}

void drop(Codes &codes, std::string_view code) {
  if (auto const found = codes.find(code); found != codes.end()) {
    codes.erase(found);
  }
}

/// As many as may be looked at together.
Codes take_some(Codes &codes) {
  Codes some;
  while (!codes.empty() && some.size() < most_areas_at_once) {
    some.insert(codes.extract(codes.begin()));
  }
  return some;
}

std::map<std::string, std::vector<geo::Polygon>, std::less<>> read_areas(VersionScan const &version,
                                                                         Codes const &codes) {
  std::map<std::string, std::vector<geo::Polygon>, std::less<>> areas;
  version([&](std::string_view code) { return codes.contains(code); },
          [&](model::LayerFeature const &feature) {
            areas[feature.code].push_back(std::get<geo::Polygon>(feature.geometry));
          });
  return areas;
}

std::vector<geo::Polygon const *> pointers(std::vector<geo::Polygon> const &polygons) {
  std::vector<geo::Polygon const *> list;
  for (auto const &polygon : polygons) {
    list.push_back(&polygon);
  }
  return list;
}

protocol::Problem used_again(std::string detail) {
  return {422, "Codes used again", std::move(detail), {}};
}

std::string words_of(model::LayerScheduled const &next) {
  return "version " + next.version + ", which takes effect at " +
         model::format_rfc3339(next.effective);
}

/// The areas of a version, to be asked who has some land now.
class Landholders {
public:
  explicit Landholders(model::LayerVersion const &version) : version_(version) {
    std::vector<geo::Envelope> boxes;
    for (auto const &feature : version.features) {
      boxes.push_back(geo::envelope_of(feature.geometry));
    }
    boxes_ = geo::BoxIndex(boxes);
  }

  /// Who has the land of these parts, the largest share first.
  [[nodiscard]] std::vector<model::CodeSuccession::Heir>
  of(std::vector<geo::Polygon const *> const &parts) const {
    std::map<std::string_view, double> common;
    for (auto const *const part : parts) {
      for (auto const i : boxes_.find(geo::envelope_of(*part))) {
        auto const &feature = version_.features[i];
        common[feature.code] +=
            geo::common_area_m2(*part, std::get<geo::Polygon>(feature.geometry));
      }
    }
    double const all = size_of(parts);
    std::vector<model::CodeSuccession::Heir> heirs;
    for (auto const &[code, area] : common) {
      double const share = all > 0 ? std::min(area / all, 1.0) : 0;
      if (share >= told_share) {
        heirs.push_back({std::string(code), std::round(share * 1e4) / 1e4});
      }
    }
    std::sort(heirs.begin(), heirs.end(), [](auto const &one, auto const &other) {
      return std::tie(other.share, one.code) < std::tie(one.share, other.code);
    });
    return heirs;
  }

private:
  model::LayerVersion const &version_;
  geo::BoxIndex boxes_;
};

} // namespace

void note_use(VersionHistory &history, model::LayerKind layer, std::string const &version) {
  auto &versions = history[layer];
  std::erase(versions, version);
  versions.push_back(version);
}

VersionScan scan_of(std::shared_ptr<model::LayerVersion const> version) {
  return [version = std::move(version)](store::BaseStore::WantsCode const &wants,
                                        store::BaseStore::VisitFeature const &visit) {
    for (auto const &feature : version->features) {
      if (wants(feature.code)) {
        visit(feature);
      }
    }
  };
}

VersionScan scan_of(store::BaseStore const &store, model::LayerKind layer, std::string version) {
  return
      [&store, layer, version = std::move(version)](store::BaseStore::WantsCode const &wants,
                                                    store::BaseStore::VisitFeature const &visit) {
        store.scan(layer, version, wants, visit);
      };
}

std::vector<std::string> reused_codes(model::LayerKind layer, VersionScan const &next,
                                      std::vector<std::string> const &before,
                                      FindVersion const &find) {
  if (!model::area_level_of(layer) || before.size() < 2) {
    return {};
  }
  Codes new_codes;
  each_code(next, [&](std::string_view code) { new_codes.emplace(code); });
  each_code(find(before.back()), [&](std::string_view code) { drop(new_codes, code); });
  std::vector<std::string> reused;
  for (auto version = before.rbegin() + 1; version != before.rend() && !new_codes.empty();
       ++version) {
    auto const old = find(*version);
    Codes shared;
    each_code(old, [&](std::string_view code) {
      if (auto const found = new_codes.find(code); found != new_codes.end()) {
        shared.insert(new_codes.extract(found));
      }
    });
    while (!shared.empty()) {
      auto const some = take_some(shared);
      auto const now = read_areas(next, some);
      for (auto const &[code, parts] : read_areas(old, some)) {
        if (!is_same_place(pointers(parts), pointers(now.at(code)))) {
          reused.push_back(code);
        }
      }
    }
  }
  std::sort(reused.begin(), reused.end());
  return reused;
}

std::vector<model::CodeSuccession> successions_of(model::LayerVersion const &before,
                                                  model::LayerVersion const &after) {
  if (!has_codes(before) || before.layer == model::LayerKind::building) {
    return {};
  }
  auto const now = areas_of(after);
  Landholders const holders(after);
  std::vector<model::CodeSuccession> successions;
  for (auto const &[code, parts] : areas_of(before)) {
    auto const same = now.find(code);
    if (same != now.end() && is_same_shape(parts, same->second)) {
      continue;
    }
    auto heirs = holders.of(parts);
    bool const goes_on =
        !heirs.empty() && heirs.front().code == code && heirs.front().share > 1 - told_share;
    if (!goes_on) {
      successions.push_back({std::string(code), std::move(heirs)});
    }
  }
  return successions;
}

std::optional<protocol::Problem>
code_problem(std::shared_ptr<model::LayerVersion const> const &next,
             std::vector<std::string> before, std::vector<model::LayerScheduled> const &coming,
             model::Time effective, FindVersion const &find) {
  auto follower = coming.begin();
  for (; follower != coming.end() && follower->effective < effective; ++follower) {
    before.push_back(follower->version);
  }
  if (follower != coming.end() && follower->effective == effective) {
    ++follower; // its place is taken
  }
  auto const layer = next->layer;
  if (auto const codes = reused_codes(layer, scan_of(next), before, find); !codes.empty()) {
    return used_again("an earlier version had these codes for areas elsewhere, and codes are never "
                      "used again: " +
                      listed(codes));
  }
  if (follower != coming.end()) {
    before.push_back(next->version);
    auto const find_all = [&](std::string const &version) {
      return version == next->version ? scan_of(next) : find(version);
    };
    auto const codes = reused_codes(layer, find(follower->version), before, find_all);
    if (!codes.empty()) {
      return used_again("without these codes here, " + words_of(*follower) +
                        ", would use them again for other areas: " + listed(codes));
    }
  }
  return std::nullopt;
}

std::optional<protocol::Problem>
code_problem_without(model::LayerCancelled const &cancelled, std::vector<std::string> before,
                     std::vector<model::LayerScheduled> const &coming, FindVersion const &find) {
  bool is_behind = false;
  for (auto const &next : coming) {
    if (next.version == cancelled.version && next.effective == cancelled.effective) {
      is_behind = true;
      continue;
    }
    if (is_behind) {
      auto const codes = reused_codes(cancelled.layer, find(next.version), before, find);
      if (!codes.empty()) {
        return used_again("without version " + cancelled.version + ", " + words_of(next) +
                          ", would use codes again that were given up: " + listed(codes) +
                          "; cancel that one first");
      }
    }
    before.push_back(next.version);
  }
  return std::nullopt;
}

} // namespace yuntu::services
