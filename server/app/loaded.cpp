#include "server/app/loaded.hpp"

#include "server/live/fact_ring.hpp"
#include "server/services/area_locator.hpp"
#include "server/services/layer_loader.hpp"

#include <map>
#include <string>

namespace yuntu::app {

store::LogOptions serving_options() {
  store::LogOptions options;
  options.integrity = store::Integrity::checked_beside;
  return options;
}

Loaded load(store::EventLog &log, store::BaseStore const &base_store,
            services::IndexShelf const &shelf, services::WalkProfiles profiles) {
  Loaded loaded;
  loaded.layers.profiles = std::move(profiles);
  std::map<model::LayerKind, std::string> versions;
  for (auto const &[kind, layer] : store::layers_in_use(log)) {
    versions[kind] = layer.version;
  }
  loaded.layers.in_use = services::read_layers(base_store, versions);
  for (auto const &layer : log.layers_published(0)) {
    services::note_use(loaded.layers.versions, layer.layer, layer.version);
  }
  loaded.base = std::make_shared<services::BaseMap const>(
      loaded.layers.in_use, services::BaseMap::Walking::included, &shelf, loaded.layers.profiles);
  services::AreaLocator locator(loaded.base);
  loaded.state = store::load_state(
      log, [&](geo::LonLat place) { return locator.locate(place); },
      [&](model::CityState const &, model::CommitGroup const &group) {
        if (!group.facts.empty()) {
          loaded.tail.push_back({group.tick, group.time, group.facts, {}});
          while (loaded.tail.size() > 1 &&
                 loaded.tail.back().facts.back().seq - loaded.tail.front().facts.front().seq >
                     live::FactRing::most_facts) {
            loaded.tail.pop_front();
          }
        }
      });
  loaded.layers.coming = loaded.state.coming;
  loaded.tail_after =
      loaded.tail.empty() ? loaded.state.seq : loaded.tail.front().facts.front().seq - 1;
  return loaded;
}

} // namespace yuntu::app
