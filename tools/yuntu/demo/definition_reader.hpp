#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "tools/yuntu/demo/definition.hpp"

namespace yuntu::demo {

/// One TOML table of a definition: every read is checked, and finish() refuses what nobody asked
/// for. Included only by the .cpp files that read a definition.
class TableReader {
public:
  TableReader(toml::table const &table, std::string file, std::string path);

  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] double number(std::string_view key, double low, double high);
  [[nodiscard]] int count(std::string_view key, int low, int high);
  [[nodiscard]] std::vector<double> numbers(std::string_view key, std::size_t size);
  [[nodiscard]] TableReader table(std::string_view key);
  [[nodiscard]] std::vector<TableReader> tables(std::string_view key);
  /// None when the key is missing.
  [[nodiscard]] std::vector<TableReader> tables_if_any(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  /// Throws for the first key that was not read.
  void finish() const;
  [[noreturn]] void refuse(std::string_view key, std::string const &expected) const;

private:
  [[nodiscard]] toml::node const &node(std::string_view key, std::string const &expected);
  [[nodiscard]] std::string path_of(std::string_view key) const;

  toml::table const *table_;
  std::string file_;
  std::string path_;
  std::set<std::string, std::less<>> read_;
};

/// The file's root table. Throws DefinitionError naming the line that cannot be read.
[[nodiscard]] toml::table parse_toml(std::filesystem::path const &file);

} // namespace yuntu::demo
