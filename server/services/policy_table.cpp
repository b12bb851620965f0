#include "server/services/policy_table.hpp"

#include <algorithm>
#include <sstream>

namespace yuntu::services {
namespace {

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

template <typename Parse>
toml::table parsed(Parse const &parse, std::string const &name) {
  try {
    return parse();
  } catch (toml::parse_error const &error) {
    std::ostringstream where;
    where << error.source().begin;
    throw PolicyError(name + ": " + std::string(error.description()) + " (" + where.str() + ")");
  }
}

} // namespace

PolicyDocument::PolicyDocument(std::filesystem::path const &file)
    : name_(file.string()), table_(parsed([&] { return toml::parse_file(name_); }, name_)) {}

PolicyDocument::PolicyDocument(std::string_view text, std::string name)
    : name_(std::move(name)), table_(parsed([&] { return toml::parse(text, name_); }, name_)) {}

void PolicyTable::fail_at(toml::node const &node, std::string const &what) const {
  throw PolicyError(file_ + ": " + kind_ + " in line " + std::to_string(node.source().begin.line) +
                    ": " + what);
}

void PolicyTable::fail(std::string_view key, std::string const &what) const {
  fail_at(get(key), quoted(key) + " " + what);
}

void PolicyTable::expect_only(std::initializer_list<std::string_view> known) const {
  for (auto const &[key, node] : table_) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      std::string names;
      for (auto const name : known) {
        names += " " + std::string(name);
      }
      fail_at(node, "unknown key " + quoted(key.str()) + "; expected" + names);
    }
  }
}

toml::node const &PolicyTable::get(std::string_view key) const {
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    fail(quoted(key) + " is missing");
  }
  return *node;
}

std::string PolicyTable::text(std::string_view key) const {
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    return {};
  }
  auto const value = node->value_exact<std::string>();
  if (!value || value->empty()) {
    fail(key, "must be a text that is not empty");
  }
  return *value;
}

std::string PolicyTable::needed(std::string_view key) const {
  static_cast<void>(get(key));
  return text(key);
}

bool PolicyTable::truth(std::string_view key) const {
  auto const value = get(key).value_exact<bool>();
  if (!value) {
    fail(key, "must be true or false");
  }
  return *value;
}

std::int64_t PolicyTable::number(std::string_view key, std::int64_t least,
                                 std::int64_t most) const {
  auto const value = get(key).value_exact<std::int64_t>();
  if (!value || *value < least || *value > most) {
    fail(key,
         "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return *value;
}

double PolicyTable::measure(std::string_view key) const {
  auto const &node = get(key);
  auto const value = node.is_number() ? node.value<double>() : std::nullopt;
  if (!value || !(*value > 0)) {
    fail(key, "must be a number above 0");
  }
  return *value;
}

model::Day PolicyTable::day_of(std::string_view key, toml::node const &node) const {
  auto const date = node.value_exact<toml::date>();
  if (!date) {
    fail(key, "must be a day, e.g. 2026-10-01, without quotes");
  }
  return std::chrono::sys_days(std::chrono::year{date->year} / date->month / date->day);
}

model::Day PolicyTable::day(std::string_view key) const {
  return day_of(key, get(key));
}

std::vector<model::Day> PolicyTable::days(std::string_view key) const {
  std::vector<model::Day> days;
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    return days;
  }
  auto const *const list = node->as_array();
  if (list == nullptr) {
    fail(key, "must be a list of days, e.g. [2026-10-10]");
  }
  for (auto const &item : *list) {
    days.push_back(day_of(key, item));
  }
  return days;
}

std::vector<std::string> PolicyTable::texts(std::string_view key) const {
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    return {};
  }
  auto const *const list = node->as_array();
  if (list == nullptr) {
    return {text(key)};
  }
  std::vector<std::string> texts;
  for (auto const &item : *list) {
    auto const value = item.value_exact<std::string>();
    if (!value || value->empty()) {
      fail(key, "must be a list of texts");
    }
    texts.push_back(*value);
  }
  return texts;
}

std::optional<PolicyTable> PolicyTable::table(std::string_view key) const {
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  auto const *const table = node->as_table();
  if (table == nullptr) {
    fail(key, "must be a table: { ... }");
  }
  return PolicyTable(*table, quoted(key), file_);
}

std::vector<PolicyTable> PolicyTable::tables(std::string_view key) const {
  std::vector<PolicyTable> tables;
  auto const *const node = table_.get(key);
  if (node == nullptr) {
    return tables;
  }
  auto const *const list = node->as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>()) {
    fail(key, "must be a list: [[" + std::string(key) + "]]");
  }
  for (auto const &item : *list) {
    tables.emplace_back(*item.as_table(), "[[" + std::string(key) + "]]", file_);
  }
  return tables;
}

std::vector<std::string> PolicyTable::keys() const {
  std::vector<std::string> keys;
  for (auto const &[key, node] : table_) {
    keys.emplace_back(key.str());
  }
  return keys;
}

} // namespace yuntu::services
