#pragma once

#include "server/model/day.hpp"
#include "server/services/policy_error.hpp"

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// Where a county's own policy lies in its data directory.
[[nodiscard]] inline std::filesystem::path policy_file(std::filesystem::path const &data,
                                                       std::string const &name) {
  return data / "config" / name;
}

/// One table of a policy file; what is wrong with it is said with file, line and what was expected.
class PolicyTable {
public:
  /// `kind` names it in errors: "[[rule]]". `file` and `table` must outlive it.
  PolicyTable(toml::table const &table, std::string kind, std::string const &file)
      : table_(table), kind_(std::move(kind)), file_(file) {}

  [[noreturn]] void fail(std::string const &what) const { fail_at(table_, what); }
  [[noreturn]] void fail(std::string_view key, std::string const &what) const;
  void expect_only(std::initializer_list<std::string_view> known) const;
  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

  /// Empty when it is not there.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::string needed(std::string_view key) const;
  [[nodiscard]] bool truth(std::string_view key) const;
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t least,
                                    std::int64_t most) const;
  /// A number above 0, whole or not.
  [[nodiscard]] double measure(std::string_view key) const;
  [[nodiscard]] model::Day day(std::string_view key) const;
  /// An empty list when it is not there.
  [[nodiscard]] std::vector<model::Day> days(std::string_view key) const;
  /// A text alone is a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
  /// `key = { ... }`; nullopt when it is not there.
  [[nodiscard]] std::optional<PolicyTable> table(std::string_view key) const;
  /// `[[key]]`, or a list of tables; empty when it is not there.
  [[nodiscard]] std::vector<PolicyTable> tables(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> keys() const;

private:
  [[noreturn]] void fail_at(toml::node const &node, std::string const &what) const;
  [[nodiscard]] toml::node const &get(std::string_view key) const; ///< fails without it
  [[nodiscard]] model::Day day_of(std::string_view key, toml::node const &node) const;

  toml::table const &table_;
  std::string kind_;
  std::string const &file_;
};

/// A policy file as read: from the disk, or a text that is part of the program.
class PolicyDocument {
public:
  explicit PolicyDocument(std::filesystem::path const &file);
  PolicyDocument(std::string_view text, std::string name);
  PolicyDocument(PolicyDocument const &) = delete; // tables point into it
  PolicyDocument &operator=(PolicyDocument const &) = delete;

  [[nodiscard]] PolicyTable root() const { return {table_, "the file", name_}; }
  [[nodiscard]] std::string const &name() const { return name_; }

private:
  std::string name_;
  toml::table table_;
};

} // namespace yuntu::services
