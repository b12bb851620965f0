#include "server/services/policy_files.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

constexpr std::string_view ending = ".toml";

/// NAME of `PREFIX_NAME.toml`; empty when it is not one.
std::string name_in(std::string_view file, std::string_view prefix) {
  if (!file.starts_with(prefix) || !file.ends_with(ending) ||
      file.size() <= prefix.size() + ending.size()) {
    return {};
  }
  return std::string(file.substr(prefix.size(), file.size() - prefix.size() - ending.size()));
}

} // namespace

PolicyDocument policy_document(std::filesystem::path const &data, std::string const &name,
                               std::string_view shipped) {
  auto const file = policy_file(data, name);
  return !data.empty() && std::filesystem::exists(file) ? PolicyDocument(file)
                                                        : PolicyDocument(shipped, name);
}

void expect_no_faults(std::vector<std::string> const &faults, std::string const &file) {
  if (!faults.empty()) {
    throw PolicyError(file + ": " + faults.front());
  }
}

void expect_name(PolicyTable const &root, std::string_view key, std::string const &name) {
  if (auto const given = root.needed(key); given != name) {
    root.fail(key, "is \"" + given + "\"; the file's is \"" + name + "\"");
  }
}

PolicyKind workflow_kind() {
  return {"workflow_", "workflow", shipped_workflows()};
}

PolicyKind ladder_kind() {
  return {"ladder_", "ladder", shipped_ladders()};
}

PolicyKind category_kind() {
  return {"categories_", "tree of categories", shipped_categories()};
}

PolicyKind lexicon_kind() {
  return {"lexicon_", "lexicon", shipped_lexicons()};
}

std::unique_ptr<PolicyDocument> find_policy(std::filesystem::path const &data,
                                            PolicyKind const &kind, std::string const &name) {
  auto const file_name = std::string(kind.prefix) + name + std::string(ending);
  auto const file = policy_file(data, file_name);
  if (!data.empty() && std::filesystem::exists(file)) {
    return std::make_unique<PolicyDocument>(file);
  }
  auto const found = std::find_if(kind.shipped.begin(), kind.shipped.end(),
                                  [&](auto const &policy) { return policy.name == file_name; });
  return found == kind.shipped.end() ? nullptr
                                     : std::make_unique<PolicyDocument>(found->text, file_name);
}

std::unique_ptr<PolicyDocument> get_policy(std::filesystem::path const &data,
                                           PolicyKind const &kind, std::string const &name) {
  auto document = find_policy(data, kind, name);
  if (document == nullptr) {
    std::string names;
    for (auto const &policy : kind.shipped) {
      names += (names.empty() ? "" : " ") + name_in(policy.name, kind.prefix);
    }
    auto const file = policy_file(data, std::string(kind.prefix) + name + std::string(ending));
    throw PolicyError("there is no " + std::string(kind.words) + " \"" + name + "\": neither " +
                      file.string() + " nor one that is shipped (" + names + ")");
  }
  return document;
}

std::vector<std::string> own_policies(std::filesystem::path const &data, PolicyKind const &kind) {
  std::vector<std::string> names;
  auto const folder = policy_file(data, "").parent_path();
  if (!std::filesystem::is_directory(folder)) {
    return names;
  }
  for (auto const &item : std::filesystem::directory_iterator(folder)) {
    if (auto name = name_in(item.path().filename().string(), kind.prefix); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace yuntu::services
