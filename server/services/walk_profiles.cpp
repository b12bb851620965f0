#include "server/services/walk_profiles.hpp"

namespace yuntu::services {

tl::expected<ProfileName, protocol::Problem> read_profile(std::string const &name) {
  auto const profile = find_profile(name);
  if (!profile) {
    return tl::unexpected(
        protocol::Problem{400,
                          "Malformed message",
                          "\"profile\" is \"" + name + "\"; expected " + profile_choices.data(),
                          {}});
  }
  return *profile;
}

protocol::Problem no_streets() {
  return {409, "No streets", "no walk layer is loaded; import one with --layer walk", {}};
}

} // namespace yuntu::services
