#pragma once

#include "server/model/incident.hpp"
#include "server/model/principal.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yuntu::rules {

/// What must hold for a transition. `note` and `evidence` ask something of the request, the others
/// of how things stand.
enum class Guard : std::uint8_t {
  note,
  evidence,
  running,
  paused,
  contacted,
  arrived,
  called_back,
  by_command,
  other_person,
  staged
};
inline constexpr std::array<std::string_view, 10> guard_names{
    "note",    "evidence",    "running",    "paused",       "contacted",
    "arrived", "called_back", "by_command", "other_person", "staged"};

[[nodiscard]] constexpr std::string_view to_string(Guard guard) {
  return guard_names[static_cast<std::size_t>(guard)];
}
[[nodiscard]] std::optional<Guard> parse_guard(std::string_view name);
[[nodiscard]] constexpr bool asks_of_request(Guard guard) {
  return guard == Guard::note || guard == Guard::evidence;
}

/// Who acts.
struct Actor {
  std::string_view user;
  model::Role role = model::Role::resident;
};

/// What a transition hangs on beside the incident itself.
struct Situation {
  Actor actor;
  bool has_open_stage = false; ///< the deadlines give its work stages, and one is not ended
};

/// Of a guard that asks how things stand.
[[nodiscard]] bool holds(Guard guard, model::Incident const &incident, Situation const &situation);

/// What is missing when it does not hold, to follow "...: ".
[[nodiscard]] std::string_view words_for(Guard guard);

} // namespace yuntu::rules
