#include "geo/gate_access.hpp"

#include <optional>

namespace yuntu::geo {
namespace {

std::optional<GateAccess> decision_of(std::string_view value) {
  if (value == "no") {
    return GateAccess::none;
  }
  if (value == "private" || value == "residents") {
    return GateAccess::for_residents;
  }
  bool const says_nothing = value.empty() || value == "unknown";
  return says_nothing ? std::nullopt : std::optional(GateAccess::open);
}

} // namespace

GateAccess gate_access(GateTags const &tags) {
  if (auto const decision = decision_of(tags.foot)) {
    return *decision;
  }
  if (auto const decision = decision_of(tags.access)) {
    return *decision;
  }
  return tags.locked == "yes" ? GateAccess::for_residents : GateAccess::open;
}

} // namespace yuntu::geo
