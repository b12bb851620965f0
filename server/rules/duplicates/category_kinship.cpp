#include "server/rules/duplicates/category_kinship.hpp"

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace yuntu::rules {

KinshipOf kinship_in(CategoryTree const &tree) {
  std::unordered_map<std::string, std::size_t> class_of;
  for (std::size_t i = 0; i < tree.classes().size(); ++i) {
    for (auto const &category : tree.classes()[i].categories) {
      class_of.emplace(category.name, i);
    }
  }
  return [class_of = std::move(class_of)](std::string const &one, std::string const &other) {
    if (one.empty() || other.empty()) {
      return Kinship::none;
    }
    if (one == other) {
      return Kinship::same;
    }
    auto const of_one = class_of.find(one);
    auto const of_other = class_of.find(other);
    bool const are_known = of_one != class_of.end() && of_other != class_of.end();
    return are_known && of_one->second == of_other->second ? Kinship::siblings : Kinship::none;
  };
}

} // namespace yuntu::rules
