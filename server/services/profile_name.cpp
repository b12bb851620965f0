#include "server/services/profile_name.hpp"

#include <algorithm>

namespace yuntu::services {

std::string_view to_string(ProfileName name) {
  switch (name) {
  case ProfileName::elder:
    return "elder";
  case ProfileName::wheelchair:
    return "wheelchair";
  case ProfileName::standard:
    break;
  }
  return "standard";
}

std::optional<ProfileName> find_profile(std::string_view name) {
  auto const *const found = std::find_if(profile_names.begin(), profile_names.end(),
                                         [&](auto known) { return to_string(known) == name; });
  return found == profile_names.end() ? std::nullopt : std::optional(*found);
}

geo::WalkProfile const &profile_of(ProfileName name) {
  switch (name) {
  case ProfileName::elder:
    return geo::elder_walk;
  case ProfileName::wheelchair:
    return geo::wheelchair_walk;
  case ProfileName::standard:
    break;
  }
  return geo::standard_walk;
}

} // namespace yuntu::services
