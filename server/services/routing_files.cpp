#include "server/services/routing_files.hpp"

#include "server/services/deadline_files.hpp"
#include "server/services/department_file.hpp"
#include "server/services/policy_files.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace yuntu::services {
namespace {

rules::CategoryClass class_of(PolicyTable const &entry) {
  entry.expect_only({"code", "name", "items"});
  rules::CategoryClass made{entry.needed("code"), entry.needed("name"), {}};
  auto const items = entry.table("items");
  if (!items) {
    entry.fail("[class.items] is missing: the categories, e.g. 01 = \"供水\"");
  }
  for (auto const &key : items->keys()) {
    made.categories.push_back({made.code + key, items->needed(key)});
  }
  return made;
}

rules::CategoryTree tree_of(PolicyDocument const &document, std::string const &name) {
  auto const root = document.root();
  root.expect_only({"name", "title", "class"});
  expect_name(root, "name", name);
  std::vector<rules::CategoryClass> classes;
  for (auto const &entry : root.tables("class")) {
    classes.push_back(class_of(entry));
  }
  rules::CategoryTree tree(name, root.needed("title"), std::move(classes));
  expect_no_faults(tree.faults(), document.name());
  return tree;
}

rules::Lexicon lexicon_of(PolicyDocument const &document) {
  auto const root = document.root();
  root.expect_only({"categories", "entry"});
  std::vector<rules::LexiconEntry> entries;
  for (auto const &entry : root.tables("entry")) {
    entry.expect_only({"category", "words", "weight"});
    auto const category = entry.needed("category");
    double const weight = entry.has("weight") ? entry.measure("weight") : 1;
    auto const words = entry.texts("words");
    if (words.empty()) {
      entry.fail("\"words\" is missing: a list of texts");
    }
    for (auto const &word : words) {
      entries.push_back({word, category, weight});
    }
  }
  rules::Lexicon lexicon(std::move(entries));
  expect_no_faults(lexicon.faults(), document.name());
  return lexicon;
}

/// As TOML writes a text.
std::string quoted(std::string const &text) {
  std::string made = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') {
      made += '\\';
    }
    made += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return made + "\"";
}

} // namespace

rules::CategoryTree read_categories(std::filesystem::path const &data, std::string const &name) {
  return tree_of(*get_policy(data, category_kind(), name), name);
}

rules::Lexicon read_lexicon(std::filesystem::path const &data, std::string const &name) {
  auto const document = find_policy(data, lexicon_kind(), name);
  if (document == nullptr) {
    return {};
  }
  expect_name(document->root(), "categories", name);
  return lexicon_of(*document);
}

rules::Lexicon read_lexicon_file(std::filesystem::path const &file) {
  PolicyDocument const document(file);
  static_cast<void>(document.root().needed("categories"));
  return lexicon_of(document);
}

std::string lexicon_text(std::vector<rules::LexiconEntry> const &entries, std::string const &tree,
                         std::vector<std::string> const &head) {
  std::ostringstream out;
  for (auto const &line : head) {
    out << "# " << line << "\n";
  }
  out << "\ncategories = " << quoted(tree) << "\n";
  for (auto const &entry : entries) {
    out << "\n[[entry]]\ncategory = " << quoted(entry.category)
        << "\nwords = " << quoted(entry.word) << "\nweight = " << entry.weight << "\n";
  }
  return out.str();
}

rules::Router read_router(std::filesystem::path const &data, std::string const &name) {
  rules::Router router(read_categories(data, name), read_lexicon(data, name),
                       data.empty() ? rules::DepartmentTable{}
                                    : read_departments(department_file(data)));
  expect_no_faults(router.faults(), "lexicon_" + name + ".toml");
  return router;
}

std::vector<std::string> unknown_categories(std::filesystem::path const &data) {
  std::vector<rules::CategoryTree> trees;
  auto names = own_policies(data, category_kind());
  for (auto const *const shipped : {"linshu", "weishan", "digital_city"}) {
    names.emplace_back(shipped);
  }
  for (auto const &name : names) {
    trees.push_back(read_categories(data, name));
  }
  std::set<std::string> unknown;
  auto const look = [&](std::string const &category) {
    bool const is_known =
        category.empty() || std::any_of(trees.begin(), trees.end(), [&](auto const &tree) {
          auto const *const found = tree.find(category);
          return found != nullptr && found->name == category;
        });
    if (!is_known) {
      unknown.insert(category);
    }
  };
  auto const departments = read_departments(department_file(data));
  for (auto const &rule : departments.rules()) {
    look(rule.category);
  }
  auto const deadlines = read_deadlines(data);
  for (auto const &rule : deadlines.rules()) {
    look(rule.category);
  }
  return {unknown.begin(), unknown.end()};
}

} // namespace yuntu::services
