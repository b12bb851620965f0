#pragma once

#include "server/model/area.hpp"
#include "server/model/post.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

/// Who takes on incidents of one category, or of every, in an area, or everywhere.
struct DepartmentRule {
  std::string category;                ///< empty: every
  std::optional<model::AreaRef> area;  ///< absent: everywhere
  std::string department;              ///< code
  std::optional<model::PostKind> post; ///< whose holders there begin with it
  friend bool operator==(DepartmentRule const &, DepartmentRule const &) = default;
};

struct Department {
  std::string code;
  std::string name;
  friend bool operator==(Department const &, Department const &) = default;
};

/// The county's policy of which department answers for what, and where. Immutable, any thread.
class DepartmentTable {
public:
  DepartmentTable() = default; ///< nobody answers for anything
  DepartmentTable(std::vector<Department> departments, std::vector<DepartmentRule> rules);

  struct Found {
    Department department;
    std::optional<model::PostKind> post;
    friend bool operator==(Found const &, Found const &) = default;
  };
  /// A rule that names the category comes before those for every category; then the one whose area
  /// is the innermost. An empty `category` is of none: only rules for every category count.
  [[nodiscard]] std::optional<Found> find(model::AreaCodes const &areas,
                                          std::string_view category) const;

  /// What is wrong with the table, one sentence each: codes named twice or empty, rules of unknown
  /// departments, two rules for the same category and area.
  [[nodiscard]] std::vector<std::string> faults() const;
  [[nodiscard]] std::vector<DepartmentRule> const &rules() const { return rules_; }
  [[nodiscard]] std::vector<Department> const &departments() const { return departments_; }

private:
  std::vector<Department> departments_;
  std::vector<DepartmentRule> rules_;
};

} // namespace yuntu::rules
