#include "tools/yuntu/demo/definition_reader.hpp"

namespace yuntu::demo {

TableReader::TableReader(toml::table const &table, std::string file, std::string path)
    : table_(&table), file_(std::move(file)), path_(std::move(path)) {}

std::string TableReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void TableReader::refuse(std::string_view key, std::string const &expected) const {
  throw DefinitionError(file_, path_of(key), expected);
}

toml::node const &TableReader::node(std::string_view key, std::string const &expected) {
  read_.emplace(key);
  toml::node const *found = table_->get(key);
  if (found == nullptr) {
    refuse(key, "missing; expected " + expected);
  }
  return *found;
}

std::string TableReader::text(std::string_view key) {
  std::string const expected = "a text that is not empty";
  auto const value = node(key, expected).value_exact<std::string>();
  if (!value || value->empty()) {
    refuse(key, "expected " + expected);
  }
  return *value;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  std::string const expected = "a list of texts that are not empty";
  toml::array const *list = node(key, expected).as_array();
  if (list == nullptr) {
    refuse(key, "expected " + expected);
  }
  std::vector<std::string> result;
  for (toml::node const &item : *list) {
    auto const value = item.value_exact<std::string>();
    if (!value || value->empty()) {
      refuse(key, "expected " + expected);
    }
    result.push_back(*value);
  }
  return result;
}

double TableReader::number(std::string_view key, double low, double high) {
  std::string const expected =
      "a number from " + std::to_string(low) + " to " + std::to_string(high);
  auto const value = node(key, expected).value<double>();
  if (!value || !(*value >= low && *value <= high)) {
    refuse(key, "expected " + expected);
  }
  return *value;
}

int TableReader::count(std::string_view key, int low, int high) {
  std::string const expected =
      "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  auto const value = node(key, expected).value_exact<std::int64_t>();
  if (!value || *value < low || *value > high) {
    refuse(key, "expected " + expected);
  }
  return static_cast<int>(*value);
}

std::vector<double> TableReader::numbers(std::string_view key, std::size_t size) {
  std::string const expected = "a list of " + std::to_string(size) + " numbers";
  toml::array const *list = node(key, expected).as_array();
  if (list == nullptr || list->size() != size) {
    refuse(key, "expected " + expected);
  }
  std::vector<double> result;
  for (toml::node const &item : *list) {
    auto const value = item.value<double>();
    if (!value) {
      refuse(key, "expected " + expected);
    }
    result.push_back(*value);
  }
  return result;
}

TableReader TableReader::table(std::string_view key) {
  toml::table const *inner = node(key, "a table").as_table();
  if (inner == nullptr) {
    refuse(key, "expected a table");
  }
  return {*inner, file_, path_of(key)};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  toml::array const *list = node(key, "a list of tables").as_array();
  if (list == nullptr || list->empty() || !list->is_homogeneous<toml::table>()) {
    refuse(key, "expected a list of tables");
  }
  std::vector<TableReader> result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    result.emplace_back(*list->get(i)->as_table(), file_,
                        path_of(key) + "[" + std::to_string(i) + "]");
  }
  return result;
}

std::vector<TableReader> TableReader::tables_if_any(std::string_view key) {
  return has(key) ? tables(key) : std::vector<TableReader>{};
}

void TableReader::finish() const {
  for (auto const &[key, value] : *table_) {
    if (!read_.contains(std::string_view(key.str()))) {
      refuse(key.str(), "unknown key; remove it or mend its spelling");
    }
  }
}

toml::table parse_toml(std::filesystem::path const &file) {
  try {
    return toml::parse_file(file.string());
  } catch (toml::parse_error const &error) {
    throw DefinitionError(file.string(), "line " + std::to_string(error.source().begin.line),
                          std::string(error.description()));
  }
}

} // namespace yuntu::demo
