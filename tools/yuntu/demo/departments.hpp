#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::demo {

/// A department, and what it answers for.
struct DepartmentPlan {
  struct Duties {
    std::string post; ///< one of model::post_kind_names: whose holders begin with it
    std::vector<std::string> categories;
  };
  std::string code, name;
  std::vector<Duties> duties;
};

/// Which department answers for what, as data/demo/county_departments.toml says.
struct DepartmentPlans {
  std::vector<DepartmentPlan> county;
  std::vector<DepartmentPlan> of_each_subdistrict; ///< one each, called after it
  std::string rest;                                ///< code; for every other category
  std::string rest_post;
};

/// Every key is required; unknown keys, categories and codes named twice, posts that there are not
/// and a rest that no department is are errors. Throws DefinitionError.
[[nodiscard]] DepartmentPlans read_departments(std::filesystem::path const &file);

/// departments.toml as the server reads it (data/config/departments.toml explains it), with the
/// rules of these subdistricts.
[[nodiscard]] std::string departments_text(DepartmentPlans const &plans,
                                           std::vector<Area> const &subdistricts);

} // namespace yuntu::demo
