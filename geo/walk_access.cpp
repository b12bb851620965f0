#include "geo/walk_access.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace yuntu::geo {
namespace {

using namespace std::string_view_literals;

constexpr std::array allowing_values = {"yes"sv, "designated"sv, "permissive"sv, "official"sv};
constexpr std::array denying_values = {"no"sv, "use_sidepath"sv};
constexpr std::array private_values = {"private"sv, "residents"sv};
constexpr std::array walked_classes = {
    "footway"sv,     "path"sv,    "pedestrian"sv,   "steps"sv,     "living_street"sv,
    "residential"sv, "service"sv, "tertiary"sv,     "secondary"sv, "primary"sv,
    "track"sv,       "road"sv,    "unclassified"sv, "corridor"sv,  "platform"sv,
    "elevator"sv,    "cycleway"sv};
constexpr std::array unbuilt_classes = {"construction"sv, "proposed"sv, "planned"sv,
                                        "abandoned"sv,    "razed"sv,    "no"sv};

constexpr std::array walls = {"wall"sv, "city_wall"sv, "retaining_wall"sv, "fence"sv};

template <std::size_t Count>
bool is_one_of(std::string_view value, std::array<std::string_view, Count> const &values) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

enum class Decision { allow, deny, some_only };

std::optional<Decision> decision_of(std::string_view value) {
  if (is_one_of(value, allowing_values)) {
    return Decision::allow;
  }
  if (is_one_of(value, denying_values)) {
    return Decision::deny;
  }
  return is_one_of(value, private_values) ? std::optional(Decision::some_only) : std::nullopt;
}

/// The specific key wins.
std::optional<Decision> decision_of(WalkTags const &tags) {
  auto const decision = decision_of(tags.foot);
  return decision ? decision : decision_of(tags.access);
}

bool has_sidewalk(std::string_view sidewalk) {
  return !sidewalk.empty() && sidewalk != "no" && sidewalk != "none";
}

bool is_walked_by_class(WalkTags const &tags) {
  if (tags.is_ferry && tags.highway.empty()) {
    return true;
  }
  auto street = tags.highway;
  if (street.ends_with("_link")) {
    street.remove_suffix("_link"sv.size());
  }
  // A foot tag that allows has been honoured before; on a trunk road that leaves the sidewalk.
  return is_one_of(street, walked_classes) || (street == "trunk" && has_sidewalk(tags.sidewalk));
}

} // namespace

WalkAccess walk_access(WalkTags const &tags) {
  bool const is_way = tags.is_ferry || !tags.highway.empty();
  if (!is_way || is_one_of(tags.highway, unbuilt_classes)) {
    return WalkAccess::denied;
  }
  auto const decision = decision_of(tags);
  bool const is_walked =
      decision != Decision::deny && (decision == Decision::allow || is_walked_by_class(tags));
  if (!is_walked) {
    return WalkAccess::denied;
  }
  if (tags.highway.empty()) {
    return decision == Decision::some_only ? WalkAccess::denied : WalkAccess::ferry;
  }
  return tags.highway == "steps" ? WalkAccess::steps : WalkAccess::allowed;
}

bool is_private_walk(WalkTags const &tags) {
  return decision_of(tags) == Decision::some_only && walk_access(tags) != WalkAccess::denied;
}

bool is_wall(std::string_view barrier) {
  return is_one_of(barrier, walls);
}

} // namespace yuntu::geo
