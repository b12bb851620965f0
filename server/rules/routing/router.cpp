#include "server/rules/routing/router.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace yuntu::rules {

Router::Router(CategoryTree tree, Lexicon lexicon, DepartmentTable departments)
    : tree_(std::move(tree)), lexicon_(std::move(lexicon)), departments_(std::move(departments)) {}

Router::Finding Router::route(Named const &named, std::string_view text,
                              model::AreaCodes const &areas) const {
  Finding finding;
  finding.scores = lexicon_.judge(text);
  auto const &scores = finding.scores;
  auto &routing = finding.routing;
  if (!named.category.empty()) {
    routing.category = named.category;
    routing.cause = named.by;
  } else {
    routing.cause = model::RoutingCause::lexicon;
    routing.category = is_decided(scores) ? scores.front().category : std::string{};
  }
  for (auto const &score : scores) {
    if (score.category == routing.category) {
      routing.words = score.words;
    } else if (routing.runner_up.empty()) {
      routing.runner_up = score.category;
    }
  }
  if (auto found = departments_.find(areas, routing.category)) {
    routing.department = std::move(found->department.code);
    routing.post = found->post;
    routing.rule = std::move(found->rule);
  }
  return finding;
}

std::optional<std::string> Router::find_category(std::string_view name_or_code) const {
  auto const *const category = tree_.find(name_or_code);
  return category == nullptr ? std::nullopt : std::optional(category->name);
}

std::string Router::words_for_unknown(std::string_view category) const {
  constexpr std::size_t most_named = 3;
  std::vector<std::string> names;
  auto const add = [&](std::string const &name) {
    if (names.size() < most_named && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (auto const &score : lexicon_.judge(category)) {
    add(score.category);
  }
  for (auto const &name : tree_.nearest(category, most_named)) {
    add(name);
  }
  auto words = "there is no category \"" + std::string(category) + "\" in the tree \"" +
               tree_.name() + "\"; ";
  if (names.empty()) {
    return words + "GET /api/v1/categories lists all";
  }
  words += "the nearest are";
  for (auto const &name : names) {
    words += " " + name;
  }
  return words;
}

std::vector<std::string> Router::faults() const {
  std::set<std::string> unknown;
  for (auto const &entry : lexicon_.entries()) {
    if (tree_.find(entry.category) == nullptr) {
      unknown.insert(entry.category);
    }
  }
  std::vector<std::string> faults;
  for (auto const &category : unknown) {
    faults.push_back("the lexicon speaks for \"" + category + "\": " + words_for_unknown(category));
  }
  return faults;
}

bool is_found(model::Routing const &routing) {
  return !routing.category.empty() || !routing.department.empty();
}

} // namespace yuntu::rules
