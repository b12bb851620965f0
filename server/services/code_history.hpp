#pragma once

#include "server/model/fact.hpp"
#include "server/model/layer.hpp"
#include "server/protocol/errors.hpp"

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

/// The version must be stored.
using ReadVersion =
    std::function<std::shared_ptr<model::LayerVersion const>(std::string const &version)>;

/// Codes of `next` that it must not use, ascending. `before`: the versions before it, the last is
/// the one it follows. Layers but those of areas have none.
[[nodiscard]] std::vector<std::string> reused_codes(model::LayerVersion const &next,
                                                    std::vector<std::string> const &before,
                                                    ReadVersion const &read);

/// Nothing for buildings: there may be a million of them.
[[nodiscard]] std::vector<model::CodeSuccession> successions_of(model::LayerVersion const &before,
                                                                model::LayerVersion const &after);

/// 422 naming the codes when `next`, or a version that is to follow it, would use codes again.
/// `before` and `coming` as the log has them; `coming` by time, `effective` as of `next`.
[[nodiscard]] std::optional<protocol::Problem>
code_problem(model::LayerVersion const &next, std::vector<std::string> before,
             std::vector<model::LayerScheduled> const &coming, model::Time effective,
             ReadVersion const &read);

} // namespace yuntu::services
