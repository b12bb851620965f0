#include "server/services/department_file.hpp"

#include "server/model/layer.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {
namespace {

/// One [[department]] or [[rule]]; errors name it and its line.
class Entry {
public:
  Entry(toml::table const &table, std::string kind, std::filesystem::path const &file)
      : table_(table), kind_(std::move(kind)), file_(file) {}

  [[noreturn]] void fail(std::string const &what) const {
    throw PolicyError(file_.string() + ": [[" + kind_ + "]] in line " +
                      std::to_string(table_.source().begin.line) + ": " + what);
  }
  void expect_only(std::initializer_list<std::string_view> known) const {
    for (auto const &[key, node] : table_) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        std::string names;
        for (auto const name : known) {
          names += " " + std::string(name);
        }
        fail("unknown key \"" + std::string(key.str()) + "\"; expected" + names);
      }
    }
  }
  /// Empty when it is not there.
  [[nodiscard]] std::string text(std::string_view key) const {
    auto const *const node = table_.get(key);
    if (node == nullptr) {
      return {};
    }
    auto const value = node->value_exact<std::string>();
    if (!value || value->empty()) {
      fail("\"" + std::string(key) + "\" must be a text that is not empty");
    }
    return *value;
  }
  [[nodiscard]] std::string needed(std::string_view key) const {
    if (!table_.contains(key)) {
      fail("\"" + std::string(key) + "\" is missing");
    }
    return text(key);
  }

private:
  toml::table const &table_;
  std::string kind_;
  std::filesystem::path const &file_;
};

std::vector<Entry> entries_of(toml::table const &table, std::string const &kind,
                              std::filesystem::path const &file) {
  std::vector<Entry> entries;
  auto const *const node = table.get(kind);
  if (node == nullptr) {
    return entries;
  }
  auto const *const list = node->as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>()) {
    throw PolicyError(file.string() + ": \"" + kind + "\" must be a list: [[" + kind + "]]");
  }
  for (auto const &item : *list) {
    entries.emplace_back(*item.as_table(), kind, file);
  }
  return entries;
}

std::optional<model::AreaRef> area_of(Entry const &entry) {
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
    entry.fail("\"level\" is \"" + level_name +
               "\"; expected subdistrict, community, estate, grid, microgrid or building");
  }
  return model::AreaRef{*level, code};
}

rules::DepartmentRule rule_of(Entry const &entry) {
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
      entry.fail("\"post\" is \"" + post + "\"; expected one of" + names);
    }
  }
  return rule;
}

toml::table parsed(std::filesystem::path const &file) {
  try {
    return toml::parse_file(file.string());
  } catch (toml::parse_error const &error) {
    std::ostringstream where;
    where << error.source().begin;
    throw PolicyError(file.string() + ": " + std::string(error.description()) + " (" + where.str() +
                      ")");
  }
}

} // namespace

std::filesystem::path department_file(std::filesystem::path const &data) {
  return data / "config" / "departments.toml";
}

rules::DepartmentTable read_departments(std::filesystem::path const &file) {
  if (!std::filesystem::exists(file)) {
    return {};
  }
  auto const table = parsed(file);
  for (auto const &[key, node] : table) {
    if (key.str() != "department" && key.str() != "rule") {
      throw PolicyError(file.string() + ": unknown key \"" + std::string(key.str()) +
                        "\"; expected [[department]] and [[rule]]");
    }
  }
  std::vector<rules::Department> departments;
  for (auto const &entry : entries_of(table, "department", file)) {
    entry.expect_only({"code", "name"});
    departments.push_back({entry.needed("code"), entry.needed("name")});
  }
  std::vector<rules::DepartmentRule> rules;
  for (auto const &entry : entries_of(table, "rule", file)) {
    rules.push_back(rule_of(entry));
  }
  rules::DepartmentTable made(std::move(departments), std::move(rules));
  if (auto const faults = made.faults(); !faults.empty()) {
    throw PolicyError(file.string() + ": " + faults.front());
  }
  return made;
}

} // namespace yuntu::services
