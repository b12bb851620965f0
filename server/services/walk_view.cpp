#include "server/services/walk_view.hpp"

namespace yuntu::services {

tl::expected<Walker, protocol::Problem> read_profile(WalkProfiles const &profiles,
                                                     std::string const &name) {
  auto walker = profiles.find(name);
  if (!walker) {
    return tl::unexpected(
        protocol::Problem{400,
                          "Malformed message",
                          "\"profile\" is \"" + name + "\"; expected " + profiles.choices(),
                          {}});
  }
  return std::move(*walker);
}

protocol::Problem no_streets() {
  return {409, "No streets", "no walk layer is loaded; import one with --layer walk", {}};
}

} // namespace yuntu::services
