#pragma once

#include <span>
#include <string_view>

namespace yuntu::services {

/// A policy file that is part of the program: what holds where a county has none of its own.
struct ShippedPolicy {
  std::string_view name; ///< "deadlines.toml"
  std::string_view text;
};

/// The files of data/config that are shipped, by kind.
[[nodiscard]] std::string_view shipped_deadlines();
[[nodiscard]] std::string_view shipped_dispatch();
[[nodiscard]] std::string_view shipped_ladder();
[[nodiscard]] std::string_view shipped_figures();
[[nodiscard]] std::string_view shipped_ranking();
[[nodiscard]] std::string_view shipped_walking();
[[nodiscard]] std::span<ShippedPolicy const> shipped_calendars();
[[nodiscard]] std::span<ShippedPolicy const> shipped_workflows();
/// Those beside shipped_ladder().
[[nodiscard]] std::span<ShippedPolicy const> shipped_ladders();
[[nodiscard]] std::span<ShippedPolicy const> shipped_categories();
[[nodiscard]] std::span<ShippedPolicy const> shipped_lexicons();

} // namespace yuntu::services
