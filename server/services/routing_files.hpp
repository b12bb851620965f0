#pragma once

#include "server/rules/routing/router.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

inline constexpr std::string_view default_categories = "linshu";

/// The tree of categories of this name: `config/categories_NAME.toml` in the data directory, else
/// the shipped one. data/config/categories_linshu.toml explains the keys. Throws PolicyError when
/// there is none, or something is wrong with it, an unknown key included.
[[nodiscard]] rules::CategoryTree read_categories(std::filesystem::path const &data,
                                                  std::string const &name);

/// The words for the tree of this name, likewise (lexicon_NAME.toml); without one no word says
/// anything.
[[nodiscard]] rules::Lexicon read_lexicon(std::filesystem::path const &data,
                                          std::string const &name);
/// Any lexicon's file. Throws PolicyError.
[[nodiscard]] rules::Lexicon read_lexicon_file(std::filesystem::path const &file);
/// A lexicon as a file that `read_lexicon_file` reads, for the tree of this name; `head` is put
/// into comments above it.
[[nodiscard]] std::string lexicon_text(std::vector<rules::LexiconEntry> const &entries,
                                       std::string const &tree,
                                       std::vector<std::string> const &head);

/// Tree and lexicon of this name, with the county's departments. Throws PolicyError, also when the
/// lexicon speaks for what the tree does not have.
[[nodiscard]] rules::Router read_router(std::filesystem::path const &data, std::string const &name);

/// Categories that departments.toml or deadlines.toml name and none of the trees has, the county's
/// own and the shipped ones: rules that never apply.
[[nodiscard]] std::vector<std::string> unknown_categories(std::filesystem::path const &data);

} // namespace yuntu::services
