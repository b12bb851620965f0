#pragma once

#include <string_view>

namespace yuntu::geo {

/// OSM tag values of a gate, "" when absent.
struct GateTags {
  std::string_view access;
  std::string_view foot;
  std::string_view locked;
};

enum class GateAccess {
  open,
  for_residents, ///< who lives behind it has a key
  none,
};

/// Who may walk through a gate: `foot` wins over `access`, and both win over `locked`. A gate of
/// which nothing is said is open.
[[nodiscard]] GateAccess gate_access(GateTags const &tags);

} // namespace yuntu::geo
