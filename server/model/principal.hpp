#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

enum class Role : std::uint8_t {
  command,
  grid_worker,
  planner,
  steward,
  administrator,
  gateway,
  resident
};

inline constexpr std::array<std::string_view, 7> role_names{
    "command", "grid_worker", "planner", "steward", "administrator", "gateway", "resident"};

[[nodiscard]] constexpr std::string_view to_string(Role role) {
  return role_names[static_cast<std::size_t>(role)];
}
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

/// Who asks. No credentials: role resident, empty user.
struct Principal {
  std::string user; ///< e.g. "u3"; never a person's name
  Role role = Role::resident;
  /// Codes of subdistricts, communities or grids; empty = the whole county.
  std::vector<std::string> areas;
  std::string session_hash; ///< set when signed in by cookie

  friend bool operator==(Principal const &, Principal const &) = default;
};

} // namespace yuntu::model
