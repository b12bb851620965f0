#pragma once

#include "server/model/fact.hpp"
#include "server/model/layer.hpp"
#include "server/protocol/errors.hpp"
#include "server/store/base_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

// What versions of a layer of areas do to each other's codes. A code is never used again: once the
// next version has it no more, a later one may give it to an area only that covers at least half of
// the land of the last area that had it. While every version has it, its area may change at will.

using VersionHistory = std::map<model::LayerKind, std::vector<std::string>>;

/// Notes that a version is in use from now on: the last of its layer.
void note_use(VersionHistory &history, model::LayerKind layer, std::string const &version);

/// Goes through one version, of which nothing need be in memory: asks about every code, visits the
/// features of those that are wanted. See store::BaseStore::scan.
using VersionScan = std::function<void(store::BaseStore::WantsCode const &,
                                       store::BaseStore::VisitFeature const &)>;
/// The version must be stored.
using FindVersion = std::function<VersionScan(std::string const &version)>;
[[nodiscard]] VersionScan scan_of(std::shared_ptr<model::LayerVersion const> version);
/// `store` must outlive it.
[[nodiscard]] VersionScan scan_of(store::BaseStore const &store, model::LayerKind layer,
                                  std::string version);

/// Codes of `next` that it must not use, ascending. `before`: the versions before it, the last is
/// the one it follows. Layers but those of areas have none. Of what was before, the areas of the
/// codes in question are read, at most `most_areas_at_once` codes at a time.
[[nodiscard]] std::vector<std::string> reused_codes(model::LayerKind layer, VersionScan const &next,
                                                    std::vector<std::string> const &before,
                                                    FindVersion const &find);
inline constexpr std::size_t most_areas_at_once = 20'000;

/// Nothing for buildings: there may be a million of them.
[[nodiscard]] std::vector<model::CodeSuccession> successions_of(model::LayerVersion const &before,
                                                                model::LayerVersion const &after);

/// 422 naming the codes when `next`, or a version that is to follow it, would use codes again.
/// `before` and `coming` as the log has them; `coming` by time, `effective` as of `next`.
[[nodiscard]] std::optional<protocol::Problem>
code_problem(std::shared_ptr<model::LayerVersion const> const &next,
             std::vector<std::string> before, std::vector<model::LayerScheduled> const &coming,
             model::Time effective, FindVersion const &find);
/// The same when `cancelled`, one of `coming`, is not to come: 422 when a version behind it would
/// then use codes again.
[[nodiscard]] std::optional<protocol::Problem>
code_problem_without(model::LayerCancelled const &cancelled, std::vector<std::string> before,
                     std::vector<model::LayerScheduled> const &coming, FindVersion const &find);

} // namespace yuntu::services
