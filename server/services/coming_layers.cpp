#include "server/services/coming_layers.hpp"

#include <utility>

namespace yuntu::services {
namespace {

using model::CityState;
using model::LayerKind;
using model::LayerScheduled;
using protocol::Problem;

std::string words_of(LayersInUse const &layers, LayerKind kind) {
  auto const found = layers.find(kind);
  return found == layers.end() ? "none" : found->second;
}

std::string name_of(ComingName const &name) {
  return "version " + name.version + " of layer " + std::string(to_string(name.layer));
}

} // namespace

tl::expected<model::LayerCancelled, Problem> cancel_layer(CityState const &state,
                                                          ComingName const &name, model::Time now) {
  LayerScheduled const *found = nullptr;
  if (auto const coming = state.coming.find(name.layer); coming != state.coming.end()) {
    for (auto const &next : coming->second) {
      if (next.version != name.version || (name.effective && *name.effective != next.effective)) {
        continue;
      }
      if (found != nullptr) {
        return tl::unexpected(Problem{
            409,
            "Several",
            name_of(name) + " is to take effect at " + model::format_rfc3339(found->effective) +
                " and at " + model::format_rfc3339(next.effective) + "; say which by \"effective\"",
            {}});
      }
      found = &next;
    }
  }
  if (found == nullptr) {
    return tl::unexpected(
        Problem{404, "Not to come", name_of(name) + " is not to take effect later", {}});
  }
  if (found->effective <= now) {
    return tl::unexpected(Problem{409,
                                  "Too late",
                                  name_of(name) + " has taken effect at " +
                                      model::format_rfc3339(found->effective) +
                                      "; import the layer as it was before instead",
                                  {}});
  }
  return model::LayerCancelled{found->layer, found->version, found->effective};
}

std::map<LayerKind, model::LayerPublished> layers_at(CityState const &state, model::Time time) {
  auto layers = state.layers;
  for (auto const &[kind, coming] : state.coming) {
    for (auto const &next : coming) {
      if (next.effective <= time) {
        layers[kind] = {kind, next.version, next.features, next.effective, {}};
      }
    }
  }
  return layers;
}

KnownVersions known_versions(CityState const &state) {
  KnownVersions known;
  for (auto const &[kind, layer] : state.layers) {
    known.emplace(kind, layer.version);
  }
  for (auto const &[kind, coming] : state.coming) {
    for (auto const &next : coming) {
      known.emplace(kind, next.version);
    }
  }
  return known;
}

LayersInUse layers_in_use(CityState const &state) {
  LayersInUse versions;
  for (auto const &[kind, layer] : state.layers) {
    versions[kind] = layer.version;
  }
  return versions;
}

bool is_checked(LayerKind layer) {
  return model::area_level_of(layer).has_value() || layer == LayerKind::station;
}

std::optional<Problem> changed_since_check(LayersInUse const &now, LayersInUse const &against) {
  std::string changes;
  for (std::size_t i = 0; i < model::layer_kind_names.size(); ++i) {
    auto const kind = static_cast<LayerKind>(i);
    auto const before = words_of(against, kind);
    auto const after = words_of(now, kind);
    if (is_checked(kind) && before != after) {
      changes += (changes.empty() ? "" : ", ") + std::string(to_string(kind)) + " (" + before +
                 " then, " + after + " now)";
    }
  }
  if (changes.empty()) {
    return std::nullopt;
  }
  return Problem{409,
                 "Layers have changed",
                 "since it was checked, these layers in use have changed: " + changes +
                     "; have it checked again ({\"action\":\"check\"}) and look at what it finds",
                 {}};
}

std::vector<LayerScheduled> coming_of(CityState const &state) {
  std::vector<LayerScheduled> all;
  for (auto const &[kind, coming] : state.coming) {
    all.insert(all.end(), coming.begin(), coming.end());
  }
  return all;
}

std::optional<Problem> short_rights(model::Principal const &principal) {
  return principal.areas.empty()
             ? std::nullopt
             : std::optional(Problem{
                   403, "Forbidden", "a layer is the whole county's; your rights end before", {}});
}

protocol::StateReply versions_reply(CityState const &state) {
  protocol::StateReply reply;
  reply.layers = state.layers;
  reply.coming = coming_of(state);
  return reply;
}

Problem not_stored_yet(store::CommitOutcome outcome) {
  using store::CommitOutcome;
  if (outcome == CommitOutcome::stopped) {
    return {503,
            "Not known to be stored",
            "the server is stopping; whether it was stored shows when it is back",
            {}};
  }
  bool const is_full = outcome == CommitOutcome::storage_full;
  return {is_full ? 507U : 503U,
          "Not stored yet",
          std::string("it is decided and will be stored as soon as ") +
              (is_full ? "the disk has room" : "the log is free") +
              "; until then it is not in use, and if the server ends before, it is lost",
          {}};
}

} // namespace yuntu::services
