#include "server/model/principal.hpp"

#include <algorithm>

namespace yuntu::model {

std::optional<Role> parse_role(std::string_view name) {
  auto const *const found = std::find(role_names.begin(), role_names.end(), name);
  if (found == role_names.end()) {
    return std::nullopt;
  }
  return static_cast<Role>(found - role_names.begin());
}

} // namespace yuntu::model
