#pragma once

#include "server/model/incident.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::rules {

/// By what figures are told apart.
struct Grouping {
  enum class By : std::uint8_t { nothing, area, department, category, channel, severity };
  By by = By::nothing;
  model::AreaLevel level = model::AreaLevel::grid; ///< of By::area

  /// Where the incident belongs; empty: nowhere, e.g. in no area of the level.
  [[nodiscard]] std::string key_of(model::Incident const &incident) const;
  friend bool operator==(Grouping const &, Grouping const &) = default;
};

inline constexpr std::string_view grouping_words =
    "area:LEVEL (subdistrict, community, estate, grid, microgrid or building), department, "
    "category, channel or severity";

/// "area:grid", "department" ...; nullopt for anything else.
[[nodiscard]] std::optional<Grouping> parse_grouping(std::string_view text);
/// Empty for By::nothing.
[[nodiscard]] std::string to_text(Grouping const &grouping);

} // namespace yuntu::rules
