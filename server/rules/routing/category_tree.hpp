#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

struct Category {
  std::string code; ///< begins with its class's
  std::string name;
  friend bool operator==(Category const &, Category const &) = default;
};

struct CategoryClass {
  std::string code;
  std::string name;
  std::vector<Category> categories;
  friend bool operator==(CategoryClass const &, CategoryClass const &) = default;
};

/// What incidents of a county are about: its classes (大类) and the categories (小类) in them.
/// Immutable, any thread.
class CategoryTree {
public:
  CategoryTree() = default; ///< there is no category
  CategoryTree(std::string name, std::string title, std::vector<CategoryClass> classes);

  /// nullptr when there is none of this name or code.
  [[nodiscard]] Category const *find(std::string_view name_or_code) const;
  /// The names most like a text that is none, at most so many; empty when none has a character in
  /// common with it.
  [[nodiscard]] std::vector<std::string> nearest(std::string_view text, std::size_t most) const;

  /// One sentence each: what is empty, codes and names that stand twice.
  [[nodiscard]] std::vector<std::string> faults() const;

  [[nodiscard]] std::string const &name() const { return name_; }
  [[nodiscard]] std::string const &title() const { return title_; }
  [[nodiscard]] std::vector<CategoryClass> const &classes() const { return classes_; }

private:
  std::string name_;
  std::string title_;
  std::vector<CategoryClass> classes_;
};

} // namespace yuntu::rules
