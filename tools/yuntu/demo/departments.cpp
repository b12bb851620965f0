#include "tools/yuntu/demo/departments.hpp"

#include "server/model/post.hpp"
#include "tools/yuntu/demo/definition_reader.hpp"

#include <set>

namespace yuntu::demo {
namespace {

std::string read_post(TableReader &table) {
  auto post = table.text("post");
  if (!model::parse_post_kind(post)) {
    table.refuse("post", "expected a kind of post, such as grid_worker");
  }
  return post;
}

/// What has been named so far.
struct Named {
  std::set<std::string> codes, categories;
};

DepartmentPlan::Duties read_duties(TableReader table, Named &named) {
  DepartmentPlan::Duties duties{read_post(table), table.texts("categories")};
  for (auto const &category : duties.categories) {
    if (!named.categories.insert(category).second) {
      table.refuse("categories", "expected " + category + " once");
    }
  }
  table.finish();
  return duties;
}

DepartmentPlan read_plan(TableReader table, Named &named) {
  DepartmentPlan plan{table.text("code"), table.text("name"), {}};
  if (!named.codes.insert(plan.code).second) {
    table.refuse("code", "expected a code that no other department has");
  }
  for (TableReader const &duties : table.tables("duties")) {
    plan.duties.push_back(read_duties(duties, named));
  }
  table.finish();
  return plan;
}

/// A TOML basic string.
std::string quoted(std::string const &text) {
  std::string made = "\"";
  for (char const c : text) {
    made += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return made + "\"";
}

std::string line(std::string const &key, std::string const &value) {
  return key + " = " + quoted(value) + "\n";
}

std::string department(std::string const &code, std::string const &name) {
  return "\n[[department]]\n" + line("code", code) + line("name", name);
}

/// A rule for every category has none.
std::string rule(std::string const &category, std::string const &department,
                 std::string const &post) {
  return "\n[[rule]]\n" + (category.empty() ? std::string() : line("category", category)) +
         line("department", department) + line("post", post);
}

std::string code_in(DepartmentPlan const &plan, Area const &subdistrict) {
  return plan.code + "_" + subdistrict.code;
}

/// Calls `visit(category, post)`.
template <typename Visit>
void for_each_duty(DepartmentPlan const &plan, Visit const &visit) {
  for (auto const &duties : plan.duties) {
    for (auto const &category : duties.categories) {
      visit(category, duties.post);
    }
  }
}

} // namespace

DepartmentPlans read_departments(std::filesystem::path const &file) {
  toml::table const parsed = parse_toml(file);
  TableReader root(parsed, file.string(), "");
  DepartmentPlans plans;
  Named named;
  for (TableReader const &table : root.tables("department")) {
    plans.county.push_back(read_plan(table, named));
  }
  auto const of_county = named.codes;
  for (TableReader const &table : root.tables("subdistrict_department")) {
    plans.of_each_subdistrict.push_back(read_plan(table, named));
  }
  TableReader rest = root.table("rest");
  plans.rest = rest.text("department");
  if (!of_county.contains(plans.rest)) {
    rest.refuse("department", "expected the code of a department");
  }
  plans.rest_post = read_post(rest);
  rest.finish();
  root.finish();
  return plans;
}

std::string departments_text(DepartmentPlans const &plans, std::vector<Area> const &subdistricts) {
  std::string text =
      "# Which department answers for which incidents in the demo county; it belongs "
      "into the data\n# directory, config/departments.toml.\n";
  for (auto const &plan : plans.county) {
    text += department(plan.code, plan.name);
  }
  for (auto const &plan : plans.of_each_subdistrict) {
    for (Area const &area : subdistricts) {
      text += department(code_in(plan, area), area.name + plan.name);
    }
  }
  text += rule("", plans.rest, plans.rest_post);
  for (auto const &plan : plans.county) {
    for_each_duty(plan, [&](std::string const &category, std::string const &post) {
      text += rule(category, plan.code, post);
    });
  }
  for (auto const &plan : plans.of_each_subdistrict) {
    for_each_duty(plan, [&](std::string const &category, std::string const &post) {
      for (Area const &area : subdistricts) {
        text += rule(category, code_in(plan, area), post) + line("level", "subdistrict") +
                line("area", area.code);
      }
    });
  }
  return text;
}

} // namespace yuntu::demo
