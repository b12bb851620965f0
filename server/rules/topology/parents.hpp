#pragma once

#include "server/rules/topology/checked_layer.hpp"
#include "server/rules/topology/zone.hpp"

#include <vector>

namespace yuntu::rules::topology {

/// What says in which area of the outer layer an area should lie.
enum class ParentBy : std::uint8_t { nothing, field, code, place };

/// Which area each area of a layer belongs to: as its parent field says, else as its code says,
/// else by where most of it lies.
struct Parents {
  std::vector<std::uint32_t> parent; ///< of the outer layer, or AreaLayer::none
  std::vector<ParentBy> by;
  std::vector<bool> is_dangling; ///< its field or code names an area that is not there
};

/// The layer around a layer, and who belongs to whom.
struct Around {
  CheckedLayer const &outer;
  AreaLookup const &lookup;
  Parents const &parents;
  Zone const &astray; ///< land that areas of the outer layer reach into and should not
};

[[nodiscard]] Parents find_parents(CheckedLayer const &inner, CheckedLayer const &outer,
                                   AreaLookup const &outer_lookup);

struct PrefixReport {
  std::vector<Finding> findings;
  std::vector<std::uint32_t> areas; ///< those with a code of another's area
};

/// Of areas that lie where they should: their codes must repeat the parent's.
[[nodiscard]] PrefixReport check_prefixes(CheckedLayer const &inner, Around const &around,
                                          std::vector<bool> const &is_misplaced);

} // namespace yuntu::rules::topology
