#pragma once

#include "geo/envelope.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace yuntu::geo {

/// Boxes -> which of them touch a box (a packed R-tree). Immutable: copies share one index, any
/// thread may ask. Empty boxes are never found.
class BoxIndex {
public:
  BoxIndex();
  explicit BoxIndex(std::vector<Envelope> const &boxes);

  /// Positions in the list given, ascending.
  [[nodiscard]] std::vector<std::uint32_t> find(Envelope const &box) const;

private:
  struct Impl;
  std::shared_ptr<Impl const> impl_;
};

} // namespace yuntu::geo
