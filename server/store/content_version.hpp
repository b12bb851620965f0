#pragma once

#include "server/model/layer.hpp"

#include <span>
#include <string>

namespace yuntu::store {

/// The digest of each feature, in a row.
[[nodiscard]] std::string feature_digests(std::span<model::LayerFeature const> features);
/// content_version of the features that these are the digests of.
[[nodiscard]] std::string content_version_of(model::LayerKind layer, std::string const &digests);

} // namespace yuntu::store
