#pragma once

#include "server/rules/topology/checked_layer.hpp"
#include "server/rules/topology/parents.hpp"
#include "server/rules/topology/thresholds.hpp"

#include <vector>

namespace yuntu::rules::topology {

/// Within each area of the outer layer, codes must run in rows from north to south, west to east in
/// each row. Rows may lean, and need not be of one height; where no rows explain the codes, those
/// out of order are one finding. Only areas that lie where they should, with sound codes.
[[nodiscard]] std::vector<Finding> check_numbering(CheckedLayer const &inner, Around const &around,
                                                   std::vector<bool> const &is_misplaced,
                                                   Thresholds const &thresholds);

} // namespace yuntu::rules::topology
