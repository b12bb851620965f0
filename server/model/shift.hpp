#pragma once

#include "server/model/time.hpp"

#include <string>

namespace yuntu::model {

/// When a worker is planned to be on duty: from inclusive, to exclusive, from < to.
struct Shift {
  Time from;
  Time to;

  friend bool operator==(Shift const &, Shift const &) = default;
  friend auto operator<=>(Shift const &, Shift const &) = default;
};

/// One row of a roster sheet.
struct RosterShift {
  std::string worker; ///< the person's code
  Time from;
  Time to;

  friend bool operator==(RosterShift const &, RosterShift const &) = default;
  friend auto operator<=>(RosterShift const &, RosterShift const &) = default;
};

} // namespace yuntu::model
