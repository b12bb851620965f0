#pragma once

#include "server/model/incident.hpp"
#include "server/rules/routing/category_tree.hpp"
#include "server/rules/routing/department_table.hpp"
#include "server/rules/routing/lexicon.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

/// What an incident is about and whose it is: by the county's categories, the lexicon's words and
/// the table of departments. Immutable, any thread.
///   auto const found = router.route({}, "主水管爆裂", areas);
class Router {
public:
  Router() = default; ///< there are no categories, and nobody answers for anything
  Router(CategoryTree tree, Lexicon lexicon, DepartmentTable departments);

  /// The category that somebody gave it, by its name; empty: nobody did.
  struct Named {
    std::string category;
    model::RoutingCause by = model::RoutingCause::reporter;
  };
  struct Finding {
    model::Routing routing;            ///< its cause is the lexicon when no category was named
    std::vector<CategoryScore> scores; ///< of all that the words speak for, the best first
  };
  /// Without a category when none is named and the words say none; the department is then one that
  /// answers for every category. The words are those that speak for the category, whoever named it;
  /// the runner-up is the other category that they speak for most.
  [[nodiscard]] Finding route(Named const &named, std::string_view text,
                              model::AreaCodes const &areas) const;

  /// The name of the category of this name or code.
  [[nodiscard]] std::optional<std::string> find_category(std::string_view name_or_code) const;
  /// What could be meant by a category that is none, in words: what the lexicon reads in it, then
  /// the names most like it.
  [[nodiscard]] std::string words_for_unknown(std::string_view category) const;

  /// Categories that the lexicon speaks for and the tree does not have, one sentence each.
  [[nodiscard]] std::vector<std::string> faults() const;

  [[nodiscard]] CategoryTree const &tree() const { return tree_; }
  [[nodiscard]] DepartmentTable const &departments() const { return departments_; }

private:
  CategoryTree tree_;
  Lexicon lexicon_;
  DepartmentTable departments_;
};

/// It says anything at all.
[[nodiscard]] bool is_found(model::Routing const &routing);

} // namespace yuntu::rules
