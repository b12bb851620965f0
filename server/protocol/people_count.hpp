#pragma once

#include <cstdint>

namespace yuntu::protocol {

/// Some buildings and who lives in them.
struct PeopleCount {
  std::int64_t buildings = 0;
  std::int64_t households = 0;
  std::int64_t older = 0; ///< people of 60 and more

  PeopleCount &operator+=(PeopleCount const &more) {
    buildings += more.buildings;
    households += more.households;
    older += more.older;
    return *this;
  }
  friend bool operator==(PeopleCount const &, PeopleCount const &) = default;
};

/// What is in `whole` and not in `part`.
[[nodiscard]] inline PeopleCount without(PeopleCount const &whole, PeopleCount const &part) {
  return {whole.buildings - part.buildings, whole.households - part.households,
          whole.older - part.older};
}

} // namespace yuntu::protocol
