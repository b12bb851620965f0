#pragma once

#include "server/services/base_map.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace yuntu::services {

/// A base map for one thread that asks often: the same areas come back as the same shared object,
/// which costs neither memory nor a comparison of codes.
///   AreaLocator locator(base);
///   auto const areas = locator.locate(place);
class AreaLocator {
public:
  explicit AreaLocator(std::shared_ptr<BaseMap const> base);

  [[nodiscard]] BaseMap const &base() const { return *base_; }
  [[nodiscard]] std::shared_ptr<BaseMap const> const &shared_base() const { return base_; }
  /// What base().locate says.
  [[nodiscard]] model::AreaCodes locate(geo::LonLat place);

private:
  struct Key {
    /// The payload of each level's area; nowhere = in none.
    std::array<std::uint32_t, model::area_level_count> areas{};
    std::vector<std::uint32_t> fences;
    friend bool operator==(Key const &, Key const &) = default;
  };
  struct HashKey {
    std::size_t operator()(Key const &key) const;
  };

  std::shared_ptr<BaseMap const> base_;
  std::unordered_map<Key, model::AreaCodes, HashKey> known_; ///< bounded: see locate
};

} // namespace yuntu::services
