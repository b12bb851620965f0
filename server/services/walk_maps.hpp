#pragma once

#include "server/services/profile_name.hpp"
#include "server/services/walk_map.hpp"

#include <array>
#include <memory>
#include <mutex>

namespace yuntu::services {

/// The walk network of one base map for every profile. Most share the standard map: only who takes
/// other ways (no steps), or to whom a ferry is another number of millimetres, has a map apart.
/// Such a map is made when first asked for, which takes as long as loading the streets did, and is
/// kept; whoever asks meanwhile waits. Any thread.
class WalkMaps {
public:
  explicit WalkMaps(WalkLayers const &layers);

  [[nodiscard]] WalkMap const &standard() const { return standard_; }
  [[nodiscard]] WalkMap const &of(ProfileName name) const;

private:
  struct Made {
    std::once_flag once;
    std::unique_ptr<WalkMap const> map;
  };

  [[nodiscard]] bool has_own(ProfileName name) const;

  WalkLayers layers_;
  WalkMap standard_;
  bool has_steps_ = false;
  bool has_ferries_ = false;
  mutable std::array<Made, profile_names.size()> made_;
};

} // namespace yuntu::services
