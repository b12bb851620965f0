#include "tools/yuntu/loaded_map.hpp"

#include "server/services/coming_layers.hpp"
#include "server/services/history_service.hpp"
#include "server/services/layer_loader.hpp"
#include "server/services/map_archive.hpp"
#include "server/services/walking_file.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <algorithm>

namespace yuntu::tools {

LoadedMap load_map(std::filesystem::path const &data, std::vector<model::LayerKind> const &kinds,
                   services::BaseMap::Walking walking) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
  auto state = access.read_state();
  std::erase_if(state.layers, [&](auto const &entry) {
    return std::find(kinds.begin(), kinds.end(), entry.first) == kinds.end();
  });
  store::BaseStore const store(access.directory().base());
  auto profiles = walking == services::BaseMap::Walking::included
                      ? services::read_walking(access.directory().root)
                      : services::WalkProfiles();
  return {
      std::make_shared<services::BaseMap const>(services::read_layers(store, versions_of(state)),
                                                walking, nullptr, std::move(profiles)),
      std::move(state.closures)};
}

std::shared_ptr<services::BaseMap const> load_areas_at(std::filesystem::path const &data,
                                                       model::Time at, model::Time now) {
  OperatorAccess const access(data, OperatorAccess::Directory::must_exist);
  auto const &directory = access.directory();
  services::MapArchive maps(directory.base(), nullptr);
  if (at > now) {
    auto const reply = access.read_state();
    model::CityState state;
    state.layers = reply.layers;
    for (auto const &next : reply.coming) {
      state.coming[next.layer].push_back(next);
    }
    return maps.of(services::layers_at(state, at));
  }
  services::HistoryService history(store::LogHistory(directory.log()),
                                   [&](auto const &layers) { return maps.of(layers); });
  auto map = history.map_at(at);
  if (!map) {
    throw CommandError(map.error().title + ": " + map.error().detail);
  }
  return std::move(*map);
}

} // namespace yuntu::tools
