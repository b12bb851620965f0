#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

class OGRFeature;

namespace yuntu::geo::io {

struct DestroyFeature {
  void operator()(OGRFeature *feature) const;
};
/// One row of a layer.
using Row = std::unique_ptr<OGRFeature, DestroyFeature>;

/// Its attributes as bytes of the file's encoding; nullopt: NULL.
[[nodiscard]] std::vector<std::optional<std::string>> texts_of(OGRFeature const &row);

} // namespace yuntu::geo::io
