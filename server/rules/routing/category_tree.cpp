#include "server/rules/routing/category_tree.hpp"

#include "server/rules/routing/text_units.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace yuntu::rules {
namespace {

/// The share of characters that two texts have in common, wherever they stand; 0 to 1.
double likeness(std::vector<std::string> one, std::vector<std::string> other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  std::vector<std::string> common;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
                        std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) /
         static_cast<double>(std::max<std::size_t>(1, one.size() + other.size()));
}

} // namespace

CategoryTree::CategoryTree(std::string name, std::string title, std::vector<CategoryClass> classes)
    : name_(std::move(name)), title_(std::move(title)), classes_(std::move(classes)) {}

Category const *CategoryTree::find(std::string_view name_or_code) const {
  for (auto const &group : classes_) {
    for (auto const &category : group.categories) {
      if (category.name == name_or_code || category.code == name_or_code) {
        return &category;
      }
    }
  }
  return nullptr;
}

std::vector<std::string> CategoryTree::nearest(std::string_view text, std::size_t most) const {
  auto const characters = characters_of(text);
  std::vector<std::pair<double, std::string const *>> found;
  for (auto const &group : classes_) {
    for (auto const &category : group.categories) {
      if (auto const share = likeness(characters, characters_of(category.name)); share > 0) {
        found.emplace_back(share, &category.name);
      }
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](auto const &one, auto const &other) { return one.first > other.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, found.size()); ++i) {
    names.push_back(*found[i].second);
  }
  return names;
}

std::vector<std::string> CategoryTree::faults() const {
  std::vector<std::string> faults;
  std::set<std::string> seen;
  auto const note = [&](std::string const &text, std::string const &what) {
    if (text.empty()) {
      faults.push_back(what + " is empty");
    } else if (!seen.insert(text).second) {
      faults.push_back(what + " stands twice, as a name or a code");
    }
  };
  std::set<std::string> class_codes;
  for (auto const &group : classes_) {
    if (group.code.empty() || group.name.empty()) {
      faults.push_back("class \"" + group.code + "\" needs a code and a name");
    } else if (!class_codes.insert(group.code).second) {
      faults.push_back("there are two classes \"" + group.code + "\"");
    }
    if (group.categories.empty()) {
      faults.push_back("class \"" + group.code + "\" has no items");
    }
    for (auto const &category : group.categories) {
      note(category.code, "code \"" + category.code + "\"");
      note(category.name, "category \"" + category.name + "\"");
    }
  }
  if (classes_.empty()) {
    faults.emplace_back("there is no [[class]]");
  }
  return faults;
}

} // namespace yuntu::rules
