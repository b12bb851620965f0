#pragma once

#include "server/services/base_map.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace yuntu::tools {

/// The layers in use of a data directory, for commands that only read.
struct LoadedMap {
  std::shared_ptr<services::BaseMap const> base;
  std::map<std::string, model::Closure> closures;
};

[[nodiscard]] LoadedMap load_map(std::filesystem::path const &data,
                                 std::vector<model::LayerKind> const &kinds,
                                 services::BaseMap::Walking walking);

/// The areas that are in force at `at`: before `now` by what the log knows of then, after it with
/// the versions that will have come into use. Throws CommandError.
[[nodiscard]] std::shared_ptr<services::BaseMap const>
load_areas_at(std::filesystem::path const &data, model::Time at, model::Time now);

} // namespace yuntu::tools
