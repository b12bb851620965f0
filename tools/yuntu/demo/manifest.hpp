#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <filesystem>

namespace yuntu::demo {

/// {"seed", "imports": [{"file", "layer", "arguments": [...], "written"}], "totals": {...}}.
/// `yuntu import --data DIR <arguments> FILE`, in this order, rebuilds the town; `arguments` holds
/// all that a steward would say, the layer included.
void write_manifest(std::filesystem::path const &file, DemoTown const &town);

} // namespace yuntu::demo
