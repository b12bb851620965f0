#pragma once

#include "server/model/audience.hpp"
#include "server/services/base_map.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// Whether areas of level `outer` contain whole areas of level `inner`. Estate and grid do not nest
/// in each other.
[[nodiscard]] bool nests(model::AreaLevel outer, model::AreaLevel inner);

/// Which area lies in which, for every area of the base map: by where its label stands, so that it
/// agrees with "who owns this point". Immutable; keeps the base map alive.
class AreaTree {
public:
  static constexpr std::uint32_t nowhere = UINT32_MAX;
  struct Node {
    std::string_view code;
    std::string_view name;
    std::int64_t households = 0; ///< of a building
    /// By level: the place in `areas(level)` of the area it lies in, or `nowhere`; at its own level
    /// its own.
    std::array<std::uint32_t, model::area_level_count> within{};
  };

  explicit AreaTree(std::shared_ptr<BaseMap const> base);

  /// By code; an area in several parts once.
  [[nodiscard]] std::vector<Node> const &areas(model::AreaLevel level) const {
    return levels_[static_cast<std::size_t>(level)];
  }
  /// nullptr: not in use (any more).
  [[nodiscard]] Node const *find(model::AreaRef const &area) const;
  /// For rights; empty for an area that is not in use.
  [[nodiscard]] model::Audience audience_of(model::AreaRef const &area) const;

private:
  [[nodiscard]] std::uint32_t index_of(model::AreaLevel level, std::string_view code) const;

  std::shared_ptr<BaseMap const> base_;
  std::array<std::vector<Node>, model::area_level_count> levels_;
};

/// The tree of the newest base map asked for. Any thread.
class AreaTreeCache {
public:
  [[nodiscard]] std::shared_ptr<AreaTree const> of(std::shared_ptr<BaseMap const> const &base);
  /// Lets go of the tree of any other.
  void keep_only(std::shared_ptr<BaseMap const> const &base);

private:
  std::mutex mutex_;
  std::shared_ptr<BaseMap const> base_;
  std::shared_ptr<AreaTree const> tree_;
};

} // namespace yuntu::services
