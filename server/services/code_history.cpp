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

std::vector<std::string> reused_codes(model::LayerVersion const &next,
                                      std::vector<std::string> const &before,
                                      ReadVersion const &read) {
  if (!has_codes(next) || before.size() < 2) {
    return {};
  }
  auto const areas = areas_of(next);
  std::set<std::string_view> new_codes;
  for (auto const &[code, parts] : areas) {
    new_codes.insert(code);
  }
  auto const followed = read(before.back());
  for (auto const &feature : followed->features) {
    new_codes.erase(feature.code);
  }
  std::vector<std::string> reused;
  for (auto version = before.rbegin() + 1; version != before.rend() && !new_codes.empty();
       ++version) {
    auto const old = read(*version);
    for (auto const &[code, parts] : areas_of(*old)) {
      if (auto const found = new_codes.find(code); found != new_codes.end()) {
        if (!is_same_place(parts, areas.at(*found))) {
          reused.emplace_back(code);
        }
        new_codes.erase(found);
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

std::optional<protocol::Problem> code_problem(model::LayerVersion const &next,
                                              std::vector<std::string> before,
                                              std::vector<model::LayerScheduled> const &coming,
                                              model::Time effective, ReadVersion const &read) {
  auto follower = coming.begin();
  for (; follower != coming.end() && follower->effective < effective; ++follower) {
    before.push_back(follower->version);
  }
  if (follower != coming.end() && follower->effective == effective) {
    ++follower; // its place is taken
  }
  if (auto const codes = reused_codes(next, before, read); !codes.empty()) {
    return protocol::Problem{422,
                             "Codes used again",
                             "an earlier version had these codes for areas elsewhere, and codes "
                             "are never used again: " +
                                 listed(codes),
                             {}};
  }
  if (follower != coming.end()) {
    before.push_back(next.version);
    auto const codes = reused_codes(*read(follower->version), before, read);
    if (!codes.empty()) {
      return protocol::Problem{422,
                               "Codes used again",
                               "without these codes here, version " + follower->version +
                                   ", which takes effect at " +
                                   model::format_rfc3339(follower->effective) +
                                   ", would use them again for other areas: " + listed(codes),
                               {}};
    }
  }
  return std::nullopt;
}

} // namespace yuntu::services
