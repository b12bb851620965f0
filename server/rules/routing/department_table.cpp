#include "server/rules/routing/department_table.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace yuntu::rules {
namespace {

/// How particular a rule is; of those that fit the greatest counts.
std::pair<bool, int> rank_of(DepartmentRule const &rule) {
  return {!rule.category.empty(), rule.area ? static_cast<int>(rule.area->level) : -1};
}

bool fits(DepartmentRule const &rule, model::AreaCodes const &areas, std::string_view category) {
  return (rule.category.empty() || rule.category == category) &&
         (!rule.area || areas[rule.area->level] == rule.area->code);
}

std::string name_of(DepartmentRule const &rule) {
  auto const category = rule.category.empty() ? "every category" : "category " + rule.category;
  return category + (rule.area
                         ? " in " + std::string(to_string(rule.area->level)) + " " + rule.area->code
                         : std::string(" everywhere"));
}

} // namespace

DepartmentTable::DepartmentTable(std::vector<Department> departments,
                                 std::vector<DepartmentRule> rules)
    : departments_(std::move(departments)), rules_(std::move(rules)) {}

std::optional<DepartmentTable::Found> DepartmentTable::find(model::AreaCodes const &areas,
                                                            std::string_view category) const {
  DepartmentRule const *best = nullptr;
  for (auto const &rule : rules_) {
    if (fits(rule, areas, category) && (best == nullptr || rank_of(rule) > rank_of(*best))) {
      best = &rule;
    }
  }
  if (best == nullptr) {
    return std::nullopt;
  }
  auto const department =
      std::find_if(departments_.begin(), departments_.end(),
                   [&](Department const &each) { return each.code == best->department; });
  if (department == departments_.end()) {
    return std::nullopt;
  }
  return Found{*department, best->post, name_of(*best)};
}

std::vector<std::string> DepartmentTable::faults() const {
  std::vector<std::string> faults;
  std::set<std::string> codes;
  for (auto const &department : departments_) {
    if (department.code.empty() || department.name.empty()) {
      faults.push_back("department \"" + department.code + "\" needs a code and a name");
    } else if (!codes.insert(department.code).second) {
      faults.push_back("there are two departments \"" + department.code + "\"");
    }
  }
  std::set<std::tuple<std::string, int, std::string>> seen;
  for (auto const &rule : rules_) {
    if (!codes.contains(rule.department)) {
      faults.push_back("the rule for " + name_of(rule) + " names department \"" + rule.department +
                       "\", which is not in the table");
    }
    auto const level = rule.area ? static_cast<int>(rule.area->level) : -1;
    if (!seen.emplace(rule.category, level, rule.area ? rule.area->code : "").second) {
      faults.push_back("there are two rules for " + name_of(rule));
    }
  }
  return faults;
}

} // namespace yuntu::rules
