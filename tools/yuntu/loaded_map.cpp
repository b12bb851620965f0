#include "tools/yuntu/loaded_map.hpp"

#include "server/services/layer_loader.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <algorithm>

namespace yuntu::tools {

LoadedMap load_map(std::filesystem::path const &data, std::initializer_list<model::LayerKind> kinds,
                   services::BaseMap::Walking walking) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
  auto state = access.read_state();
  std::erase_if(state.layers, [&](auto const &entry) {
    return std::find(kinds.begin(), kinds.end(), entry.first) == kinds.end();
  });
  store::BaseStore const store(access.directory().base());
  return {std::make_shared<services::BaseMap const>(
              services::read_layers(store, versions_of(state)), walking),
          std::move(state.closures)};
}

} // namespace yuntu::tools
