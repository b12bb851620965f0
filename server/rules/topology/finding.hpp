#pragma once

#include "geo/polygon.hpp"
#include "server/model/layer.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules::topology {

/// What the nested coverage is checked for.
enum class Rule : std::uint8_t {
  invalid_geometry,
  duplicate_code,
  bad_code,
  multipart,
  gap,
  overlap,
  sliver,
  wrong_nesting,
  code_order,
  cut_building,
  orphan
};

inline constexpr std::array<std::string_view, 11> rule_names{
    "invalid_geometry", "duplicate_code", "bad_code",   "multipart",    "gap",   "overlap",
    "sliver",           "wrong_nesting",  "code_order", "cut_building", "orphan"};

[[nodiscard]] constexpr std::string_view to_string(Rule rule) {
  return rule_names[static_cast<std::size_t>(rule)];
}

/// A note states what a reader must know; it stands in the way of no certificate.
enum class Severity : std::uint8_t { note, warning, error };

[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
  constexpr std::array<std::string_view, 3> names{"note", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

/// One defect.
struct Finding {
  Rule rule = Rule::gap;
  Severity severity = Severity::error;
  model::LayerKind layer = model::LayerKind::grid;
  std::vector<std::string> codes; ///< the thing itself first, then the areas concerned
  geo::LonLat place;              ///< inside what is wrong
  std::optional<double> size_m2;
  std::optional<double> width_m;   ///< of a strip: twice its area by its border
  std::string hint;                ///< what is wrong and what to do
  std::vector<geo::Polygon> shape; ///< what to draw; empty: the place alone
};

/// A rule that could not be applied, and why.
struct Skipped {
  Rule rule = Rule::gap;
  std::string layer; ///< "" for all
  std::string reason;
};

} // namespace yuntu::rules::topology
