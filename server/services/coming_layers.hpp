#pragma once

#include "server/model/city_state.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/control.hpp"
#include "server/protocol/errors.hpp"
#include "server/store/journal.hpp"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::services {

// What holds in a city's state of versions of layers, in use and to come: pure.

/// How somebody names a version that is to come; without a time there must be but one of it.
struct ComingName {
  model::LayerKind layer = model::LayerKind::grid;
  std::string version;
  std::optional<model::Time> effective;
};

/// The version will not come into use. 404 when it is not to come, 409 when its time has come or
/// when it is to come several times.
[[nodiscard]] tl::expected<model::LayerCancelled, protocol::Problem>
cancel_layer(model::CityState const &state, ComingName const &name, model::Time now);

/// The layers that will be in use at `time`, as far as it is known now.
[[nodiscard]] std::map<model::LayerKind, model::LayerPublished>
layers_at(model::CityState const &state, model::Time time);

using KnownVersions = std::set<std::pair<model::LayerKind, std::string>>;
/// In use or to come.
[[nodiscard]] KnownVersions known_versions(model::CityState const &state);

/// Versions in use by layer.
using LayersInUse = std::map<model::LayerKind, std::string>;
[[nodiscard]] LayersInUse layers_in_use(model::CityState const &state);

/// Layers of areas, and stations: what `yuntu check` looks at.
[[nodiscard]] bool is_checked(model::LayerKind layer);

/// 409 naming which checked layers are not those any more that a check found in use.
[[nodiscard]] std::optional<protocol::Problem> changed_since_check(LayersInUse const &now,
                                                                   LayersInUse const &against);

/// By layer and time.
[[nodiscard]] std::vector<model::LayerScheduled> coming_of(model::CityState const &state);

/// A layer is the whole county's: 403 for whose rights end before.
[[nodiscard]] std::optional<protocol::Problem> short_rights(model::Principal const &principal);

/// What the operator's command line is told of a state; closures and the address aside.
[[nodiscard]] protocol::StateReply versions_reply(model::CityState const &state);

/// What became of a decision about a version.
struct VersionOutcome {
  std::string version;
  model::Time effective;
  /// It is decided, but not known to be stored: why. It will be, unless the server ends before.
  std::optional<protocol::Problem> waits = {};
};
/// The problem of a decision that was not stored at once.
[[nodiscard]] protocol::Problem not_stored_yet(store::CommitOutcome outcome);

} // namespace yuntu::services
