#pragma once

#include "server/model/layer.hpp"

#include <string>
#include <vector>

namespace yuntu::tools {

/// What a layer takes from a file: under these names, or under others by --map.
[[nodiscard]] std::vector<std::string> fields_of(model::LayerKind layer);

/// Whether things of the layer have a code of their own, given when the file has none.
[[nodiscard]] bool has_codes(model::LayerKind layer);

/// A number where one is expected, in its plain form ("6.0" becomes "6"), `stars` of 0 dropped: not
/// rated. The answer is why the row cannot be taken, in words; empty when it can.
[[nodiscard]] std::string check_fields(model::LayerFeature &feature, model::LayerKind layer);

/// Of a station: why its `hours` cannot be read, in words that name it; empty when they can, or
/// when it has none. It counts as always open then.
[[nodiscard]] std::string hours_doubt(model::LayerFeature const &station);

} // namespace yuntu::tools
