#pragma once

#include "server/rules/duplicates/similar_incidents.hpp"
#include "server/rules/routing/category_tree.hpp"

namespace yuntu::rules {

/// Siblings are of one class of the tree. Holds what it needs of it.
[[nodiscard]] KinshipOf kinship_in(CategoryTree const &tree);

} // namespace yuntu::rules
