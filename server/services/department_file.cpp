#include "server/services/department_file.hpp"

#include "server/model/layer.hpp"
#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"

#include <string>
#include <vector>

namespace yuntu::services {
namespace {

std::optional<model::AreaRef> area_of(PolicyTable const &entry) {
  auto const level_name = entry.text("level");
  auto const code = entry.text("area");
  if (level_name.empty() != code.empty()) {
    entry.fail("\"level\" and \"area\" stand together: an area's level and its code");
  }
  if (code.empty()) {
    return std::nullopt;
  }
  auto const kind = model::parse_layer_kind(level_name);
  auto const level = kind ? model::area_level_of(*kind) : std::nullopt;
  if (!level) {
    entry.fail("level", "is \"" + level_name +
                            "\"; expected subdistrict, community, estate, grid, microgrid or "
                            "building");
  }
  return model::AreaRef{*level, code};
}

rules::DepartmentRule rule_of(PolicyTable const &entry) {
  entry.expect_only({"category", "level", "area", "department", "post"});
  rules::DepartmentRule rule{entry.text("category"), area_of(entry), entry.needed("department"),
                             std::nullopt};
  if (auto const post = entry.text("post"); !post.empty()) {
    rule.post = model::parse_post_kind(post);
    if (!rule.post) {
      std::string names;
      for (auto const name : model::post_kind_names) {
        names += " " + std::string(name);
      }
      entry.fail("post", "is \"" + post + "\"; expected one of" + names);
    }
  }
  return rule;
}

} // namespace

std::filesystem::path department_file(std::filesystem::path const &data) {
  return policy_file(data, "departments.toml");
}

rules::DepartmentTable read_departments(std::filesystem::path const &file) {
  if (!std::filesystem::exists(file)) {
    return {};
  }
  PolicyDocument const document(file);
  auto const root = document.root();
  root.expect_only({"department", "rule"});
  std::vector<rules::Department> departments;
  for (auto const &entry : root.tables("department")) {
    entry.expect_only({"code", "name"});
    departments.push_back({entry.needed("code"), entry.needed("name")});
  }
  std::vector<rules::DepartmentRule> rules;
  for (auto const &entry : root.tables("rule")) {
    rules.push_back(rule_of(entry));
  }
  rules::DepartmentTable made(std::move(departments), std::move(rules));
  expect_no_faults(made.faults(), document.name());
  return made;
}

} // namespace yuntu::services
