#pragma once

#include "server/services/walk_map.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::services {

/// Counts buildings and who lives in them once, however often they are served. One thread's; the
/// buildings must outlive it.
class ServedPeople {
public:
  explicit ServedPeople(std::vector<WalkBuilding> const &buildings)
      : buildings_(&buildings), is_served_(buildings.size()) {}

  /// A building by its place in the list: what it adds.
  protocol::PeopleCount add(std::uint32_t building) {
    if (is_served_[building]) {
      return {};
    }
    is_served_[building] = true;
    auto const added = people_of((*buildings_)[building]);
    counts_ += added;
    return added;
  }
  protocol::PeopleCount add(std::vector<std::uint32_t> const &buildings) {
    protocol::PeopleCount added;
    for (auto const building : buildings) {
      added += add(building);
    }
    return added;
  }
  [[nodiscard]] protocol::PeopleCount const &counts() const { return counts_; }

private:
  std::vector<WalkBuilding> const *buildings_;
  std::vector<bool> is_served_;
  protocol::PeopleCount counts_;
};

} // namespace yuntu::services
