#pragma once

#include "geo/walk_profile.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace yuntu::services {

/// How somebody walks, by the names that questions use.
enum class ProfileName : unsigned char { standard, elder, wheelchair };

inline constexpr std::array profile_names{ProfileName::standard, ProfileName::elder,
                                          ProfileName::wheelchair};

/// To be said where another name was given.
inline constexpr std::string_view profile_choices = "standard, elder or wheelchair";

[[nodiscard]] std::string_view to_string(ProfileName name);
/// nullopt: no such name.
[[nodiscard]] std::optional<ProfileName> find_profile(std::string_view name);
[[nodiscard]] geo::WalkProfile const &profile_of(ProfileName name);

} // namespace yuntu::services
